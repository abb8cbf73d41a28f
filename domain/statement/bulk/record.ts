import { v5 } from 'uuid';
import { err, ok, type Result } from '../../kernel/result.ts';
import { MAX_STATEMENT_CHARS, type Prepared, prepareOne } from '../prepare.ts';
import type { Actor, Statement } from '../types.ts';
import { type Finding, Findings } from '../validate/findings.ts';
import { checkStatement } from '../validate/statement.ts';

/** Findings that are told of one line: the first ones mostly explain the others. */
export const MAX_LINE_FINDINGS = 5;
/** Characters of a path or a sentence in a finding: an extension's key may be as long as its statement. */
const MAX_TEXT_CHARS = 500;

/** Why a line is not stored. */
export interface LineReport {
  /** The id that the line names, when it names one. */
  readonly id: string | null;
  readonly findings: readonly Finding[];
  /** How many there are, also beyond those that are told. */
  readonly total: number;
}

export interface RecordRules {
  /** A UUID: with the number of a line it makes the id of a statement that has none. */
  readonly job: string;
  /** Whom a statement without an authority is attributed to. */
  readonly authority: Actor;
}

/**
 * [BULK-3] [BULK-4] A statement that another record store has kept: checked by the rules of both versions, and left as it
 * is, so that it says afterwards what it said before.
 */
export function readRecord(value: unknown, line: number, rules: RecordRules): Result<Prepared, LineReport> {
  const findings = new Findings('2.0.0');
  checkStatement(value, findings);
  if (findings.total > 0) return err(reportOf(value, findings.list, findings.total));
  const sent = withTimestamp(value as Statement);
  const prepared = prepareOne(sent, {
    authority: sent.authority ?? rules.authority,
    version: isVersion2(sent) ? '2.0.0' : '1.0.3',
    newId: () => v5(String(line), rules.job),
  });
  if (prepared.text.length <= MAX_STATEMENT_CHARS) return ok(prepared);
  return err(refusedFor('$', 'ST-19', `A statement may have at most ${MAX_STATEMENT_CHARS} characters.`, value));
}

/** A line that is refused for one thing. */
export const refusedFor = (path: string, rule: string, message: string, value?: unknown): LineReport =>
  reportOf(value, [{ path, rule, message }], 1);

function reportOf(value: unknown, findings: readonly Finding[], total: number): LineReport {
  const id = (value as { id?: unknown } | null | undefined)?.id;
  const told = findings.slice(0, MAX_LINE_FINDINGS).map(({ path, rule, message }) => ({
    path: cut(path),
    rule,
    message: cut(message),
  }));
  return { id: typeof id === 'string' ? cut(id) : null, findings: told, total };
}

const cut = (text: string): string => (text.length > MAX_TEXT_CHARS ? `${text.slice(0, MAX_TEXT_CHARS - 1)}…` : text);

/** Data 2.4.7: a statement without a timestamp has that of its storing, which its old store knew. */
const withTimestamp = (sent: Statement): Statement =>
  sent.timestamp === undefined && sent.stored !== undefined ? { ...sent, timestamp: sent.stored } : sent;

/** A statement that does not say its version is of 2.0 when it says what only 2.0 knows. */
function isVersion2({ version, context, object }: Statement): boolean {
  if (version !== undefined) return version.startsWith('2.');
  const inner = object.objectType === 'SubStatement' ? object.context : undefined;
  return [context, inner].some((one) => one?.contextAgents !== undefined || one?.contextGroups !== undefined);
}
