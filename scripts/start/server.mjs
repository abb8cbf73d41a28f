// The one local process tree: wrangler, and under it workerd with the five Workers and everything they are bound to.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.mjs';
import { followLog } from './log.mjs';
import { pause } from './port.mjs';
import { membersOf, signal } from './processes.mjs';
import { paths, wranglerEnv, writeJson } from './state.mjs';

const CONFIGS = [
  'wrangler.toml',
  'workers/assets/wrangler.toml',
  'workers/api/wrangler.toml',
  'workers/delivery/wrangler.toml',
  'workers/progress/wrangler.toml',
];
/** A cold start takes about 3 s on two free cores; a busy machine takes many times that. */
const READY_MS = 90_000;
/** Wrangler ends within 2 s of SIGTERM; what is left after this is killed. Durable Objects lose nothing by that. */
const STOP_MS = 4000;
const POLL_MS = 100;
/** Wrangler starts a crashed runtime again, but its proxy then holds every request for good: better to end and say so. */
const CRASHED = /Workers runtime crashed unexpectedly/;

export class Server {
  #child;
  #stopping = false;
  #why = 'The server ended unexpectedly.';
  /** Settles when the tree has ended: undefined when it was asked to, else why. @type {Promise<string | undefined>} */
  ended;

  /** @param {number} port */
  constructor(port) {
    const log = openSync(paths.log, 'w', 0o600);
    const configs = CONFIGS.flatMap((config) => ['-c', config]);
    this.#child = spawn(
      process.execPath,
      [
        '--no-warnings',
        '--import',
        join(ROOT, 'scripts/start/watch-parent.mjs'),
        join(ROOT, 'node_modules/wrangler/wrangler-dist/cli.js'),
        'dev',
        ...configs,
        ...['--persist-to', paths.data, '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
        '--show-interactive-dev-session=false',
      ],
      // A group of its own, so that the whole tree can be ended by one signal and ^C reaches only the supervisor.
      {
        cwd: ROOT,
        detached: true,
        env: { ...wranglerEnv(), LECTERN_SUPERVISED: '1' },
        stdio: ['ignore', log, log, 'pipe'],
      },
    );
    closeSync(log);
    const stopFollowing = followLog(paths.log, (line) => {
      console.error(line);
      if (!CRASHED.test(line)) return;
      this.#why = 'The Workers runtime (workerd) ended unexpectedly.';
      this.#signalGroup('SIGKILL');
    });
    this.ended = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(`The server could not be started: ${error.message}`));
      this.#child.on('exit', () => resolve(this.#stopping ? undefined : this.#why));
    }).finally(() => {
      this.#signalGroup('SIGKILL');
      stopFollowing();
    });
    writeJson(paths.server, { port, supervisor: process.pid, group: this.#child.pid });
  }

  /** Waits until it answers; throws with the end of its log when it does not. @param {string} url */
  async ready(url) {
    let ended = false;
    this.ended.then(() => (ended = true));
    const until = Date.now() + READY_MS;
    while (!ended && Date.now() < until) {
      const response = await fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(2000) }).catch(
        () => undefined,
      );
      await response?.body?.cancel();
      if (response?.ok) return;
      await pause(POLL_MS);
    }
    const tail = readFileSync(paths.log, 'utf8').split('\n').slice(-40).join('\n');
    await this.stop();
    throw new Error(`The server did not come up. The end of its log (${paths.log}):\n\n${tail}`);
  }

  /** Ends the tree; when this returns, nothing of it is left. */
  async stop() {
    this.#stopping = true;
    this.#signalGroup('SIGTERM');
    const killer = setTimeout(() => this.#signalGroup('SIGKILL'), STOP_MS);
    await this.ended;
    clearTimeout(killer);
    while (membersOf(this.#child.pid ?? -1).length > 0) await pause(20);
  }

  /** @param {string} name */
  #signalGroup(name) {
    if (this.#child.pid !== undefined) signal(-this.#child.pid, name);
  }
}
