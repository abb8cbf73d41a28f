import { EVENT_TYPES, type EventType } from '../kernel/event.ts';
import type { Attempt, Outcome } from './attempts.ts';
import type { Completion } from './completion.ts';
import type { FactsKey } from './facts.ts';
import type { Summary } from './packed.ts';

/**
 * What became true when statements of a log were projected, in the form in which it waits and is kept: a tenth of the
 * events that it stands for. These are made when somebody reads them (`eventsOf`).
 */
export interface News extends NewsOrigin {
  /** How many events of the same step come before these. */
  readonly skip: number;
  readonly stored: Stored | null;
  readonly told: readonly KeyNews[];
}

/** The step that brought it: what the ids of events are made of. */
export interface NewsOrigin {
  readonly tenant: string;
  readonly log: string;
  readonly partition: number;
  /** The position that the projection of the log came to, and the last of its corrections that was made; 0 without any. */
  readonly to: number;
  readonly corrections: number;
}

/** Statements that were stored and projected in one step. Times are microseconds since 1970. */
export interface Stored {
  readonly count: number;
  /** `stored` of the first and of the last. */
  readonly first: number;
  readonly last: number;
  /** The last ones, in order. */
  readonly latest: readonly Summary[];
}

export type KeyNews = readonly [learner: string, registration: string, activity: string, items: readonly NewsItem[]];

/** One event about a key. Times are microseconds since 1970. */
export type NewsItem =
  | readonly ['opened', n: number, at: number]
  | readonly ['closed', n: number, at: number, by: Attempt['closedBy'], ...OutcomeTuple]
  | readonly ['recorded', at: number, success: Outcome['success'], score: Outcome['score'], seconds: number | null]
  | readonly ['corrected', at: number, attempts: number, completedAt: number | null];

type OutcomeTuple = [
  completion: Outcome['completion'],
  success: Outcome['success'],
  score: Outcome['score'],
  seconds: number | null,
];

/** Statements of a step that are told one by one: what a screen shows live. Who wants all of them reads the log. */
export const MAX_LATEST = 100;

/** Events of one piece of news: with activity ids of 2,000 characters it stays far below the 2 MB of a row. */
const MAX_EVENTS = 200;

export const attemptOpened = ({ n, openedAt }: Attempt): NewsItem => ['opened', n, openedAt];

export const attemptClosed = (attempt: Attempt): NewsItem => {
  const { n, openedAt, closedAt, closedBy, completion, success, score, seconds } = attempt;
  return ['closed', n, closedAt ?? openedAt, closedBy, completion, success, score, seconds];
};

/** A course was completed, or its success or score has changed. */
export const completionRecorded = ({ completedAt, success, score, seconds }: Completion): NewsItem => [
  'recorded',
  completedAt,
  success,
  score,
  seconds,
];

/** [EVT-3] Statements were voided that something had been told from: this is what is left. `at` is when it was seen. */
export const recordCorrected = (
  at: number,
  { attempts, completion }: { attempts: readonly Attempt[]; completion: Completion | null },
): NewsItem => ['corrected', at, attempts.length, completion?.completedAt ?? null];

export const keyNews = ({ learner, registration, activity }: FactsKey, items: readonly NewsItem[]): KeyNews => [
  learner,
  registration,
  activity,
  items,
];

/** The news of a step, in pieces of bounded size; none when nothing became true. */
export function newsOf(origin: NewsOrigin, stored: Stored | null, told: readonly KeyNews[]): News[] {
  const pieces: News[] = [];
  let piece: KeyNews[] = [];
  let events = stored === null ? 0 : 1;
  let skip = 0;
  const end = () => {
    pieces.push({ ...origin, skip, stored: pieces.length === 0 ? stored : null, told: piece });
    piece = [];
    skip += events;
    events = 0;
  };
  for (const one of told) {
    const [, , , items] = one;
    if (items.length === 0) continue;
    if (events > 0 && events + items.length > MAX_EVENTS) end();
    piece.push(one);
    events += items.length;
  }
  if (events > 0) end();
  return pieces;
}

/** How many events it stands for. */
export const countOf = ({ stored, told }: News): number =>
  told.reduce((sum, [, , , items]) => sum + items.length, stored === null ? 0 : 1);

export const typeOfItem = ([kind]: NewsItem): EventType => TYPES[kind];

/** The types of the events it stands for, in the order of `EVENT_TYPES`. */
export function typesOf({ stored, told }: News): EventType[] {
  const found = new Set<EventType>(stored === null ? [] : [STORED]);
  for (const [, , , items] of told) for (const item of items) found.add(typeOfItem(item));
  return EVENT_TYPES.filter((type) => found.has(type));
}

export const STORED = 'progress.statement.stored.v1';

const TYPES = {
  opened: 'progress.attempt.opened.v1',
  closed: 'progress.attempt.closed.v1',
  recorded: 'progress.completion.recorded.v1',
  corrected: 'progress.record.corrected.v1',
} as const satisfies Record<NewsItem[0], EventType>;
