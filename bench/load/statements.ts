import { makeId } from '../../domain/kernel/ids.ts';
import { LIFE_VERBS } from '../../domain/statement/verbs.ts';

/** Whose statements they are. With the tenant's home page an account is a learner, whose statements are projected. */
export interface Owner {
  readonly tenant: string;
  readonly homePage: string;
}

export const LEARNERS = 1000;
export const ACTIVITIES = 50;
const COURSES = 10;
const SITE = 'https://content.example.com/courses';
/** The time of the first statement; each following one is a millisecond later. */
const BEGIN_MS = Date.UTC(2026, 0, 5, 8);

const ADL = 'http://adlnet.gov/expapi/verbs/';
const CMI5 = 'https://w3id.org/xapi/cmi5';

/** What a learner does in a registration: three sessions of an assignable unit, the last one with success. */
const SESSIONS = [
  ['initialized', 'experienced', 'answered', 'answered', 'progressed', 'terminated'],
  ['initialized', 'experienced', 'answered', 'answered', 'progressed', 'failed', 'terminated'],
  ['initialized', 'experienced', 'answered', 'progressed', 'completed', 'passed', 'terminated'],
] as const;
type Verb = (typeof SESSIONS)[number][number];
const STEPS = SESSIONS.flatMap((verbs, session) => verbs.map((verb) => ({ verb, session })));

/** Statements of a registration: "about 20". */
export const STEPS_PER_REGISTRATION = STEPS.length;

const PROJECTED = STEPS.map(({ verb }) => verb in LIFE_VERBS);
const VERBS = new Map(STEPS.map(({ verb }) => [verb, `,"verb":{"id":"${ADL}${verb}","display":{"en-US":"${verb}"}}`]));

/** Who does what in statement `k`, without its text. */
export interface Facts {
  readonly id: string;
  readonly learner: string;
  readonly registration: string;
  readonly verb: string;
  readonly activity: string;
  /** The course that the activity belongs to, an activity of the context. */
  readonly course: string;
}

/**
 * An endless series of cmi5-like statements of about 1 KB. Statement k is always the same. Neighbours come from
 * different learners, and the learners are at different places of their registrations.
 */
export class StatementSource {
  readonly #learners: readonly { readonly id: string; readonly actor: string }[];
  /** The registration that each learner is in: statements come in about this order, so one is enough. */
  readonly #current: { readonly n: number; readonly activity: string; readonly context: string }[] = [];

  constructor({ tenant, homePage }: Owner) {
    this.#learners = Array.from({ length: LEARNERS }, (_, slot) => {
      const id = makeId(tenant, 'lrn', uuidOf(slot, LEARNER_SALT));
      const account = `{"homePage":"${homePage}","name":"${id}"}`;
      return { id, actor: `{"objectType":"Agent","name":"Learner Number ${slot}","account":${account}}` };
    });
  }

  /** The JSON of statement k. ASCII only, so that characters are bytes. */
  text(k: number): string {
    const { slot, step, n } = placeOf(k);
    const { verb, session } = STEPS[step]!;
    const { activity, context } = this.#registration(slot, n);
    return (
      `{"id":"${uuidOf(k, STATEMENT_SALT)}","actor":${this.#learners[slot]!.actor}${VERBS.get(verb)}${activity}` +
      `${resultOf(verb, k)}${context}${session}"}},"timestamp":"${timeOf(k)}"}`
    );
  }

  /** Whether statement k is folded into an attempt; the others are stored and announced only. */
  isProjected(k: number): boolean {
    return PROJECTED[placeOf(k).step]!;
  }

  facts(k: number): Facts {
    const { slot, step, n } = placeOf(k);
    const activity = activityOf(slot, n);
    return {
      id: uuidOf(k, STATEMENT_SALT),
      learner: this.#learners[slot]!.id,
      registration: registrationOf(slot, n),
      verb: ADL + STEPS[step]!.verb,
      activity: iriOf(activity),
      course: courseOf(activity),
    };
  }

  #registration(slot: number, n: number) {
    const known = this.#current[slot];
    if (known?.n === n) return known;
    const activity = activityOf(slot, n);
    const made = { n, activity: activityJson(activity), context: contextJson(activity, registrationOf(slot, n)) };
    this.#current[slot] = made;
    return made;
  }
}

