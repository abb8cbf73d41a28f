/** What an IdSlot says to the Worker that hosts it. Ids are lower case; a home is the number of a log of the tenant. */

/** `by` refers to `target`, as what voids it or only so. */
export interface Link {
  readonly target: string;
  readonly by: string;
  readonly voids: boolean;
}

export interface ClaimRequest {
  /** UUID, version 7, of this attempt to store a batch. */
  readonly claim: string;
  /** Whether what the batch says of activities counts: then somebody has to tell the founding log of it. */
  readonly defines: boolean;
  /** Where the batch will be stored. */
  readonly home: number;
  /** The batch's ids that belong to this slot; at most as many as a batch has. */
  readonly ids: readonly string[];
  /** The batch's references whose target belongs to this slot. */
  readonly links: readonly Link[];
}

export interface Place {
  readonly id: string;
  readonly home: number;
}

/** Somebody who referred to an id before it was claimed. */
export interface Waiting extends Link {
  readonly home: number;
}

export type ClaimAnswer =
  /** Another batch is being stored that has one of these ids, or refers to one, or is referred to: try again soon. */
  | { readonly busy: true }
  | {
      readonly busy: false;
      /** Ids that are stored already; the others are the claim's from now on. */
      readonly stored: readonly Place[];
      /** Where the links' targets are stored, those that are. */
      readonly targets: readonly Place[];
      /** Who refers to the ids that are the claim's now. */
      readonly waiting: readonly Waiting[];
    };
