import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Facts, Owner, StatementSource } from '../load/statements.ts';
import { RowStore } from '../reference/rows.ts';
import { type Effort, goesOn } from './ask.ts';
import type { Kind } from './questions.ts';

const BATCH = 500;

/** The same statements in plain `node:sqlite`, asked the same questions in its own process: no server, no network. */
export class Reference {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lectern-reference-'));
  readonly #store = new RowStore(join(this.#folder, 'reference.sqlite'));
  #stored = 0;

  /** Stores the series up to a number of statements. */
  fill(source: StatementSource, stored: number): void {
    while (this.#stored < stored) {
      const count = Math.min(BATCH, stored - this.#stored);
      const texts = Array.from({ length: count }, (_, i) => source.text(this.#stored + i));
      this.#store.append(`[${texts.join(',')}]`);
      this.#stored += count;
    }
  }

  /** Milliseconds of each question, with the bytes of an answer made. */
  ask(kind: Kind, about: () => Facts, owner: Owner, { seconds, requests }: Effort): number[] {
    const statement = this.#store.database.prepare(kind.sql);
    const latencies: number[] = [];
    const until = performance.now() + seconds * 1000;
    while (goesOn(latencies, { until, requests })) {
      const params = kind.sqlParams(about(), owner.homePage);
      const began = performance.now();
      const rows = statement.all(...params) as { body: string }[];
      Buffer.from(`{"statements":[${rows.map(({ body }) => body).join(',')}],"more":""}`);
      latencies.push(performance.now() - began);
    }
    return latencies;
  }

  close(): void {
    this.#store.database.close();
    rmSync(this.#folder, { recursive: true });
  }
}
