import { createHash, createHmac } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Where Miniflare keeps the SQLite files of a namespace of objects, below the state folder. */
const folderOf = (stateDir: string, kind: 'do' | 'd1', namespace: string): string =>
  join(stateDir, 'data/v3', kind, namespace);

const D1 = 'miniflare-D1DatabaseObject';

/** The SQLite file of a D1 database, by its id in the wrangler files. */
export const databaseFile = (stateDir: string, databaseId: string): string =>
  join(folderOf(stateDir, 'd1', D1), `${objectId(D1, databaseId)}.sqlite`);

/** The SQLite file of a Durable Object: `lectern-progress-StatementLog`, by its name. */
export const objectFile = (stateDir: string, namespace: string, name: string): string =>
  join(folderOf(stateDir, 'do', namespace), `${objectId(namespace, name)}.sqlite`);

/** What a database takes on disk, with its write-ahead log. */
export const bytesOnDisk = (file: string): number => sizeOf(file) + sizeOf(`${file}-wal`);

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The id that workerd gives an object of this name: half of a keyed hash of the name, and a keyed hash of that half. */
function objectId(namespace: string, name: string): string {
  const key = createHash('sha256').update(namespace).digest();
  const half = (data: string | Buffer) => createHmac('sha256', key).update(data).digest().subarray(0, 16);
  const first = half(name);
  return Buffer.concat([first, half(first)]).toString('hex');
}
