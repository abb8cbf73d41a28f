// The state folder: everything a running Lectern keeps on this machine.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './install.mjs';

const folder = resolve(ROOT, process.env.LECTERN_STATE || '.lectern');

/** Where things lie. Files with secrets have mode 0600. */
export const paths = {
  folder,
  /** Facts for tools: URLs and the demo tenant's credentials. */
  facts: join(folder, 'dev.json'),
  /** The seeded tenants with their secrets. */
  tenants: join(folder, 'tenants.json'),
  /** Process ids and port of the server that runs, or ran last. */
  server: join(folder, 'server.json'),
  /** What has been done already: migrations, seeds, the sample course. */
  done: join(folder, 'done.json'),
  log: join(folder, 'server.log'),
  /** Databases, objects and buckets, as wrangler lays them out. */
  data: join(folder, 'data'),
  wrangler: join(folder, 'wrangler'),
};

mkdirSync(paths.wrangler, { recursive: true });

/** @param {string} path @returns {any} undefined when there is none, or when it was cut off while being written */
export function readJson(path) {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that nobody reads half a file. @param {string} path @param {unknown} value */
export function writeJson(path, value) {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Notes that something is done, by what it was done for. @param {string} what @param {string} stamp */
export function markDone(what, stamp) {
  writeJson(paths.done, { ...readJson(paths.done), [what]: stamp });
}

/** @param {string} what @returns {string | undefined} */
export const doneStamp = (what) => readJson(paths.done)?.[what];

/** Wrangler's environment: quiet, offline, and kept to our own folder. */
export const wranglerEnv = () => ({
  ...process.env,
  CI: '1',
  NO_COLOR: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_REGISTRY_PATH: join(paths.wrangler, 'registry'),
  WRANGLER_LOG_PATH: join(paths.wrangler, 'logs'),
});
