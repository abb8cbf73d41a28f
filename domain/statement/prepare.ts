import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { authorityKeys } from './authority.ts';
import { termNumbersOf } from './terms.ts';
import { toUtc } from './time.ts';
import type { Activity, Actor, Context, Statement, SubStatement, XapiVersion } from './types.ts';
import { type Finding, Findings } from './validate/findings.ts';
import { checkStatement } from './validate/statement.ts';
import { VOIDED } from './verbs.ts';

/** One commit of a log handles a batch in some tens of milliseconds; a larger one would hold up everybody else. */
export const MAX_BATCH_STATEMENTS = 1000;
/** In UTF-16 units. At three bytes each a statement fits into a row of 2 MB even when it does not compress. */
export const MAX_STATEMENT_CHARS = 500_000;

/** A statement that has been checked once and is trusted from here on. */
export interface Prepared {
  /** Lower case. */
  readonly id: string;
  /** Checked and with an id; what else the LRS sets stands in the text alone. */
  readonly statement: Statement & { readonly id: string };
  /** Its JSON with everything but `stored` (and `timestamp`, when none was sent): the log knows those. */
  readonly text: string;
  readonly timestamped: boolean;
  readonly terms: readonly number[];
  /** The statement that is its object, or null. */
  readonly refers: string | null;
  /** The statement that this one voids, or null. */
  readonly voids: string | null;
}

export interface Preparation {
  readonly authority: Actor;
  /** By which version it is checked; 1.0.3 when not told. */
  readonly version?: XapiVersion;
  readonly newId: () => string;
}

/**
 * Checks a statement or an array of them and completes what the LRS sets. Refused as a whole: `statement_invalid` lists
 * every bad statement by index and path, `statement_duplicate_ids` names the ids.
 */
export function prepareStatements(input: unknown, given: Preparation): Result<Prepared[], Problem> {
  const batch: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (batch.length > MAX_BATCH_STATEMENTS) {
    return err(problem('payload_too_large', `A request may hold at most ${MAX_BATCH_STATEMENTS} statements.`));
  }
  const errors: (Finding & { index: number })[] = [];
  const findings = new Findings(given.version);
  for (let index = 0; index < batch.length; index++) {
    if (batch === input) findings.enter(index);
    checkStatement(batch[index], findings);
    if (batch === input) findings.leave();
    for (let i = errors.length; i < findings.list.length; i++) errors.push({ index, ...findings.list[i]! });
  }
  if (findings.total > 0) return err(invalid(errors, findings.total));
  const prepared = (batch as readonly Statement[]).map(preparer(given));
  return refusalOf(prepared) ?? ok(prepared);
}

function invalid(errors: readonly (Finding & { index: number })[], total: number): Problem {
  const first = errors[0]!;
  const more = total === 1 ? '' : ` There are ${total - 1} more problems; see \`errors\`.`;
  return {
    code: 'statement_invalid',
    detail: `Statement ${first.index}, ${first.path}: ${first.message}${more}`,
    where: first.path,
    extra: { errors, total },
  };
}

function refusalOf(prepared: readonly Prepared[]): Result<never, Problem> | undefined {
  const large = prepared.findIndex(({ text }) => text.length > MAX_STATEMENT_CHARS);
  if (large >= 0) {
    const detail = `Statement ${large} has more than ${MAX_STATEMENT_CHARS} characters.`;
    return err(problem('payload_too_large', detail, `$[${large}]`));
  }
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { id } of prepared) (seen.has(id) ? twice : seen).add(id);
  if (twice.size === 0) return undefined;
  const ids = [...twice];
  return err({
    code: 'statement_duplicate_ids',
    detail: `These ids stand more than once in the batch: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}.`,
    extra: { statements: ids },
  });
}

/** Completes a statement that has been checked (ST-20). */
export const prepareOne = (sent: Statement, given: Preparation): Prepared => preparer(given)(sent);

/** [ST-20] What completes the statements of a request, which share an authority. */
function preparer({ authority, version, newId }: Preparation): (sent: Statement) => Prepared {
  const keys = authorityKeys(authority);
  const setAuthority = `,"authority":${JSON.stringify(authority)}`;
  // Data 2.4.10: a statement without a version gets the first one of the xAPI that it is sent in.
  const setVersion = `,"version":"${version === '2.0.0' ? '2.0.0' : '1.0.0'}"`;
  return (sent) => {
    const known = normalised(withoutLrs(sent));
    const timed = version === '2.0.0' ? inUtc(known) : known;
    const statement = timed.id === undefined ? { ...timed, id: newId() } : (timed as Prepared['statement']);
    const { object } = statement;
    const refers = object.objectType === 'StatementRef' ? object.id.toLowerCase() : null;
    return {
      id: statement.id.toLowerCase(),
      statement,
      // The text ends with the brace of an object that is never empty.
      text: `${JSON.stringify(statement).slice(0, -1)}${setAuthority}${sent.version === undefined ? setVersion : ''}}`,
      timestamped: sent.timestamp !== undefined,
      terms: termNumbersOf(statement, keys),
      refers,
      voids: statement.verb.id === VOIDED ? refers : null,
    };
  };
}

/** What a client says about authority and storing does not count. */
function withoutLrs(sent: Statement): Statement {
  if (sent.stored === undefined && sent.authority === undefined) return sent;
  const { stored: _stored, authority: _authority, ...rest } = sent;
  return rest;
}

/** xAPI 2.0, 4.2.7: timestamps of another time zone are converted to UTC, the digits of the fraction unharmed. */
function inUtc(statement: Statement): Statement {
  const { object, timestamp } = statement;
  const sub =
    object.objectType === 'SubStatement' && object.timestamp !== undefined
      ? { object: { ...object, timestamp: toUtc(object.timestamp) } }
      : {};
  return { ...statement, ...sub, ...(timestamp === undefined ? {} : { timestamp: toUtc(timestamp) }) };
}

/** Data 2.4.6.2: a single context activity becomes an array of one, in SubStatements too. */
export function normalised(statement: Statement): Statement {
  const { object, context } = statement;
  const inner = object.objectType === 'SubStatement' ? withArrays(object.context) : undefined;
  const outer = withArrays(context);
  if (inner === undefined && outer === undefined) return statement;
  return {
    ...statement,
    ...(inner === undefined ? {} : { object: { ...(object as SubStatement), context: inner } }),
    ...(outer === undefined ? {} : { context: outer }),
  };
}

/** The context with arrays, or undefined when it has nothing else. */
function withArrays(context: Context | undefined): Context | undefined {
  const given = context?.contextActivities as Record<string, Activity | readonly Activity[]> | undefined;
  let arrays = true;
  for (const role in given) arrays &&= Array.isArray(given[role]);
  if (given === undefined || arrays) return undefined;
  const roles = Object.entries(given).map(([role, list]) => [role, [list].flat()]);
  return { ...context, contextActivities: Object.fromEntries(roles) };
}
