/** Gathers the statements of one act (a journal entry, or something that the session did) under deterministic ids. */
import { v5 } from 'uuid';
import { type CourseIdentity, courseActivity, SCORM_PROFILE } from './activities.ts';
import { type Activity, type Agent, type Statement, type StatementResult, type Verb, verbOf } from './statement.ts';

/** Rises when the same journal would give other statements; a session keeps the one that it began with. */
export const ADAPTER_VERSION = 1;

/** Who learns what, in which registration: the same for all statements of a session. */
export interface TellContext {
  readonly registration: string;
  readonly actor: Agent;
  readonly course: CourseIdentity;
  readonly adapterVersion: number;
  /** What is told is not of the ADL SCORM profile: the course is one of cmi5 or xAPI. */
  readonly profile?: false;
}

/** Where a statement comes from: a writer's entry, or the session itself with a counter of its acts. */
export interface Act {
  readonly writer: string;
  readonly seq: number;
  /** RFC 3339, UTC: the statements' timestamp. */
  readonly at: string;
}

export interface Saying {
  readonly verb: Verb;
  readonly object: Activity;
  readonly result?: StatementResult;
  readonly parent?: Activity;
  readonly other?: readonly Activity[];
  readonly attempt: Activity;
  /** When it happened, if not at the time of the act. */
  readonly at?: string;
}

export interface Teller {
  readonly statements: Statement[];
  say(saying: Saying): void;
}

/** Ids are UUIDv5 in the registration's namespace: the same act told again gives the same ids. */
export function createTeller(context: TellContext, act: Act): Teller {
  const statements: Statement[] = [];
  const say = (saying: Saying): void => {
    const name = `${act.writer}:${act.seq}:${statements.length}:v${context.adapterVersion}`;
    statements.push(statementOf(context, saying, { id: v5(name, context.registration), at: saying.at ?? act.at }));
  };
  return { statements, say };
}

/** One statement of the profile: category, grouping [course, attempt], and the SCO as parent of what is inside it. */
export function statementOf(context: TellContext, saying: Saying, { id, at }: { id: string; at: string }): Statement {
  return {
    id,
    actor: context.actor,
    verb: verbOf(saying.verb),
    object: saying.object,
    ...(saying.result === undefined || Object.keys(saying.result).length === 0 ? {} : { result: saying.result }),
    context: {
      registration: context.registration,
      contextActivities: {
        ...(context.profile === false ? {} : { category: [SCORM_PROFILE] }),
        grouping: [courseActivity(context.course), saying.attempt],
        ...(saying.parent === undefined ? {} : { parent: [saying.parent] }),
        ...(saying.other === undefined || saying.other.length === 0 ? {} : { other: [...saying.other] }),
      },
    },
    timestamp: at,
  };
}
