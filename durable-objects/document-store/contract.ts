/** What a DocumentStore says to the Worker that hosts it. */

import type { DocumentContext } from '../../domain/document/address.ts';
import type { Problem } from '../../domain/kernel/problem.ts';

/** A document as it is answered. The body is null when only the head was asked for. */
export interface FoundDocument {
  readonly etag: string;
  readonly contentType: string;
  /** Milliseconds since 1970. */
  readonly updatedMillis: number;
  readonly bytes: number;
  readonly body: Uint8Array | null;
}

/** `problem: null`: done. */
export interface WriteAnswer {
  readonly problem: Problem | null;
}

export interface IdsRequest {
  readonly context: DocumentContext;
  /** Microseconds since 1970, exclusive. */
  readonly since?: number;
  /** The last id of the page before. */
  readonly after?: string;
}

/** Ids of a page: bounded memory, however many documents somebody keeps. */
export const IDS_PER_PAGE = 1000;
