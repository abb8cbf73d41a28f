import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, type Json } from '../support/client.ts';
import { eventually, ROOT, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await startStack({ tenants: 'acme:us' });
  client = new Client(stack, stack.tenants.demo!);
});
afterAll(() => stack?.stop());

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** The command as the operator of a tenant runs it. */
async function lectern(tenant: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, LECTERN_URL: stack.url, LECTERN_TOKEN: stack.tenants[tenant]!.operatorToken };
  const child = spawn(process.execPath, [join(ROOT, 'cli/bin/lectern.mjs'), ...args], { env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await eventually('the end of the command', async () => (child.exitCode === null ? undefined : true));
  return { status: child.exitCode, stdout, stderr };
}

const path = (name: string) => join(stack.stateDir, name);
const verb = 'https://example.com/verbs/imported';
const statement = (n: number, more: object = {}) => ({
  id: randomUUID() as string,
  actor: { account: { homePage: 'https://hr.example', name: `learner-${n % 50}` } },
  verb: { id: verb, display: { en: 'imported', ja: '取り込んだ' } },
  object: { id: `https://example.com/activities/${n % 7}` },
  timestamp: '2021-03-04T05:06:07.089+01:00',
  authority: { objectType: 'Agent', account: { homePage: 'https://old.example', name: 'lrs' } },
  version: '1.0.2',
  ...more,
});
const linesOf = (file: string): Json[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

it('[CLI-12] [SIM-1] an import outlives a server that is killed, and stores every line once', async () => {
  const good = Array.from({ length: 12_000 }, (_, n) => statement(n));
  const lines = good.map((one, n) => JSON.stringify(n % 1000 === 999 ? { ...one, id: undefined } : one));
  lines[2000] = '{"not":"a statement"}';
  lines[9000] = 'not JSON';
  writeFileSync(path('old-store.ndjson'), `${lines.join('\n')}\n`);
  const errors = path('refused.ndjson');
  const command = lectern('demo', 'statements', 'import', path('old-store.ndjson'), '--errors', errors);
  const running = async () =>
    ((await client.get('/api/v1/statements/imports')) as Json).items.find((job: Json) => job.state === 'running');
  await eventually('that something is stored', async () => ((await running())?.stored > 0 ? true : undefined));
  await stack.kill();
  await stack.startAgain();
  const ended = await command;
  expect([ended.status, ended.stderr]).toEqual([1, expect.stringContaining('2 lines were refused')]);
  const [job] = ((await client.get('/api/v1/statements/imports')) as Json).items;
  expect(job).toMatchObject({ state: 'done', refused: 2, lines: lines.length });
  expect(job.stored + job.existing).toBe(lines.length - 2);
  expect(linesOf(errors).map(({ line }) => line)).toEqual([2001, 9001]);

  expect((await lectern('demo', 'statements', 'export', '--lines', '--out', path('all.ndjson'))).status).toBe(0);
  const stored = linesOf(path('all.ndjson')).filter((one) => one.verb.id === verb);
  expect(stored.length).toBe(lines.length - 2);
  expect(new Set(stored.map(({ id }) => id)).size).toBe(stored.length);
  const { stored: _, ...first } = stored[0];
  expect(first).toEqual(good[0]);
});

it('[CLI-13] what is exported and imported elsewhere is exported there again the same', async () => {
  const exported = await lectern('demo', 'statements', 'export', '--out', path('export.zip'), '--json');
  const [{ manifest }] = JSON.parse(exported.stdout);
  expect(manifest).toMatchObject({ tenant: 'demo', next: null });
  const imported = await lectern('acme', 'statements', 'import', path('export.zip'), '--strict', '--json');
  expect(JSON.parse(imported.stdout)).toMatchObject({ state: 'done', refused: 0 });
  for (const tenant of ['demo', 'acme']) {
    await lectern(tenant, 'statements', 'export', '--lines', '--out', path(`${tenant}.ndjson`));
  }
  const [here, there] = ['demo', 'acme'].map((tenant) =>
    linesOf(path(`${tenant}.ndjson`)).map(({ stored: _, ...rest }) => rest),
  );
  const brought = new Set(here!.map(({ id }) => id));
  expect(there!.filter(({ id }) => brought.has(id))).toEqual(here!.slice(0, manifest.statements.count));
  const refused = await lectern('acme', 'statements', 'export', '--out', path('x.zip'), '--since', 'yesterday');
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('RFC 3339')]);
  expect([existsSync(path('x.zip')), existsSync(path('x.zip.part'))]).toEqual([false, false]);
});

it('[CLI-11] an upload that broke off is gone on with', async () => {
  const begun = (await (await client.post('/api/v1/statements/imports?parts=true', undefined)).json()) as Json;
  writeFileSync(path('resumed.ndjson'), `${JSON.stringify(statement(1))}\n`);
  const resumed = await lectern('demo', 'statements', 'import', path('resumed.ndjson'), '--resume', begun.id);
  expect([resumed.status, resumed.stdout]).toEqual([0, expect.stringContaining('1 statement')]);
  writeFileSync(path('empty.ndjson'), '');
  const empty = await lectern('demo', 'statements', 'import', path('empty.ndjson'));
  expect([empty.status, empty.stderr]).toEqual([1, expect.stringContaining('is empty')]);
});
