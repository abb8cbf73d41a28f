import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, membersOf, processes, signal } from '../../scripts/start/processes.mjs';
import { freePort, pause, ROOT, type Tenant } from '../../test/support/stack.ts';
import { type Usage, usageOf } from './usage.ts';

/** Bundling and migrating take seconds on a free machine, and many times that on a busy one. */
const START_MS = 180_000;
/** Workerd ends at once; what is left after this is killed. */
const STOP_MS = 5000;
const POLL_MS = 20;

export interface ServerSettings {
  /** Besides `demo`: `acme:us,…`. */
  readonly tenants?: string;
  readonly port?: number;
  /** Where V8's inspector listens, for profiles. */
  readonly inspectorPort?: number;
}

/**
 * The five Workers in workerd, as `npm start` runs them, minus wrangler's dev proxy, on a state folder of their own. It
 * ends when this process does.
 */
export class BenchServer {
  readonly port: number;
  readonly url: string;
  readonly stateDir = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  readonly #env: NodeJS.ProcessEnv;
  #host!: ChildProcess;
  #workerd = 0;

  private constructor(port: number, { tenants, inspectorPort }: ServerSettings) {
    // Also when this process ends before `stop`: a full shard takes gigabytes.
    process.on('exit', this.#discard);
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#env = {
      ...process.env,
      PORT: String(port),
      LECTERN_STATE: this.stateDir,
      LECTERN_TENANTS: tenants ?? '',
      ...(inspectorPort === undefined ? {} : { INSPECTOR_PORT: String(inspectorPort) }),
    };
  }

  /** Starts it on new state. */
  static async start(settings: ServerSettings = {}): Promise<BenchServer> {
    const server = new BenchServer(settings.port ?? (await freePort()), settings);
    await server.startAgain();
    return server;
  }

  /** Starts it on the state that is there, on the same port, after `stop` or `kill`. */
  async startAgain(): Promise<void> {
    const log = openSync(this.log, 'a');
    this.#host = spawn(process.execPath, ['--no-warnings', join(ROOT, 'bench/server/host.ts')], {
      cwd: ROOT,
      env: this.#env,
      // A group of its own, so that one signal reaches workerd too.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    await this.#ready();
    const ours = processes().filter(({ parent }) => parent === this.#host.pid);
    this.#workerd = ours.find(({ command }) => command.includes('workerd'))!.pid;
  }

  /** The tenants that were asked for, with their secrets. */
  get tenants(): Record<string, Tenant> {
    return JSON.parse(readFileSync(join(this.stateDir, 'tenants.json'), 'utf8'));
  }

  /** What the server wrote. */
  get log(): string {
    return join(this.stateDir, 'server.log');
  }

  /** The process id of workerd. */
  get pid(): number {
    return this.#workerd;
  }

  /** What workerd has used since it was started. */
  usage(): Usage {
    return usageOf(this.#workerd);
  }

  /** Ends it, and removes its state unless it is to be started again. */
  async stop({ keepState = false } = {}): Promise<void> {
    if (this.#host.connected) this.#host.disconnect();
    const killer = setTimeout(() => this.#signal('SIGKILL'), STOP_MS);
    await this.#gone();
    clearTimeout(killer);
    if (!keepState) this.#discard();
  }

  /** SIGKILL to all of it at once. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#gone();
  }

  #discard = (): void => {
    this.#signal('SIGKILL');
    rmSync(this.stateDir, { recursive: true, force: true });
    process.off('exit', this.#discard);
  };

  #signal(name: string): void {
    signal(-this.#host.pid!, name);
  }

  async #ready(): Promise<void> {
    let ready = false;
    this.#host.once('message', () => {
      ready = true;
    });
    const until = Date.now() + START_MS;
    while (!ready) {
      if (!isAlive(this.#host.pid!) || Date.now() > until) {
        this.#signal('SIGKILL');
        throw new Error(`The server did not come up:\n${readFileSync(this.log, 'utf8').slice(-4000)}`);
      }
      await pause(POLL_MS);
    }
  }

  async #gone(): Promise<void> {
    while (membersOf(this.#host.pid!).length > 0) await pause(POLL_MS);
  }
}
