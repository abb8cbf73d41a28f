import type { BlockIndex } from '../../domain/statement/index/block-index.ts';
import { Bloom } from '../../domain/statement/index/bloom.ts';
import { mergeIdRuns } from '../../domain/statement/index/id-merge.ts';
import { buildIdRun, IdRun } from '../../domain/statement/index/id-run.ts';
import { IdTable } from '../../domain/statement/index/id-table.ts';
import { hashOfId, WORDS_OF_AN_ID, wordsOfIds } from '../../domain/statement/index/id-words.ts';
import { union } from '../../domain/statement/index/posting-list.ts';
import { mergePostingRuns } from '../../domain/statement/index/posting-merge.ts';
import { buildPostingRun, PostingRun } from '../../domain/statement/index/posting-run.ts';
import { candidates, type IndexSource, type SeqRange } from '../../domain/statement/index/search.ts';
import { TermTable } from '../../domain/statement/index/term-table.ts';
import type { BlockStore } from './block-store.ts';
import type { LinkStore } from './link-store.ts';
import { type MergeLimits, type RunForm, RunSet } from './run-set.ts';
import { RunStore } from './run-store.ts';
import type { LogSql } from './sql.ts';

export interface IndexLimits extends MergeLimits {
  /** Statements that are indexed in memory before they become sorted runs. */
  readonly tailStatements: number;
  /** Terms of statements that are indexed in memory before the same: some statements have thousands. */
  readonly tailTerms: number;
}

/**
 * 16,384 statements have some 150,000 terms; they take 3 MB in memory, 20 ms to become runs and 20 to 50 ms to come back
 * after a restart. A filter takes 1.5 bytes a statement: that of the largest run fits a row of 2 MB.
 */
export const INDEX_LIMITS: IndexLimits = {
  tailStatements: 16_384,
  tailTerms: 1_000_000,
  mergedRuns: 8,
  mergedStatements: 1_200_000,
};

const ID_RUNS: RunForm<IdRun> = {
  kind: 'ids',
  open: ({ fences, bloom }, readChunk) => new IdRun(fences, Bloom.of(bloom), readChunk),
  merge: mergeIdRuns,
};

const POSTING_RUNS: RunForm<PostingRun> = {
  kind: 'postings',
  open: ({ fences }, readChunk) => new PostingRun(fences, readChunk),
  merge: mergePostingRuns,
};

/** What is told of statements that are to be indexed. */
export interface Indexed extends Pick<BlockIndex, 'termCounts' | 'terms'> {
  /** The ids, four words each. */
  readonly words: Uint32Array;
  /** Which of them are meant, ascending; null when all. */
  readonly indices: readonly number[] | null;
}

/** Where statements are, by id and by term: the newest ones in memory (the tail), the others in sorted runs. */
export class LogIndex {
  readonly #limits: IndexLimits;
  readonly #ids: IdTable;
  readonly #terms = new TermTable();
  readonly #store: RunStore;
  readonly #idRuns: RunSet<IdRun>;
  readonly #postingRuns: RunSet<PostingRun>;
  readonly #links: LinkStore;
  readonly #sql: LogSql;
  /** Whether `tidy` may have something to do: at the beginning, and when there is a new run. */
  untidy = true;
  /** The last statement that is indexed. */
  #last = 0;

  constructor(sql: LogSql, links: LinkStore, limits: IndexLimits) {
    this.#sql = sql;
    this.#links = links;
    this.#limits = limits;
    this.#ids = new IdTable(limits.tailStatements * 2);
    this.#store = new RunStore(sql);
    this.#store.abandonGrowing();
    this.#idRuns = new RunSet(this.#store, ID_RUNS, limits);
    this.#postingRuns = new RunSet(this.#store, POSTING_RUNS, limits);
  }

  /** Takes from the tables what they hold now: when the object begins, and when a transaction was undone. */
  recover(blocks: BlockStore): void {
    this.#idRuns.recover();
    this.#postingRuns.recover();
    this.#empty();
    for (const block of blocks.indexesAfter(this.#idRuns.last)) {
      this.add(block.first, { words: wordsOfIds(block.ids), ...block, indices: null });
    }
  }

  /** The last statement that the runs of both kinds know. */
  get lastInRuns(): number {
    return Math.min(this.#idRuns.last, this.#postingRuns.last);
  }

  /** The sequence number of the id whose words begin at `at`, 0 when it is not there. */
  seqOf(words: Uint32Array, at: number): number {
    const seq = this.#ids.find(words, at);
    if (seq !== 0) return seq;
    const { runs } = this.#idRuns;
    const hash = hashOfId(words, at);
    for (let i = runs.length - 1; i >= 0; i--) {
      const found = runs[i]!.content.find(words, at, hash);
      if (found !== 0) return found;
    }
    return 0;
  }

  /** Statements that follow those that are indexed: all of a batch or of a block, or those at `indices`. */
  add(first: number, { words, termCounts, terms, indices }: Indexed): void {
    let seq = first;
    let term = 0;
    const chosen = indices === null ? undefined : new Set(indices);
    for (let i = 0; i < termCounts.length; i++) {
      const end = term + termCounts[i]!;
      if (chosen === undefined || chosen.has(i)) {
        if (!this.#ids.put(words, i * WORDS_OF_AN_ID, seq)) throw new Error(`statement ${seq} has an id that is there`);
        for (let at = term; at < end; at++) this.#terms.add(terms[at]!, seq);
        seq++;
      }
      term = end;
    }
    this.#last = seq - 1;
  }

  /** Writes the tail as runs when it is large enough, within the transaction that stores the last of it. */
  flushIfDue(): boolean {
    const { tailStatements, tailTerms } = this.#limits;
    if (this.#ids.size < tailStatements && this.#terms.size < tailTerms) return false;
    const about = { first: this.#idRuns.last + 1, last: this.#last };
    this.#idRuns.add(buildIdRun(this.#ids), about);
    this.#postingRuns.add(buildPostingRun(this.#terms), about);
    this.#empty();
    this.untidy = true;
    return true;
  }

  /** Some milliseconds of merging runs and of deleting merged ones, in a transaction; false when nothing is left to do. */
  tidy(): boolean {
    try {
      this.untidy = this.#sql.transaction(
        () => this.#idRuns.mergeStep() || this.#postingRuns.mergeStep() || this.#store.sweep(),
      );
      return this.untidy;
    } catch (error) {
      // The transaction is undone, and with it chunks that the merges believe to be written.
      this.#store.abandonGrowing();
      this.#idRuns.abandonMerge();
      this.#postingRuns.abandonMerge();
      throw error;
    }
  }

  /** The first `count` statements of the range, in order, that seem to have the terms. */
  candidates(
    terms: readonly (readonly number[])[],
    { range, ascending, count }: { readonly range: SeqRange; readonly ascending: boolean; readonly count: number },
  ): number[] {
    const found: number[] = [];
    for (const seq of candidates(this.#sources(), terms, range, ascending)) {
      found.push(seq);
      if (found.length === count) break;
    }
    return found;
  }

  #sources(): IndexSource[] {
    const tail = { first: this.#postingRuns.last + 1, last: this.#last, content: this.#terms };
    return [...this.#postingRuns.runs, tail].map(({ first, last, content }) => ({
      first,
      last,
      list: (term) => union([content.list(term), this.#links.gainedBy(term, first, last)]),
    }));
  }

  #empty(): void {
    this.#ids.clear();
    this.#terms.clear();
    this.#last = this.#idRuns.last;
  }
}
