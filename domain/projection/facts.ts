import type { LanguageMap, Score } from '../statement/types.ts';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';

/**
 * What the statements of one learner, registration and activity say, kept so that attempts and completions can be told
 * anew whenever a statement arrives, in whatever order. A fold over facts has no history: equal facts, equal result.
 */
export interface Facts {
  /** The activity is a course: its completion is recorded and ends an attempt. True once any statement said so. */
  readonly course: boolean;
  /** The activity's type and name, as its definitions tell them. */
  readonly type: Told<string> | null;
  readonly name: Told<LanguageMap> | null;
  /** In the order of `compareMarks`. */
  readonly marks: readonly Mark[];
}

/** One statement, reduced to what the fold needs. */
export interface Mark {
  readonly id: string;
  /** Microseconds since 1970, from the statement's timestamp. */
  readonly at: number;
  readonly verb: LifeVerb;
  /** It says nothing any more. It is kept, so that it stays voided when it comes again or comes later. */
  readonly voided: boolean;
  readonly completion: boolean | null;
  readonly success: boolean | null;
  readonly score: Score | null;
  readonly seconds: number | null;
}

/** Where facts belong. */
export interface FactsKey {
  readonly learner: string;
  readonly registration: string;
  readonly activity: string;
}

/** What the newest statement told; of two as new the one whose text sorts later. `at` is in microseconds since 1970. */
export interface Told<T> {
  readonly value: T;
  readonly at: number;
}

/** What a statement says about an attempt. */
export interface Reading {
  readonly key: FactsKey;
  readonly mark: Mark;
  readonly course: boolean;
  readonly type: Told<string> | null;
  readonly name: Told<LanguageMap> | null;
}

export const NO_FACTS: Facts = { course: false, type: null, name: null, marks: [] };

/**
 * Marks kept of one learner, registration and activity: some hundred sessions. Beyond it the first ones in order are
 * kept and further ones stay in the log alone, because a row of facts must stay far below 2 MB and is written whole.
 */
export const MAX_MARKS = 2000;

export const COURSE_TYPES: ReadonlySet<string> = new Set([
  'http://adlnet.gov/expapi/activities/course',
  'https://w3id.org/xapi/cmi5/activitytype/course',
]);

/** Of two statements of the same instant, what must have come first: the order of `LIFE_VERBS`. */
const RANK = new Map(Object.keys(LIFE_VERBS).map((name, i) => [name as LifeVerb, i]));

/** [PRJ-2] */
const compareMarks = (a: Mark, b: Mark): number =>
  a.at - b.at || RANK.get(a.verb)! - RANK.get(b.verb)! || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * [PRJ-2] [PRJ-12] Facts with the readings of their key: the union of what both say. The same object when they say
 * nothing new. Of any number of readings the first `MAX_MARKS` in order are kept, whatever order they come in.
 */
export function addFacts(facts: Facts, readings: readonly Reading[]): Facts {
  const marks = [...facts.marks];
  let { course, type, name } = facts;
  let news = false;
  for (const reading of readings) {
    course ||= reading.course;
    type = newer(type, reading.type);
    name = newer(name, reading.name);
    news = addMark(marks, reading.mark) || news;
  }
  if (!news && course === facts.course && type === facts.type && name === facts.name) return facts;
  return { course, type, name, marks };
}

/** Puts a mark where it belongs; false when nothing changes. Marks mostly come in order, so the search begins at the end. */
function addMark(marks: Mark[], mark: Mark): boolean {
  let at = marks.length;
  let order = at === 0 ? -1 : compareMarks(marks[at - 1]!, mark);
  if (order >= 0) {
    at = lowerBound(marks, mark);
    order = compareMarks(marks[at]!, mark);
  }
  if (order !== 0) {
    if (at >= MAX_MARKS) return false;
    marks.splice(at, 0, mark);
    if (marks.length > MAX_MARKS) marks.pop();
    return true;
  }
  if (!mark.voided || marks[at]!.voided) return false;
  marks[at] = mark;
  return true;
}

/** The place of the first mark that does not come before `mark`; there is one. */
function lowerBound(marks: readonly Mark[], mark: Mark): number {
  let low = 0;
  let high = marks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareMarks(marks[middle]!, mark) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** [PRJ-8] The one that is there already, when both say the same. */
function newer<T>(a: Told<T> | null, b: Told<T> | null): Told<T> | null {
  if (a === null || b === null) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return JSON.stringify(a.value) >= JSON.stringify(b.value) ? a : b;
}
