import type { CloudEvent, EventType } from '../../domain/kernel/event.ts';

/** An event and where it stands in the feed. Positions rise by one and are never given twice. */
export interface FeedItem {
  readonly position: number;
  readonly event: CloudEvent;
}

export interface FeedRequest {
  /** Only what comes after; 0 begins with the oldest event that is kept. */
  readonly after: number;
  readonly types?: readonly EventType[];
  readonly limit: number;
}

export interface FeedHistoryRequest {
  /** Only what comes before; undefined begins with the newest event. */
  readonly before?: number;
  readonly types?: readonly EventType[];
  readonly limit: number;
}

export interface FeedHistory {
  /** Newest first. */
  readonly items: readonly FeedItem[];
  /** Whether there was more of it. */
  readonly more: boolean;
}

export interface FeedPage {
  readonly items: readonly FeedItem[];
  /** Where to go on: the last position that was looked at, also when nothing there was of the types asked for. */
  readonly next: number;
  /** Whether there was more to look at when this was read. */
  readonly more: boolean;
}

/** Events that one append may hold: an RPC stays small and a transaction short. */
export const MAX_APPEND_EVENTS = 500;
/** Pieces of news that one append may hold: some hundred kilobytes each, and an RPC has at most 32 MiB. */
export const MAX_APPEND_NEWS = 20;
/** Events that one page may hold. */
export const MAX_PAGE_EVENTS = 500;
/** Events that are kept, give or take a row: some gigabytes at most, far within an object's ten. */
export const RETAINED_EVENTS = 1_000_000;
/** The close code by which the feed tells a live reader that it is too far behind: read pages first. */
export const CLOSE_READ_PAGES = 4000;
