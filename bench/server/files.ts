import { createHash, createHmac } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

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

/** The rows that a database holds, each once for its table and once for every index: what writing them was billed as. */
export function rowsIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    return (tables as { name: string }[]).reduce((sum, { name }) => sum + rowsOfTable(database, name), 0);
  } finally {
    database.close();
  }
}

function rowsOfTable(database: DatabaseSync, name: string): number {
  const sql = `SELECT (SELECT count(*) FROM "${name}") AS rows,
    (SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?) AS indexes`;
  const { rows, indexes } = database.prepare(sql).get(name) as { rows: number; indexes: number };
  return rows * (1 + indexes);
}

/** The id that workerd gives an object of this name: half of a keyed hash of the name, and a keyed hash of that half. */
function objectId(namespace: string, name: string): string {
  const key = createHash('sha256').update(namespace).digest();
  const half = (data: string | Buffer) => createHmac('sha256', key).update(data).digest().subarray(0, 16);
  const first = half(name);
  return Buffer.concat([first, half(first)]).toString('hex');
}
