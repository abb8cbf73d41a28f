import { canonicalJson } from '../kernel/canonical-json.ts';
import type { LanguageMap, Score } from '../statement/types.ts';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';

/**
 * What the statements of one learner, registration and activity say, kept so that attempts and completions can be told
 * anew whenever a statement arrives, in whatever order. A fold over facts has no history: equal facts, equal result.
 */
export interface Facts {
  readonly schemaVersion: 1;
  /** The activity is a course: its completion is recorded and ends an attempt. True once any statement said so. */
  readonly course: boolean;
  /** The activity's type and name, as its definitions tell them. */
  readonly type: Told<string> | null;
  readonly name: Told<LanguageMap> | null;
  readonly marks: readonly Mark[];
}

/** One statement, reduced to what the fold needs. Kept in the order of `compareMarks`. */
export interface Mark {
  readonly id: string;
  /** Microseconds since 1970, from the statement's timestamp. */
  readonly at: number;
  readonly verb: LifeVerb;
  readonly completion?: boolean;
  readonly success?: boolean;
  readonly score?: Score;
  readonly seconds?: number;
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

export const NO_FACTS: Facts = { schemaVersion: 1, course: false, type: null, name: null, marks: [] };

/**
 * Marks kept of one learner, registration and activity: some hundred sessions. Beyond it further ones stay in the log
 * and are not projected, because a row of facts must stay far below 2 MB and is read and written whole.
 */
export const MAX_MARKS = 2000;

export const COURSE_TYPES: ReadonlySet<string> = new Set([
  'http://adlnet.gov/expapi/activities/course',
  'https://w3id.org/xapi/cmi5/activitytype/course',
]);

/** Of two statements of the same instant, what must have come first: the order of `LIFE_VERBS`. */
const RANK = new Map(Object.keys(LIFE_VERBS).map((name, i) => [name as LifeVerb, i]));

export const compareMarks = (a: Mark, b: Mark): number =>
  a.at - b.at || RANK.get(a.verb)! - RANK.get(b.verb)! || (a.id < b.id ? -1 : 1);

/** [PRJ-2] Adds readings of one key to its facts; a mark that is there already changes nothing. */
export function addFacts(facts: Facts, readings: readonly Reading[]): Facts {
  const marks = new Map(facts.marks.map((mark) => [mark.id, mark]));
  let { course, type, name } = facts;
  for (const reading of readings) {
    course ||= reading.course;
    type = newer(type, reading.type);
    name = newer(name, reading.name);
    if (marks.size < MAX_MARKS) marks.set(reading.mark.id, reading.mark);
  }
  return { schemaVersion: 1, course, type, name, marks: [...marks.values()].sort(compareMarks) };
}

/** [PRJ-8] */
function newer<T>(a: Told<T> | null, b: Told<T> | null): Told<T> | null {
  if (a === null || b === null) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return canonicalJson(a.value) > canonicalJson(b.value) ? a : b;
}
