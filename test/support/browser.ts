import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { processes } from '../../scripts/start/processes.mjs';
import { ROOT } from './stack.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
/** No sandbox because containers have none; the rest keeps it from talking to anybody but us. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** A real Chrome or Chromium: `CHROME_PATH`, one that is installed, or one that is installed now. */
export function browserPath(): string {
  const given = process.env.CHROME_PATH;
  if (given) return given;
  const found = installed();
  if (found !== undefined) return found;
  console.log('No Chrome or Chromium is here; installing one for the journeys …');
  if (
    process.getuid?.() === 0 &&
    run('apt-get', ['update', '-qq']) &&
    run('apt-get', ['install', '-y', '-qq', 'chromium'])
  ) {
    const byApt = installed();
    if (byApt !== undefined) return byApt;
  }
  const cli = join(createRequire(import.meta.url).resolve('playwright-core/package.json'), '..', 'cli.js');
  run(process.execPath, [cli, 'install', 'chromium']);
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  throw new Error('No browser could be installed. Install Chrome or Chromium, or set CHROME_PATH to one.');
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC];
  return [...paths, chromium.executablePath()].find((path) => existsSync(path));
}

function run(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { cwd: ROOT, env, stdio: 'ignore' }).status === 0;
}

const launchOptions = () => ({ executablePath: browserPath(), args: ARGS });

/** A browser that keeps nothing. */
export const openBrowser = (): Promise<Browser> => chromium.launch(launchOptions());

/** A browser with a profile on disk, so that it can be killed and opened again. */
export const openProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { ...launchOptions(), viewport: WIDE });

/** SIGKILL to every process of the browser that has this profile: as a crash or an empty battery ends it. */
export function killProfile(folder: string): void {
  const ours = processes().filter(({ command }) => command.includes(`--user-data-dir=${folder}`));
  if (ours.length === 0) throw new Error(`no browser has the profile ${folder}`);
  const ids = new Set(ours.map(({ pid }) => pid));
  const all = processes().filter(({ pid, parent }) => ids.has(pid) || ids.has(parent));
  for (const { pid } of all) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it went with its parent
    }
  }
}

/** Errors of the page's own scripts and of the console, but not of the course in it. */
export function collectErrors(page: Page, origin: string): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && message.location().url.startsWith(origin)) errors.push(message.text());
  });
  return errors;
}