/** Statements k go round the learners; each learner began at another step of their first registration. */
function placeOf(k: number): { slot: number; step: number; n: number } {
  const slot = k % LEARNERS;
  const done = (k - slot) / LEARNERS + (slot % STEPS.length);
  const step = done % STEPS.length;
  return { slot, step, n: (done - step) / STEPS.length };
}

const activityOf = (slot: number, n: number): number => (slot * 7 + n * 13) % ACTIVITIES;
const courseOf = (activity: number): string => `${SITE}/${activity % COURSES}`;
const iriOf = (activity: number): string => `${courseOf(activity)}/units/${activity}`;
/** Every fifth unit is a course of its own, whose completion is recorded. */
const typeOf = (activity: number): string =>
  activity % 5 === 0 ? `${CMI5}/activitytype/course` : 'http://adlnet.gov/expapi/activities/lesson';

const registrationOf = (slot: number, n: number): string => uuidOf(n * LEARNERS + slot, REGISTRATION_SALT);

const activityJson = (activity: number): string =>
  `,"object":{"objectType":"Activity","id":"${iriOf(activity)}","definition":{"type":"${typeOf(activity)}",` +
  `"name":{"en-US":"Unit ${activity} of course ${activity % COURSES}"},` +
  '"description":{"en-US":"An assignable unit with pages to read, questions to answer and a test at the end"}}}';

/** Up to the last character of the session's id, which is the number of the session. */
const contextJson = (activity: number, registration: string): string =>
  `,"context":{"registration":"${registration}","platform":"Course player","language":"en-US",` +
  `"contextActivities":{"grouping":[{"objectType":"Activity","id":"${courseOf(activity)}"}],` +
  `"category":[{"objectType":"Activity","id":"${CMI5}/context/categories/cmi5"}]},` +
  `"extensions":{"${CMI5}/context/extensions/sessionid":"${registration.slice(0, 35)}`;

let second = { number: -1, text: '' };

/** RFC 3339; only the milliseconds differ from that of the statement before, nearly always. */
function timeOf(k: number): string {
  const ms = k % 1000;
  const number = (k - ms) / 1000;
  if (second.number !== number) second = { number, text: new Date(BEGIN_MS + k - ms).toISOString().slice(0, 20) };
  return `${second.text}${MILLISECONDS[ms]}Z`;
}

/** With its leading comma; some verbs have no result. */
function resultOf(verb: Verb, k: number): string {
  const scaled = 50 + (k % 50);
  const score = `"score":{"scaled":0.${scaled},"raw":${scaled},"min":0,"max":100}`;
  const duration = `"duration":"PT${1 + (k % 9)}M${10 + (k % 50)}S"`;
  switch (verb) {
    case 'answered':
      return `,"result":{${score},"success":${k % 3 > 0},"response":"choice-${k % 4}",${duration}}`;
    case 'progressed':
      return `,"result":{"extensions":{"${CMI5}/result/extensions/progress":${k % 100}}}`;
    case 'completed':
      return `,"result":{"completion":true,${duration}}`;
    case 'passed':
      return `,"result":{${score},"success":true,${duration}}`;
    case 'failed':
      return `,"result":{${score},"success":false,${duration}}`;
    case 'terminated':
      return `,"result":{${duration}}`;
    default:
      return '';
  }
}

const MILLISECONDS = Array.from({ length: 1000 }, (_, ms) => String(ms).padStart(3, '0'));
const HEX = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, '0'));

const STATEMENT_SALT = 0x3c6ef372;
const LEARNER_SALT = 0x5bd1e995;
const REGISTRATION_SALT = 0x2545f491;

/** A random-looking UUID (version 4) that depends on its arguments only. */
function uuidOf(n: number, salt: number): string {
  const a = mixed(n, salt);
  const b = mixed(n, salt + 1);
  const c = mixed(n, salt + 2);
  const d = mixed(n, salt + 3);
  const version = HEX[(b & 0x0fff) | 0x4000];
  const variant = HEX[((c >>> 16) & 0x3fff) | 0x8000];
  return `${HEX[a >>> 16]}${HEX[a & 0xffff]}-${HEX[b >>> 16]}-${version}-${variant}-${HEX[c & 0xffff]}${HEX[d >>> 16]}${HEX[d & 0xffff]}`;
}

/** 32 bits of a number below 2^32 and a salt, well mixed: the finish of MurmurHash3. */
function mixed(n: number, salt: number): number {
  let h = (Math.imul(n, 0x9e3779b1) + Math.imul(salt, 0x85ebca6b)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
