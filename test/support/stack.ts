import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processes } from '../../scripts/start/processes.mjs';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `dev.json` and `tenants.json` tell. */
export interface Tenant {
  tenant: string;
  region: 'eu' | 'us';
  operatorToken: string;
  xapi: { key: string; secret: string };
}
export interface Facts {
  url: string;
  consoleUrl: string;
  playerUrl: string;
  tenant: string;
  operatorToken: string;
  xapi: { endpoint: string; key: string; secret: string };
}

/** A running Lectern with a state folder of its own. */
export interface Stack extends Facts {
  tenants: Record<string, Tenant>;
  stateDir: string;
  /** Everything that it printed. */
  output(): string;
  /** Ends it as Ctrl-C does, and removes its state unless it is to be started again. */
  stop(options?: { keepState?: boolean }): Promise<void>;
  /** SIGKILL to every process of the server at once. */
  kill(): Promise<void>;
  /** Starts again on the same port with the same state, after `stop` or `kill`. */
  startAgain(): Promise<void>;
}

/** A start takes about 6 s on two free cores; browsers and builds beside it slow it down. */
const START_MS = 90_000;
const STOP_MS = 15_000;

/** Starts the second half of `npm start` on a free port. It ends when this process does. */
export async function startStack(options: { tenants?: string } = {}): Promise<Stack> {
  const port = await freePort();
  const stateDir = mkdtempSync(join(tmpdir(), 'lectern-state-'));
  const env = { ...process.env, PORT: String(port), LECTERN_STATE: stateDir, LECTERN_TENANTS: options.tenants ?? '' };
  let run = await launch(env);
  const read = (name: string) => JSON.parse(readFileSync(join(stateDir, name), 'utf8'));
  const wait = () => ended(run.child);
  return {
    ...(read('dev.json') as Facts),
    tenants: read('tenants.json') as Record<string, Tenant>,
    stateDir,
    output: () => run.output(),
    async stop({ keepState = false } = {}) {
      run.child.kill('SIGTERM');
      await wait();
      if (!keepState) rmSync(stateDir, { recursive: true, force: true });
    },
    async kill() {
      const { supervisor, group } = read('server.json');
      for (const { pid } of processes().filter((one) => one.pid === supervisor || one.group === group)) {
        process.kill(pid, 'SIGKILL');
      }
      await wait();
    },
    async startAgain() {
      run = await launch(env);
    },
  };
}

interface Run {
  child: ChildProcess;
  output(): string;
}

async function launch(env: NodeJS.ProcessEnv): Promise<Run> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start/main.mjs')], {
    cwd: ROOT,
    env,
    // The channel closes with this process, however it ends, and takes the server with it.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const until = Date.now() + START_MS;
  while (!output.includes('Operator token')) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGTERM');
      throw new Error(`Lectern did not start:\n${output}`);
    }
    await pause(50);
  }
  return { child, output: () => output };
}

async function ended(child: ChildProcess): Promise<void> {
  const until = Date.now() + STOP_MS;
  while (child.exitCode === null && child.signalCode === null) {
    if (Date.now() > until) throw new Error('The server did not end.');
    await pause(20);
  }
}

/** Below the ports that systems give to outgoing connections, so that nobody takes it while a server is down. */
const PORTS = { first: 20_000, count: 10_000 };

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until the answer is not undefined; throws what is wrong when it never is. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, ms = 20_000): Promise<T> {
  const until = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > until) throw new Error(`${what}: not within ${ms / 1000} s`);
    await pause(150);
  }
}
