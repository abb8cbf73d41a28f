/** What a StatementLog says to the Worker that hosts it, and what travels through the projection queue. */
import type { Problem } from '../../domain/kernel/problem.ts';
import type { Definition } from '../../domain/statement/definitions.ts';
import type { PackedBatch } from '../../domain/statement/pack.ts';
import type { ListQuery } from '../../domain/statement/query.ts';
import type { Layout } from '../../domain/statement/shards/layout.ts';
import type { FoundStatement, LogPosition } from '../../domain/statement/shards/merge.ts';
import type { ShardedBatch, Voiding } from '../../domain/statement/shards/sharded-batch.ts';

/** Whose log it is and where it is projected to. Told with every append, kept by the log for what it does by itself. */
export interface LogIdentity {
  readonly tenant: string;
  readonly region: string;
  /** The object's name; part of every watermark. */
  readonly log: string;
  /** The `homePage` of the tenant's learner accounts. */
  readonly homePage: string;
}

export interface AppendRequest {
  readonly identity: LogIdentity;
  readonly batch: PackedBatch;
  /** What the statements say of activities, in order, when whoever sends them may define. */
  readonly definitions?: readonly Definition[];
  /** For a tenant with several logs: who claimed the ids, and what other logs have to do with them. */
  readonly sharded?: ShardedBatch;
}

/** `stored` of the newest statement of the log; `added` counts those of the batch that were not there before. */
export type AppendAnswer =
  | { readonly stored: string; readonly added: number; readonly full: boolean }
  | { readonly problem: Problem }
  /** There are several logs: ids must be claimed first. */
  | { readonly layout: Layout };

/** A statement as a page or another log needs it. */
export interface FoundText {
  readonly id: string;
  readonly text: string;
}

/** What a founding log holds of some ids. */
export interface Founded {
  /** Those that are here. */
  readonly stored: readonly string[];
  /** Statements that are here and refer to one of them. */
  readonly waiting: readonly Referring[];
}

export interface Referring extends Voiding {
  readonly voids: boolean;
}

/** A message of the projection queue: there are statements of a partition up to `to`. It says no more, and may be lost. */
export interface ProjectionMessage extends Omit<LogIdentity, 'homePage'> {
  readonly version: 2;
  readonly partition: number;
  readonly to: number;
}

export interface PageRequest {
  readonly query: ListQuery;
  /** Where the page before ended and what was the newest statement when the first page was asked for. */
  readonly position?: LogPosition;
  /** How many logs are asked for the same page, so that their answers together are held; 1 when not told. */
  readonly logs?: number;
}

export interface PageAnswer {
  /** In the order asked for. */
  readonly found: readonly FoundStatement[];
  /** What was the newest statement when the first page was asked for. */
  readonly upper: number;
  /** Where the next page begins; null at the end. */
  readonly next: LogPosition | null;
  /** As the founding log knows it; of other logs without meaning. */
  readonly layout: Layout;
  /** Nothing with an earlier `stored` will ever appear. */
  readonly consistentThrough: string;
}

export interface OneAnswer {
  readonly statement: string | null;
  /** As the founding log knows it. */
  readonly layout: Layout;
  readonly consistentThrough: string;
}

/** A statement, voided or not, and what others say of it. */
export interface RecordAnswer {
  readonly statement: string | null;
  /** The statement that voided it. */
  readonly voidedBy: string | null;
  /** The newest statements whose object it is, voiding ones too. */
  readonly referrers: readonly string[];
}

/** Which statements an export is about: the sequence numbers in (after, upTo]. */
export interface Extent {
  readonly after: number;
  readonly upTo: number;
  readonly consistentThrough: string;
}

/** Statements as they lie in the log, voided ones too. */
export interface ScanAnswer {
  /** JSON texts in the order of the log, each followed by a line feed. */
  readonly lines: string;
  readonly count: number;
  /** Where the next scan goes on. */
  readonly last: number;
}

/** What a log holds, and what it cost since its object began. */
/** Sequence numbers: the last statement of a partition, and up to where all of them are known to be projected. */
export interface PartitionState {
  readonly partition: number;
  readonly head: number;
  readonly position: number;
}

export interface LogStats {
  readonly statements: number;
  readonly blocks: number;
  /** Rows written since the object began. */
  readonly rowsWritten: number;
  readonly databaseBytes: number;
  /** Of the texts that are not sealed, compressed. */
  readonly hotBytes: number;
  /** Segments in R2, and the last statement in them. */
  readonly sealed: { readonly segments: number; readonly last: number };
  readonly partitions: readonly PartitionState[];
  /** Appends that have no answer yet. */
  readonly waiting: { readonly requests: number; readonly bytes: number };
}
