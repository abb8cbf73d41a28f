import type { Essence } from '../references.ts';

/** What a batch of a tenant with several logs brings along. Ids are lower case, logs are told by their numbers. */
export interface ShardedBatch {
  /** Under which its ids were claimed. */
  readonly claim: string;
  /** Statements of other logs that those of the batch lead to. */
  readonly elsewhere: readonly Elsewhere[];
  /** Statements of the batch that are voided by others, which were stored before them in other logs. */
  readonly voided: readonly Voiding[];
  /** What other logs must hear as soon as the batch is stored. */
  readonly tells: readonly Tell[];
}

export interface Elsewhere extends Essence {
  readonly id: string;
}

export interface Voiding {
  readonly target: string;
  readonly by: string;
}

/** What one log tells another. Hearing it again changes nothing. */
export type Tell =
  | ({ readonly kind: 'voided'; readonly log: number } & Voiding)
  /** The statement `id` is found by more terms, because what it refers to has come. */
  | { readonly kind: 'gained'; readonly log: number; readonly id: string; readonly terms: readonly number[] };
