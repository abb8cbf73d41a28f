import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { MAX_LOGS } from '../../../domain/statement/shards/layout.ts';
import type { LogPosition } from '../../../domain/statement/shards/merge.ts';
import { fromBase64, toBase64Url, utf8 } from '../../shared/base64.ts';

/** What a `more` link carries: the query as it was asked, where to go on, and whose log it is of. */
export interface More {
  readonly tenant: string;
  readonly query: readonly (readonly [string, string])[];
  /** Of each log, by its number. */
  readonly positions: readonly LogPosition[];
}

/**
 * [XAPI-9] `more` is relative to the host, with the full path. It is valid as long as the log exists, because it holds
 * no state of the server; nobody needs to believe it, because the log it reads is that of the credential.
 */
export function moreLink(path: string, { tenant, query, positions }: More): string {
  const token = [tenant, query, positions.map(({ after, upper }) => [after ?? null, upper])];
  return `${path}?more=${toBase64Url(new TextEncoder().encode(JSON.stringify(token)))}`;
}

export function readMore(text: string, tenant: string): Result<More, Problem> {
  const refused = err(problem('invalid_cursor', 'This is not a `more` link that this store gave you.', 'query.more'));
  try {
    const token: unknown = JSON.parse(utf8(fromBase64(text)));
    if (!Array.isArray(token) || token.length !== 3) return refused;
    const [owner, query, positions] = token as [unknown, unknown, unknown];
    if (owner !== tenant || !isQuery(query) || !arePositions(positions)) return refused;
    return ok({
      tenant,
      query,
      positions: positions.map(([after, upper]) => ({ upper, ...(after === null ? {} : { after }) })),
    });
  } catch {
    return refused; // not base64, not UTF-8 or not JSON
  }
}

const isQuery = (value: unknown): value is [string, string][] =>
  Array.isArray(value) &&
  value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string'));

const arePositions = (value: unknown): value is [number | null, number][] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MAX_LOGS &&
  value.every((pair) => Array.isArray(pair) && pair.length === 2 && (pair[0] === null || isPosition(pair[0]))) &&
  value.every((pair) => isPosition(pair[1]));

const isPosition = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
