import { dirname, join } from 'node:path';
import { Failure } from './errors.ts';

/** The server that commands talk to. */
export interface Target {
  /** Origin without a trailing slash. */
  readonly url: string;
  readonly token: string;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The text of a file, or undefined when there is none. */
  readonly read: (path: string) => string | undefined;
}

/**
 * `LECTERN_URL` and `LECTERN_TOKEN` win, each on its own; what they leave open comes from the nearest
 * `.lectern/dev.json`, which `npm start` writes. Throws a `Failure` that says what to do when something is missing.
 */
export function findTarget({ env, cwd, read }: Surroundings): Target {
  const given = { url: filled(env.LECTERN_URL), token: filled(env.LECTERN_TOKEN) };
  const dev = given.url !== undefined && given.token !== undefined ? undefined : nearestDevFile(env, cwd, read);
  // A token of the local server is for that server only: never send it to another one.
  const url = given.url ?? dev?.url;
  const token =
    given.token ??
    (dev !== undefined && (given.url === undefined || same(given.url, dev.url)) ? dev.operatorToken : undefined);
  if (url === undefined) {
    throw new Failure('No Lectern server is known here.', {
      remedy: 'Start one with `npm start` in the folder of Lectern, or set LECTERN_URL and LECTERN_TOKEN.',
    });
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Failure(`LECTERN_URL is not a web address: ${url}`, { remedy: 'Give it as http://host:port.' });
  }
  if (token === undefined) {
    throw new Failure(`No token is known for ${url}.`, { remedy: 'Set LECTERN_TOKEN to an operator token.' });
  }
  return { url: url.replace(/\/+$/, ''), token };
}

interface DevFile {
  readonly url: string;
  readonly operatorToken: string;
}

/** `LECTERN_STATE` names the folder of a server that keeps its state elsewhere; else upward from where we stand. */
function nearestDevFile(env: Surroundings['env'], cwd: string, read: Surroundings['read']): DevFile | undefined {
  const state = filled(env.LECTERN_STATE);
  if (state !== undefined) return parse(read(join(state, 'dev.json')));
  for (let folder = cwd; ; folder = dirname(folder)) {
    const text = read(join(folder, '.lectern', 'dev.json'));
    if (text !== undefined) return parse(text);
    if (dirname(folder) === folder) return undefined;
  }
}

function parse(text: string | undefined): DevFile | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<DevFile>;
    if (typeof value.url === 'string' && typeof value.operatorToken === 'string') return value as DevFile;
  } catch {
    // falls through: half written or not JSON
  }
  throw new Failure('.lectern/dev.json can not be read.', {
    remedy: 'Run `npm start` again; it writes the file anew.',
  });
}

const filled = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : value;

const same = (a: string, b: string): boolean =>
  URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
