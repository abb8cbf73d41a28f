import type { Score } from '../statement/types.ts';
import type { LifeVerb } from '../statement/verbs.ts';
import type { Attempt } from './attempts.ts';
import type { Completion } from './completion.ts';
import type { Facts, Mark } from './facts.ts';

/** How a record lies in its row: JSON texts, arrays where most of an object would be names. */
interface StoredFacts extends Omit<Facts, 'marks'> {
  readonly schemaVersion: 2;
  readonly marks: readonly StoredMark[];
}

type StoredMark = readonly [
  voided: 0 | 1,
  id: string,
  verb: LifeVerb,
  completion: 0 | 1 | null,
  success: 0 | 1 | null,
  score: Score | null,
  seconds: number | null,
  at: number,
];

/** The number of an attempt is its place, from 1. The time it was opened stands first: lists are ordered by it. */
type StoredAttempt = readonly [
  openedAt: number,
  state: Attempt['state'],
  closedAt: number | null,
  closedBy: Attempt['closedBy'],
  completion: Attempt['completion'],
  success: Attempt['success'],
  score: Score | null,
  seconds: number | null,
];

/** Equal facts give equal texts. */
export function factsText({ course, type, name, marks }: Facts): string {
  const stored: StoredFacts = { schemaVersion: 2, course, type, name, marks: marks.map(storeMark) };
  return JSON.stringify(stored);
}

export function parseFacts(text: string): Facts {
  const { course, type, name, marks } = JSON.parse(text) as StoredFacts;
  return { course, type, name, marks: marks.map(restoreMark) };
}

export const attemptsText = (attempts: readonly Attempt[]): string => JSON.stringify(attempts.map(storeAttempt));

/** One element of what `attemptsText` wrote. */
export function parseAttempt(text: string, n: number): Attempt {
  const [openedAt, state, closedAt, closedBy, completion, success, score, seconds] = JSON.parse(text) as StoredAttempt;
  return { n, openedAt, state, closedAt, closedBy, completion, success, score, seconds };
}

export const completionText = (completion: Completion): string => JSON.stringify(completion);
export const parseCompletion = (text: string): Completion => JSON.parse(text) as Completion;

const storeAttempt = (attempt: Attempt): StoredAttempt => {
  const { openedAt, state, closedAt, closedBy, completion, success, score, seconds } = attempt;
  return [openedAt, state, closedAt, closedBy, completion, success, score, seconds];
};

const storeMark = ({ voided, id, verb, completion, success, score, seconds, at }: Mark): StoredMark => [
  voided ? 1 : 0,
  id,
  verb,
  bit(completion),
  bit(success),
  score,
  seconds,
  at,
];

const restoreMark = ([voided, id, verb, completion, success, score, seconds, at]: StoredMark): Mark => ({
  id,
  at,
  verb,
  voided: voided === 1,
  completion: bool(completion),
  success: bool(success),
  score,
  seconds,
});

const bit = (value: boolean | null): 0 | 1 | null => (value === null ? null : value ? 1 : 0);
const bool = (bit: 0 | 1 | null): boolean | null => (bit === null ? null : bit === 1);
