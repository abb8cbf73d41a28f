import type { DocumentAddress, DocumentContext } from '../../domain/document/address.ts';
import type { Document, StoredDocument } from '../../domain/document/decide.ts';
import { etagOf } from '../../domain/document/etag.ts';
import { type FoundDocument, IDS_PER_PAGE, type IdsRequest } from './contract.ts';

export type DocumentStorage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;

/** The platform refuses rows above 2 MB; the rest of a row is names of a few kilobytes. */
export const CHUNK_BYTES = 1_500_000;

/** The first chunk stands in the document's own row, which is all there is of nearly every document. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS documents (
  number INTEGER PRIMARY KEY,
  resource TEXT NOT NULL,
  owner TEXT NOT NULL,
  about TEXT NOT NULL,
  id TEXT NOT NULL,
  registration TEXT NOT NULL,
  updated_millis INTEGER NOT NULL,
  etag TEXT NOT NULL,
  content_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (resource, owner, about, id, registration)
);
CREATE TABLE IF NOT EXISTS chunks (
  document INTEGER NOT NULL,
  n INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (document, n)
) WITHOUT ROWID;
`;

interface Row extends Record<string, SqlStorageValue> {
  number: number;
  updated_millis: number;
  etag: string;
  content_type: string;
  bytes: number;
  body: ArrayBuffer;
}

export interface Found extends StoredDocument, Omit<FoundDocument, 'body'> {
  readonly number: number;
}

const keyOf = (address: DocumentAddress): string[] => [
  address.resource,
  address.owner,
  address.about,
  address.id,
  address.registration ?? '',
];

/** Documents and the chunks of large ones. */
export class DocumentTable {
  readonly #sql: SqlStorage;
  readonly #storage: DocumentStorage;

  constructor(storage: DocumentStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    storage.sql.exec(SCHEMA);
  }

  transaction<T>(steps: () => T): T {
    return this.#storage.transactionSync(steps);
  }

  find(address: DocumentAddress): Found | null {
    const row = this.#sql
      .exec<Row>(
        `SELECT number, updated_millis, etag, content_type, bytes, body FROM documents
         WHERE resource = ? AND owner = ? AND about = ? AND id = ? AND registration = ?`,
        ...keyOf(address),
      )
      .toArray()[0];
    if (row === undefined) return null;
    return {
      number: row.number,
      etag: row.etag,
      contentType: row.content_type,
      updatedMillis: row.updated_millis,
      bytes: row.bytes,
      body: () => this.#bodyOf(row),
    };
  }

  /** Puts a document in the place of `stored`, or of nothing. */
  put(address: DocumentAddress, stored: Found | null, { contentType, body }: Document, updatedMillis: number): void {
    const etag = etagOf(body);
    const first = body.slice(0, CHUNK_BYTES);
    const content = [updatedMillis, etag, contentType, body.byteLength, first];
    if (stored === null) {
      this.#sql.exec(
        `INSERT INTO documents (resource, owner, about, id, registration, updated_millis, etag, content_type, bytes, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...keyOf(address),
        ...content,
      );
    } else {
      this.#removeChunks(stored);
      this.#sql.exec(
        'UPDATE documents SET updated_millis = ?, etag = ?, content_type = ?, bytes = ?, body = ? WHERE number = ?',
        ...content,
        stored.number,
      );
    }
    if (body.byteLength > CHUNK_BYTES) this.#putChunks(this.find(address)!.number, body);
  }

  remove(stored: Found): void {
    this.#removeChunks(stored);
    this.#sql.exec('DELETE FROM documents WHERE number = ?', stored.number);
  }

  removeAll(context: DocumentContext): void {
    const [where, bindings] = whereOf(context);
    this.#sql.exec(
      `DELETE FROM chunks WHERE document IN (SELECT number FROM documents WHERE ${where} AND bytes > ${CHUNK_BYTES})`,
      ...bindings,
    );
    this.#sql.exec(`DELETE FROM documents WHERE ${where}`, ...bindings);
  }

  /** Each id once, in their own order, at most a page of them. */
  ids({ context, since, after }: IdsRequest): string[] {
    const [where, bindings] = whereOf(context);
    const sinceMillis = since === undefined ? -1 : since / 1000;
    return this.#sql
      .exec<{ id: string }>(
        `SELECT DISTINCT id FROM documents WHERE ${where} AND id > ? AND updated_millis > ? ORDER BY id LIMIT ${IDS_PER_PAGE}`,
        ...bindings,
        after ?? '',
        sinceMillis,
      )
      .toArray()
      .map(({ id }) => id);
  }

  #bodyOf(row: Row): Uint8Array {
    if (row.bytes <= CHUNK_BYTES) return new Uint8Array(row.body);
    const body = new Uint8Array(row.bytes);
    body.set(new Uint8Array(row.body));
    const chunks = this.#sql.exec<{ n: number; body: ArrayBuffer }>(
      'SELECT n, body FROM chunks WHERE document = ?',
      row.number,
    );
    for (const chunk of chunks) body.set(new Uint8Array(chunk.body), chunk.n * CHUNK_BYTES);
    return body;
  }

  #putChunks(number: number, body: Uint8Array): void {
    for (let n = 1; n * CHUNK_BYTES < body.byteLength; n++) {
      const chunk = body.slice(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES);
      this.#sql.exec('INSERT INTO chunks VALUES (?, ?, ?)', number, n, chunk);
    }
  }

  #removeChunks({ number, bytes }: Found): void {
    if (bytes > CHUNK_BYTES) this.#sql.exec('DELETE FROM chunks WHERE document = ?', number);
  }
}

function whereOf({ resource, owner, about, registration }: DocumentContext): [string, string[]] {
  const where = 'resource = ? AND owner = ? AND about = ?';
  if (registration === undefined) return [where, [resource, owner, about]];
  return [`${where} AND registration = ?`, [resource, owner, about, registration]];
}
