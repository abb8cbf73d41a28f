/** The parts of an xAPI statement that the adapter says. Plain JSON, complete but for what the store adds. */

export interface Activity {
  readonly objectType: 'Activity';
  readonly id: string;
  readonly definition?: ActivityDefinition;
}

export interface ActivityDefinition {
  readonly type?: string;
  readonly name?: Readonly<Record<string, string>>;
  readonly description?: Readonly<Record<string, string>>;
  readonly interactionType?: string;
  readonly correctResponsesPattern?: readonly string[];
}

export interface Agent {
  readonly objectType: 'Agent';
  readonly name: string;
  readonly account: { readonly homePage: string; readonly name: string };
}

export interface StatementScore {
  /** -1 to 1. */
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface StatementResult {
  readonly completion?: boolean;
  readonly success?: boolean;
  readonly score?: StatementScore;
  readonly response?: string;
  /** ISO 8601. */
  readonly duration?: string;
}

export interface Statement {
  readonly id: string;
  readonly actor: Agent;
  readonly verb: { readonly id: string; readonly display: Readonly<Record<string, string>> };
  readonly object: Activity;
  readonly result?: StatementResult;
  readonly context: {
    readonly registration: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
    readonly contextActivities: Readonly<Partial<Record<'category' | 'grouping' | 'parent' | 'other', Activity[]>>>;
  };
  /** RFC 3339, UTC. */
  readonly timestamp: string;
}

/** Verbs of the ADL SCORM profile. */
export type Verb =
  | 'initialized'
  | 'resumed'
  | 'suspended'
  | 'terminated'
  | 'passed'
  | 'failed'
  | 'completed'
  | 'scored'
  | 'responded'
  | 'commented';

export const verbOf = (verb: Verb): Statement['verb'] => ({
  id: `http://adlnet.gov/expapi/verbs/${verb}`,
  display: { en: verb },
});

/** What a learner wrote is told up to here: a SCO may write a megabyte, a statement of that size helps nobody. */
const TEXT_CHARS_MAX = 10_000;
/** Forty items of the longest identifiers stay well below what a log takes as one statement. */
const LIST_MAX = 40;

export const cutText = (text: string, characters = TEXT_CHARS_MAX): string =>
  text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;

export const cutList = <T>(items: readonly T[]): T[] => items.slice(0, LIST_MAX);

/** ISO 8601 (4.4.3.2) of hundredths of a second: `PT1H2M3.45S`; nothing at all is `PT0S`. */
export function isoDuration(hundredths: number): string {
  const hours = Math.floor(hundredths / 360_000);
  const minutes = Math.floor(hundredths / 6_000) % 60;
  const seconds = (hundredths % 6_000) / 100;
  const parts = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  return `PT${parts === '' ? '0S' : parts}`;
}
