import { durationSeconds, parseTimestamp } from '../statement/time.ts';
import type { Activity, LanguageMap, Score, Statement } from '../statement/types.ts';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';
import { COURSE_TYPES, type FactsKey, type Reading, type Told } from './facts.ts';
import { learnerOf } from './learner.ts';

/**
 * A reading is what the projector needs of a statement, as a JSON text: made once at the border, where the statement is
 * parsed anyway, and handed through the log without being parsed again. Two forms, told apart by their first character:
 * an object for a statement that is only announced (a `Summary`), an array for one that is projected (`Packed`).
 */
export interface Summary {
  /** Statement id, lower case. */
  readonly statement: string;
  /** Verb IRI, when it is not too long. */
  readonly verb: string | null;
  /** Activity id, when the object is an activity and its id not too long. */
  readonly activity: string | null;
  readonly registration: string | null;
  /** Learner id, when the actor is a learner of the tenant. */
  readonly learner: string | null;
}

/** The positions of a projected reading. The flag stands first and the time last, so that both are set without parsing. */
type Packed = readonly [
  voided: 0 | 1,
  id: string,
  verb: LifeVerb,
  learner: string,
  registration: string,
  activity: string,
  course: 0 | 1,
  type: string | null,
  name: LanguageMap | null,
  completion: 0 | 1 | null,
  success: 0 | 1 | null,
  score: Score | null,
  seconds: number | null,
  at: number,
];

/** A statement as the border and the log have it: with its id, perhaps without a timestamp and what the log sets. */
export type Readable = Omit<Statement, 'id'> & { readonly id: string };

/** Longer ids and names are no use in lists and would be copied into every row and event. */
const MAX_IRI_CHARS = 2000;
const MAX_NAME_CHARS = 4000;

const VERB_OF = new Map(Object.entries(LIFE_VERBS).map(([name, iri]) => [iri as string, name as LifeVerb]));

/** [PRJ-11] The reading of a statement. One without a timestamp has no time yet: `timeReading` adds it. */
export function packReading(statement: Readable, tenant: { id: string; homePage: string }): string {
  const learner = learnerOf(statement.actor, tenant);
  const registration = statement.context?.registration?.toLowerCase();
  const object = activityOf(statement);
  const activity = short(object?.id);
  const verb = VERB_OF.get(statement.verb.id);
  if (learner === undefined || registration === undefined || activity === undefined || verb === undefined) {
    return summaryText(statement, { learner, registration, activity });
  }
  return packed(statement, verb, { learner, registration, activity }, object?.definition);
}

/** [PRJ-1] Whether a reading is of a statement that is projected. */
export const isProjected = (reading: string): boolean => reading.charCodeAt(0) === 0x5b;

/** A reading that was packed without a timestamp, with that of storing: microseconds since 1970. */
export const timeReading = (reading: string, storedMicros: number): string =>
  isProjected(reading) ? `${reading.slice(0, -1)},${storedMicros}]` : reading;

/** [PRJ-12] The same reading as that of a voided statement. */
export const voidReading = (reading: string): string => `[1${reading.slice(2)}`;

/** The readings of a JSON array of projected ones. */
export const unpackReadings = (texts: string): Reading[] => (JSON.parse(texts) as Packed[]).map(unpack);

/** What is announced of a statement. */
export function summaryOf(reading: string): Summary {
  if (!isProjected(reading)) return JSON.parse(reading) as Summary;
  const [, id, verb, learner, registration, activity] = JSON.parse(reading) as Packed;
  return { statement: id, verb: LIFE_VERBS[verb], activity, registration, learner };
}

function activityOf({ object }: Readable): Activity | undefined {
  return object.objectType === undefined || object.objectType === 'Activity' ? object : undefined;
}

function summaryText(
  { id, verb }: Readable,
  { learner, registration, activity }: Partial<Record<keyof FactsKey, string | undefined>>,
): string {
  const summary: Summary = {
    statement: id.toLowerCase(),
    verb: short(verb.id) ?? null,
    activity: activity ?? null,
    registration: registration ?? null,
    learner: learner ?? null,
  };
  return JSON.stringify(summary);
}

/** Written by hand, because ids, verbs, numbers and learners need no escaping; it is made for every statement. */
function packed(
  { id, result, timestamp }: Readable,
  verb: LifeVerb,
  { learner, registration, activity }: FactsKey,
  definition: Activity['definition'],
): string {
  const name = definition?.name === undefined ? 'null' : JSON.stringify(definition.name);
  const head = `[0,"${id.toLowerCase()}","${verb}","${learner}","${registration}",${JSON.stringify(activity)}`;
  const course = COURSE_TYPES.has(definition?.type ?? '') ? 1 : 0;
  const told = `${course},${json(short(definition?.type))},${name.length > MAX_NAME_CHARS ? 'null' : name}`;
  const outcome = `${flag(result?.completion)},${flag(result?.success)},${json(result?.score)}`;
  const seconds = result?.duration === undefined ? 'null' : durationSeconds(result.duration);
  const at = timestamp === undefined ? '' : `,${parseTimestamp(timestamp)}`;
  return `${head},${told},${outcome},${seconds}${at}]`;
}

const short = (iri: string | undefined): string | undefined =>
  iri === undefined || iri.length > MAX_IRI_CHARS ? undefined : iri;
const json = (value: string | Score | undefined): string => (value === undefined ? 'null' : JSON.stringify(value));
const flag = (value: boolean | undefined): string => (value === undefined ? 'null' : value ? '1' : '0');

function unpack(packed: Packed): Reading {
  const [voided, id, verb, learner, registration, activity, course, type, name, ...outcome] = packed;
  const [completion, success, score, seconds, at] = outcome;
  return {
    key: { learner, registration, activity },
    mark: { id, at, verb, voided: voided === 1, completion: bool(completion), success: bool(success), score, seconds },
    course: course === 1,
    type: told(type, at),
    name: told(name, at),
  };
}

const bool = (bit: 0 | 1 | null): boolean | null => (bit === null ? null : bit === 1);
const told = <T>(value: T | null, at: number): Told<T> | null => (value === null ? null : { value, at });
