import type { Facts, StatementSource } from '../load/statements.ts';

/** What a page holds at most. */
export const LIMIT = 100;

/** A kind of question that is put to the store, about statements like one that it has. */
export interface Kind {
  readonly name: string;
  /** Its query parameters, without the limit. */
  params(about: Facts, homePage: string): Readonly<Record<string, string>>;
  /** Whether a statement belongs to the answer. */
  matches(statement: Facts, about: Facts): boolean;
  /** What p95 may be with 50,000 statements and one client, in milliseconds. */
  readonly goalMs: number;
  /** The same question to the reference: one row of text or many, newest first. */
  readonly sql: string;
  sqlParams(about: Facts, homePage: string): readonly string[];
}

const PAGE_MS = 15;
const ONE_MS = 5;
const SELECT = 'SELECT body FROM statements WHERE';
const NEWEST = `ORDER BY stored DESC LIMIT ${LIMIT}`;

const actorOf = ({ learner }: Facts, homePage: string) => JSON.stringify({ account: { homePage, name: learner } });

export const KINDS: readonly Kind[] = [
  {
    name: 'latest',
    params: () => ({}),
    matches: () => true,
    goalMs: PAGE_MS,
    // The key of the table has no order; the rows themselves came in that of storing.
    sql: `SELECT body FROM statements ORDER BY rowid DESC LIMIT ${LIMIT}`,
    sqlParams: () => [],
  },
  {
    name: 'agent',
    params: (about, homePage) => ({ agent: actorOf(about, homePage) }),
    matches: (statement, about) => statement.learner === about.learner,
    goalMs: PAGE_MS,
    sql: `${SELECT} actor = ? ${NEWEST}`,
    sqlParams: ({ learner }, homePage) => [`${homePage}|${learner}`],
  },
  {
    name: 'registration',
    params: ({ registration }) => ({ registration }),
    matches: (statement, about) => statement.registration === about.registration,
    goalMs: PAGE_MS,
    sql: `${SELECT} registration = ? ${NEWEST}`,
    sqlParams: ({ registration }) => [registration],
  },
  {
    name: 'verb and activity',
    params: ({ verb, activity }) => ({ verb, activity }),
    matches: (statement, about) => statement.verb === about.verb && statement.activity === about.activity,
    goalMs: PAGE_MS,
    sql: `${SELECT} activity = ? AND verb = ? ${NEWEST}`,
    sqlParams: ({ verb, activity }) => [activity, verb],
  },
  {
    name: 'related activity',
    params: ({ course }) => ({ activity: course, related_activities: 'true' }),
    matches: (statement, about) => statement.course === about.course,
    goalMs: PAGE_MS,
    sql: `${SELECT} body -> '$.context.contextActivities.grouping[0]' ->> '$.id' = ? ORDER BY rowid DESC LIMIT ${LIMIT}`,
    sqlParams: ({ course }) => [course],
  },
  {
    name: 'statementId',
    params: ({ id }) => ({ statementId: id }),
    matches: (statement, about) => statement.id === about.id,
    goalMs: ONE_MS,
    sql: `${SELECT} id = ?`,
    sqlParams: ({ id }) => [id],
  },
];

/** The path and query that asks for it. */
export function pathOf(kind: Kind, about: Facts, homePage: string): string {
  const params = new URLSearchParams(kind.params(about, homePage));
  if (!params.has('statementId')) params.set('limit', String(LIMIT));
  return `/xapi/statements?${params}`;
}

/** How many statements a right answer has, of a store that has the first `stored` of a series. */
export function expectedCount(kind: Kind, about: Facts, source: StatementSource, stored: number): number {
  let count = 0;
  for (let k = 0; k < stored && count < LIMIT; k++) if (kind.matches(source.facts(k), about)) count++;
  return count;
}
