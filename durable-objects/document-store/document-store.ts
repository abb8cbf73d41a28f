import { DurableObject } from 'cloudflare:workers';
import type { DocumentAddress, DocumentContext } from '../../domain/document/address.ts';
import { type DocumentWrite, decideDelete, decideWrite } from '../../domain/document/decide.ts';
import type { Preconditions } from '../../domain/document/preconditions.ts';
import type { FoundDocument, IdsRequest, WriteAnswer } from './contract.ts';
import { DocumentTable } from './store.ts';

const DONE: WriteAnswer = { problem: null };

/** A share of a tenant's documents. What is decided stands in `domain/document`; here it is read and written at once. */
export class DocumentStore extends DurableObject<object> {
  readonly #table: DocumentTable;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    this.#table = new DocumentTable(ctx.storage);
  }

  async find(address: DocumentAddress, part: 'head' | 'whole'): Promise<FoundDocument | null> {
    const found = this.#table.find(address);
    if (found === null) return null;
    const { etag, contentType, updatedMillis, bytes } = found;
    return { etag, contentType, updatedMillis, bytes, body: part === 'whole' ? found.body() : null };
  }

  /** [DOCS-1] A PUT or POST: what it expects is checked and what it brings is written in one transaction. */
  async write(address: DocumentAddress, write: DocumentWrite): Promise<WriteAnswer> {
    return this.#table.transaction(() => {
      const stored = this.#table.find(address);
      const decided = decideWrite(stored, write);
      if (!decided.ok) return { problem: decided.error };
      this.#table.put(address, stored, decided.value, Date.now());
      return DONE;
    });
  }

  async remove(address: DocumentAddress, preconditions: Preconditions): Promise<WriteAnswer> {
    return this.#table.transaction(() => {
      const stored = this.#table.find(address);
      const problem = decideDelete(stored?.etag ?? null, preconditions);
      if (problem !== undefined) return { problem };
      if (stored !== null) this.#table.remove(stored);
      return DONE;
    });
  }

  /** [DOCS-4] Every document of the context, whatever its id. */
  async removeAll(context: DocumentContext): Promise<void> {
    this.#table.transaction(() => this.#table.removeAll(context));
  }

  async ids(request: IdsRequest): Promise<string[]> {
    return this.#table.ids(request);
  }
}
