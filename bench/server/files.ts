import { createHash, createHmac } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where Miniflare keeps the SQLite files of a namespace of objects, below the state folder. */
const folderOf = (stateDir: string, kind: 'do' | 'd1' | 'r2', namespace: string): string =>
  join(stateDir, 'data/v3', kind, namespace);

const D1 = 'miniflare-D1DatabaseObject';
const R2 = 'miniflare-R2BucketObject';

/** The SQLite file of a D1 database, by its id in the wrangler files. */
export const databaseFile = (stateDir: string, databaseId: string): string =>
  join(folderOf(stateDir, 'd1', D1), `${objectId(D1, databaseId)}.sqlite`);

/** The SQLite file of a Durable Object: `lectern-progress-StatementLog`, by its name. */
export const objectFile = (stateDir: string, namespace: string, name: string): string =>
  join(folderOf(stateDir, 'do', namespace), `${objectId(namespace, name)}.sqlite`);

/** What a tenant's objects take in a bucket. */
export function bytesInBucket(stateDir: string, bucket: string, tenant: string): number {
  const file = join(folderOf(stateDir, 'r2', R2), `${objectId(R2, bucket)}.sqlite`);
  // Miniflare makes it with the first object of the bucket.
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const query = database.prepare('SELECT coalesce(sum(size), 0) AS n FROM _mf_objects WHERE key GLOB ?');
    return (query.get(`${tenant}/*`) as { n: number }).n;
  } finally {
    database.close();
  }
}

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
