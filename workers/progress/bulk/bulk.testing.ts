import { exports } from 'cloudflare:workers';
import { ZipStream } from '../../../domain/bundle/zip-stream.ts';
import { eventually } from '../testing/support.testing.ts';
import type { StatementImportBody } from './import-schemas.ts';

const IMPORTS = '/api/v1/statements/imports';

/** A request of an operator. */
export function ask(path: string, init: RequestInit & { token?: string } = {}): Promise<Response> {
  const { token = 'demo-operator', ...rest } = init;
  const headers = { authorization: `Bearer ${token}`, ...(rest.headers as Record<string, string>) };
  return exports.default.fetch(`https://lectern.example${path}`, { ...rest, headers });
}

export type Sent = BodyInit | readonly (object | string)[];

const bodyOf = (file: Sent): BodyInit =>
  Array.isArray(file)
    ? file.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
    : (file as BodyInit);

/** Sends a file, or lines of one, in one request. */
export const send = (file: Sent, query = '', init: { token?: string; type?: string } = {}) =>
  ask(`${IMPORTS}${query}`, {
    method: 'POST',
    body: bodyOf(file),
    headers: { 'content-type': init.type ?? 'application/x-ndjson' },
    ...(init.token === undefined ? {} : { token: init.token }),
  });

export async function read(id: string, token?: string): Promise<StatementImportBody> {
  const response = await ask(`${IMPORTS}/${id}`, token === undefined ? {} : { token });
  return (await response.json()) as StatementImportBody;
}

/** Waits until an import has ended. */
export const ended = (id: string, token?: string): Promise<StatementImportBody> =>
  eventually(
    () => read(id, token),
    ({ state }) => state === 'done' || state === 'failed' || state === 'cancelled',
    20_000,
  );

/** Sends a file that is taken and waits until its import has ended. */
export async function importAll(file: Sent, query = '', init: { token?: string; type?: string } = {}) {
  const response = await send(file, query, init);
  if (response.status !== 202) throw new Error(`import: ${response.status} ${await response.text()}`);
  const { id } = (await response.json()) as StatementImportBody;
  return ended(id, init.token);
}

export interface RefusedLineBody {
  line: number;
  id: string | null;
  findings: { path: string; rule: string; message: string }[];
  total: number;
}

export async function refusedLines(id: string): Promise<RefusedLineBody[]> {
  const lines: RefusedLineBody[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = (await (
      await ask(`${IMPORTS}/${id}/errors?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).json()) as {
      items: RefusedLineBody[];
      next: string | null;
    };
    lines.push(...page.items);
    cursor = page.next;
  }
  return lines;
}

export const exported = (query = '', init: { token?: string; lines?: boolean } = {}): Promise<Response> =>
  ask(`/api/v1/statements/export${query}`, {
    headers: init.lines === true ? { accept: 'application/x-ndjson' } : {},
    ...(init.token === undefined ? {} : { token: init.token }),
  });

/** An archive of stored files. */
export async function archiveOf(files: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipStream();
  const pieces: Uint8Array[] = [];
  const contents = async function* (text: string) {
    yield new TextEncoder().encode(text);
  };
  for (const [path, text] of Object.entries(files)) {
    for await (const piece of zip.entry(path, contents(text))) pieces.push(piece);
  }
  return new Uint8Array(await new Blob([...pieces, ...zip.end()] as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

export const linesOf = (statements: readonly object[]): string =>
  statements.map((one) => `${JSON.stringify(one)}\n`).join('');
