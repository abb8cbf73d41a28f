import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf } from '../../scripts/start/processes.mjs';
import { Client } from '../support/client.ts';
import { eventually, freePort, ROOT, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await startStack({ tenants: 'acme:us' });
  client = new Client(stack, stack.tenants.demo!);
});
afterAll(() => stack?.stop());

const noted = () => JSON.parse(readFileSync(join(stack.stateDir, 'server.json'), 'utf8'));

/** `npm start` in the foreground, as its first half runs it. */
function start(env: Record<string, string>) {
  const script = join(ROOT, 'scripts/start.mjs');
  return spawnSync(process.execPath, [script], { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 60_000 });
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

describe('what a start leaves behind', () => {
  it('[START-5] facts for tools, and the sample course built', async () => {
    const facts = JSON.parse(readFileSync(join(stack.stateDir, 'dev.json'), 'utf8'));
    const port = new URL(stack.url).port;
    expect(facts).toEqual({
      url: `http://localhost:${port}`,
      consoleUrl: `http://lectern.localhost:${port}/console/#token=${facts.operatorToken}`,
      playerUrl: `http://lectern.localhost:${port}/play/`,
      tenant: 'demo',
      operatorToken: expect.stringMatching(/^demo-key-/),
      xapi: { endpoint: `http://localhost:${port}/xapi/`, key: expect.any(String), secret: expect.any(String) },
    });
    const [course] = await client.all('/api/v1/packages');
    expect(course).toMatchObject({ state: 'built', title: 'First steps: how learning records work' });
  });

  it('[START-4] tenants of both regions, each with its own credentials; secrets are for the owner only', async () => {
    for (const [name, region] of [
      ['demo', 'eu'],
      ['acme', 'us'],
    ] as const) {
      const me = await new Client(stack, stack.tenants[name]!).get('/api/v1/me');
      expect(me).toMatchObject({ tenant: name, region });
    }
    for (const file of ['dev.json', 'tenants.json', 'server.log']) {
      expect(statSync(join(stack.stateDir, file)).mode & 0o077, file).toBe(0);
    }
  });

  it('[START-6] the log has no warning and no error', () => {
    expect(readFileSync(join(stack.stateDir, 'server.log'), 'utf8')).not.toMatch(
      /\[WARNING\]|\[ERROR\]|"level":"error"/,
    );
    expect(stack.output()).not.toMatch(/warn|error/i);
  });
});

describe('starting while there is something', () => {
  it('[START-9] a second start with the same state says where the first one runs', () => {
    const second = start({ LECTERN_STATE: stack.stateDir, PORT: new URL(stack.url).port });
    expect([second.status, second.stdout]).toEqual([0, expect.stringContaining(stack.consoleUrl)]);
  });

  it('[START-9] on another port it says what to do', async () => {
    const second = start({ LECTERN_STATE: stack.stateDir, PORT: String(await freePort()) });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('runs already with this state folder');
  });

  it('[START-9] a port of somebody else is named', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const refused = start({ LECTERN_STATE: `${stack.stateDir}/other`, PORT: String(port) });
    other.close();
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  });

  it('[START-9] a PORT that is none is refused', () => {
    const refused = start({ LECTERN_STATE: `${stack.stateDir}/other`, PORT: 'http' });
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('PORT is "http"')]);
  });
});

describe('ending', () => {
  it('[START-10] everything is there after stopping and starting again, [START-3] and nothing is migrated again', async () => {
    const before = await Promise.all([client.all('/api/v1/packages'), client.events()]);
    const migrated = statSync(join(stack.stateDir, 'wrangler/databases.json')).mtimeMs;
    await stack.stop({ keepState: true });
    await stack.startAgain();
    expect(await Promise.all([client.all('/api/v1/packages'), client.events()])).toEqual(before);
    expect(statSync(join(stack.stateDir, 'wrangler/databases.json')).mtimeMs).toBe(migrated);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('[START-11] %s to npm alone stops everything', async (signal) => {
    await stack.stop({ keepState: true });
    const env = { ...process.env, LECTERN_STATE: stack.stateDir, PORT: new URL(stack.url).port };
    // Whoever started the tests may have them ignore SIGINT, as shells do in the background; a terminal does not.
    const npm = spawn('env', ['--default-signal=INT', 'npm', 'start'], { cwd: ROOT, env, stdio: 'ignore' });
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    await eventually('the server', async () => ((await answers(`${stack.url}/api/v1/health`)) ? true : undefined));
    const { group } = noted();
    npm.kill(signal);
    await ended;
    await eventually('the end', async () => (membersOf(group).length === 0 ? true : undefined));
    await stack.startAgain();
  });

  it('[START-7] a runtime that is killed ends everything, with a message', async () => {
    const workerd = membersOf(noted().group).find(({ command }) => command.includes('workerd serve'))!;
    process.kill(workerd.pid, 'SIGKILL');
    await eventually('the message', async () => (/ended unexpectedly/.test(stack.output()) ? true : undefined));
    await eventually('the end', async () => (membersOf(noted().group).length === 0 ? true : undefined));
    await stack.startAgain();
  });

  it('[START-8] a supervisor that is killed leaves nothing behind', async () => {
    process.kill(noted().supervisor, 'SIGKILL');
    await eventually('the end', async () => (membersOf(noted().group).length === 0 ? true : undefined));
    await stack.startAgain();
  });

  it('[START-8] what is left when supervisor and wrangler are killed at once is ended by the next start', async () => {
    const { supervisor, group } = noted();
    process.kill(group, 'SIGKILL');
    process.kill(supervisor, 'SIGKILL');
    await eventually('the end of wrangler', async () =>
      membersOf(group).some(({ pid }) => pid === group) ? undefined : true,
    );
    expect(membersOf(group).some(({ command }) => command.includes('workerd'))).toBe(true);
    await stack.startAgain();
    expect(membersOf(group)).toEqual([]);
    expect(existsSync(join(stack.stateDir, 'dev.json'))).toBe(true);
  });
});
