import type { Client } from './client.ts';
import { Failure } from './errors.ts';
import { AWAY_MS, pause } from './follow.ts';
import { partsOfStream, type StatementFile } from './statement-file.ts';
import type { RefusedLine, StatementImport } from './wire.ts';

const IMPORTS = '/api/v1/statements/imports';
/** Tries of one part before the upload fails; each waits a little longer than the one before. */
const PART_TRIES = 4;
const PART_RETRY_MS = 1000;
/** Between two looks at an import that runs. */
const LOOK_MS = 500;

const pathOf = (id: string): string => `${IMPORTS}/${encodeURIComponent(id)}`;

export const findImport = (client: Client, id: string): Promise<StatementImport> => client.get(pathOf(id));

export const beginImport = (client: Client, filename: string, strict: boolean): Promise<StatementImport> =>
  client.post(`${IMPORTS}?${new URLSearchParams({ filename, strict: String(strict), parts: 'true' })}`);

/** Sends what is not there yet of the file, and lets the work begin. `onSent`: bytes of the file that were dealt with. */
export async function sendFile(
  client: Client,
  it: StatementImport,
  { file, onSent }: { file: StatementFile; onSent: (bytes: number) => void },
): Promise<StatementImport> {
  if (it.upload === null) throw new Failure('The file of this import is there already.');
  const there = new Set(it.upload.received);
  let sent = 0;
  for await (const { number, bytes } of partsOfStream(file.read(onSent), it.upload.partBytes)) {
    if (!there.has(number)) await sendPart(client, `${pathOf(it.id)}/parts/${number}`, bytes);
    sent += bytes.length;
  }
  if (sent === 0) {
    await client.post(`${pathOf(it.id)}/cancel`);
    throw new Failure(`${file.name} is empty.`, { remedy: 'Give a file with one statement a line, or an archive.' });
  }
  return client.post(`${pathOf(it.id)}/complete`);
}

async function sendPart(client: Client, path: string, bytes: Buffer): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream' };
  for (let tries = 1; ; tries++) {
    try {
      await client.send(path, { method: 'PUT', headers, body: new Uint8Array(bytes) });
      return;
    } catch (error) {
      if (tries === PART_TRIES || !(error instanceof Failure && error.transient)) throw error;
      await pause(PART_RETRY_MS * tries);
    }
  }
}

/** Looks at an import until it has ended. */
export async function followImport(
  client: Client,
  started: StatementImport,
  show: (it: StatementImport) => void,
): Promise<StatementImport> {
  let it = started;
  let heardMs = Date.now();
  for (show(it); it.finishedAt === null; show(it)) {
    await pause(LOOK_MS);
    try {
      it = await findImport(client, it.id);
      heardMs = Date.now();
    } catch (error) {
      if (!(error instanceof Failure && error.transient) || Date.now() - heardMs > AWAY_MS) throw error;
    }
  }
  return it;
}

/** Refused lines in order, `limit` at most. */
export const refusedLines = (client: Client, id: string, limit: number): Promise<RefusedLine[]> =>
  client.list(`${pathOf(id)}/errors`, limit);
