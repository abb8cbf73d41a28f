import { makeId } from '../kernel/ids.ts';
import { formatMicros, parseTimestamp } from '../statement/time.ts';
import type { StatementResult, StoredStatement } from '../statement/types.ts';
import { LIFE_VERBS, type LifeVerb } from '../statement/verbs.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { addFacts, type Facts, NO_FACTS, type Reading } from './facts.ts';
import { isProjected, packReading, unpackReadings, voidReading } from './packed.ts';

export const tenant = { id: 'demo', homePage: 'https://demo.example' };
export const LEARNER = makeId('demo', 'lrn', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b');
export const REGISTRATION = '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6c';
export const COURSE_TYPE = 'http://adlnet.gov/expapi/activities/course';
export const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;

export interface Given {
  verb: LifeVerb;
  /** Minutes after noon. */
  at: number;
  id?: number;
  result?: StatementResult;
  type?: string;
  name?: Record<string, string>;
  voided?: boolean;
}

let serial = 0;
export function statement({ verb, at, id, result, type, name }: Given): StoredStatement {
  const timestamp = formatMicros(parseTimestamp('2026-01-31T12:00:00Z')! + at * 60_000_000);
  return {
    id: uuid(id ?? ++serial),
    actor: { account: { homePage: tenant.homePage, name: LEARNER } },
    verb: { id: LIFE_VERBS[verb] },
    object: {
      id: 'https://demo.example/a',
      definition: { ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) },
    },
    context: { registration: REGISTRATION },
    ...(result === undefined ? {} : { result }),
    timestamp,
    stored: timestamp,
    authority: {},
    version: '1.0.3',
  };
}

/** The readings of those statements that are projected, the way they go from the border to the projector. */
export const readingsOf = (statements: readonly StoredStatement[]): Reading[] =>
  unpackReadings(
    `[${statements
      .map((one) => packReading(one, tenant))
      .filter(isProjected)
      .join(',')}]`,
  );
export const readingText = (given: Given): string => {
  const text = packReading(statement(given), tenant);
  return given.voided ? voidReading(text) : text;
};
export const reading = (given: Given): Reading => unpackReadings(`[${readingText(given)}]`)[0]!;
export const factsOf = (list: readonly Given[]): Facts => addFacts(NO_FACTS, list.map(reading));
export const attempts = (...list: Given[]) => attemptsOf(factsOf(list));
export const course = (...list: Given[]) => factsOf(list.map((given) => ({ ...given, type: COURSE_TYPE })));
export const brief = ({ n, state, closedBy, completion, success }: Attempt) => [
  n,
  state,
  closedBy,
  completion,
  success,
];
