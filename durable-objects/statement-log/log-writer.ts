import { problem } from '../../domain/kernel/problem.ts';
import {
  type AcceptedBatch,
  type Known,
  type LogEnd,
  PendingBatch,
  planAppend,
} from '../../domain/statement/append.ts';
import { planBlocks } from '../../domain/statement/block.ts';
import { formatMicros } from '../../domain/statement/time.ts';
import type { BlockStore } from './block-store.ts';
import type { Committer, Outcome } from './commit-queue.ts';
import type { AppendAnswer, AppendRequest } from './contract.ts';
import type { Corrections } from './corrections.ts';
import type { DefinitionTable } from './definitions.ts';
import type { IdentityRow } from './identity-row.ts';
import type { LinkStore } from './link-store.ts';
import type { LogIndex } from './log-index.ts';
import type { Neighbours } from './neighbours.ts';
import type { ProjectedRows } from './projected-rows.ts';
import type { LogSql } from './sql.ts';
import { type StoredReading, Taken } from './taken.ts';
import type { Texts } from './texts.ts';

/** A request with what was read for it. */
export interface PendingAppend {
  readonly request: AppendRequest;
  readonly pending: PendingBatch;
}

/** About what a request takes in memory while it waits. */
export function bytesOf({ batch }: AppendRequest): number {
  let bytes = batch.body.byteLength + batch.terms.byteLength + batch.ids.byteLength;
  for (const reading of batch.readings) bytes += reading.length;
  return bytes;
}

export const pendingAppend = (request: AppendRequest): PendingAppend => ({
  request,
  pending: new PendingBatch(request.batch, request.sharded?.elsewhere),
});

interface Commit {
  readonly outcomes: readonly Outcome<AppendAnswer>[];
  readonly end: LogEnd;
  readonly stored: readonly StoredReading[];
}

export interface WriterParts {
  readonly sql: LogSql;
  readonly blocks: BlockStore;
  readonly texts: Texts;
  readonly index: LogIndex;
  readonly links: LinkStore;
  readonly definitions: DefinitionTable;
  readonly identity: IdentityRow;
  readonly neighbours: Neighbours;
  readonly projected: ProjectedRows;
  readonly corrections: Corrections;
}

/**
 * A log that holds so many takes no further batches of a tenant that may have more logs. Its filters of ids are 25 MB of
 * memory then, a fifth of what the platform gives an object.
 */
export const FULL_STATEMENTS = 20_000_000;

/** The one who writes a log. */
export class LogWriter implements Committer<PendingAppend, AppendAnswer> {
  readonly #parts: WriterParts;
  readonly #known: Known;
  /** [LOG-18] Of several logs: what those gain who wait is told, here too, so that whoever refers to them elsewhere hears of it. */
  readonly #knownOfMany: Known;
  #end: LogEnd;
  #stored: readonly StoredReading[] = [];

  constructor(parts: WriterParts) {
    this.#parts = parts;
    const { index, links } = parts;
    this.#known = {
      seqOf: (words, at) => index.seqOf(words, at),
      mayBeAwaited: (words, at) => links.mayBeAwaited(words, at),
      referrers: (ids) => links.referrers(ids),
    };
    this.#knownOfMany = { ...this.#known, referrers: () => [] };
    this.#end = parts.blocks.end();
    index.recover(parts.blocks);
  }

  /** Where the log ends. */
  get end(): LogEnd {
    return this.#end;
  }

  /** What the last commit has stored, in order. */
  get stored(): readonly StoredReading[] {
    return this.#stored;
  }

  /** [LOG-6] [LOG-19] Each request by itself, in their order, and everything in one transaction. */
  commit(group: readonly PendingAppend[]): readonly Outcome<AppendAnswer>[] {
    const { sql, index, links, definitions, blocks, projected, corrections, identity } = this.#parts;
    try {
      const { outcomes, end, stored } = sql.transaction(() => this.#write(group));
      this.#end = end;
      this.#stored = stored;
      return outcomes;
    } catch (error) {
      // The transaction is undone: so is what memory has of it.
      blocks.recover();
      links.recover();
      index.recover(blocks);
      definitions.forget();
      projected.recover();
      corrections.recover();
      identity.recover();
      throw error;
    }
  }

  async read({ pending }: PendingAppend, unread: readonly number[]): Promise<void> {
    for (const seq of unread) pending.learn(seq, await this.#parts.texts.at(seq));
  }

  #write(group: readonly PendingAppend[]): Commit {
    const { blocks, index, projected, corrections, identity } = this.#parts;
    const before = this.#end;
    const storedMicros = Math.max(Date.now() * 1000, before.storedMicros + 1);
    const taken = new Taken(before);
    const voided: string[] = [];
    let end = before;
    const outcomes = group.map((one) => {
      const refusal = this.#refusalOf(one.request);
      if (refusal !== undefined) return { answer: refusal };
      const known = one.request.sharded === undefined ? this.#known : this.#knownOfMany;
      const plan = planAppend(one.pending, end.seq + 1, known);
      if (plan.kind === 'unread') return { unread: plan.seqs };
      if (plan.kind === 'refused') return { answer: { problem: plan.problem } };
      if (plan.added > 0) {
        voided.push(...this.#take(one, plan, end.seq + 1));
        taken.add(plan.fresh, end.seq + 1, plan.added);
        const seq = end.seq + plan.added;
        end = { seq, storedMicros: storedMicros + (seq - before.seq) - 1 };
      }
      const full = end.seq >= FULL_STATEMENTS;
      return { answer: { stored: formatMicros(end.storedMicros), added: plan.added, full } };
    });
    if (end.seq === before.seq) return { outcomes, end, stored: [] };
    for (const block of planBlocks(taken.fresh, { first: before.seq + 1, storedMicros })) blocks.write(block);
    for (const id of voided) corrections.add(id);
    projected.register(taken.partitions());
    identity.write(group[0]!.request.identity);
    index.flushIfDue();
    return { outcomes, end, stored: [...taken.readings(storedMicros)] };
  }

  /** [LOG-16] Of several logs one takes only what has been claimed, and nothing that was given up. */
  #refusalOf({ sharded }: AppendRequest): AppendAnswer | undefined {
    const { neighbours } = this.#parts;
    if (sharded === undefined) return neighbours.layout.logs > 1 ? { layout: neighbours.layout } : undefined;
    if (!neighbours.isFenced(sharded.claim)) return undefined;
    return { problem: problem('too_many_requests', 'Storing this took so long that it was given up; send it again.') };
  }

  /** Answers with the ids that are found to be voided. */
  #take({ request, pending }: PendingAppend, plan: AcceptedBatch, first: number): string[] {
    const { index, links, definitions, neighbours } = this.#parts;
    const { termCounts, terms } = request.batch;
    index.add(first, { words: pending.words, termCounts, terms, indices: plan.fresh.indices });
    links.write(plan);
    const elsewhere = request.sharded?.voided ?? [];
    for (const voiding of elsewhere) links.void(voiding);
    neighbours.tell(request.sharded?.tells ?? []);
    definitions.learn(request.definitions ?? []);
    const voidings = [...plan.references.filter(({ voids }) => voids), ...elsewhere];
    return [...voidings.map(({ target }) => target), ...plan.arrived.filter((id) => links.isVoided(id))];
  }
}
