import { matchesTerms, termNumbers } from '../../domain/statement/query.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { VOIDED } from '../../domain/statement/verbs.ts';
import type { Extent, PageAnswer, PagePosition, PageRequest, ScanAnswer } from './contract.ts';
import type { LogReader, Segment } from './store.ts';

/** Segments that one page reads at most; a page of a rare match may be short or empty and still have a next one. */
const MAX_SEGMENTS_READ = 200;
/** Candidates asked of the index at once: a page is mostly found within a few segments. */
const CANDIDATES = 16;
/** Characters of a page's statements. An RPC answer has at most 32 MiB. */
const MAX_PAGE_CHARS = 4_000_000;
/** Characters after which a scan ends: what a reader of an export waits for, and holds, at once. */
const SCAN_CHARS = 1_000_000;

/** The sequence numbers that a page may hold, both inclusive. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** A page of the statements that match, newest or oldest first. Voided ones are left out. */
export function searchPage(
  sql: SqlStorage,
  log: LogReader,
  { query, position }: PageRequest,
): Omit<PageAnswer, 'consistentThrough'> {
  const upper = position?.upper ?? log.end().seq;
  const range = rangeOf(sql, query, { upper, after: position?.after });
  const page = new Page(query.limit);
  let read = 0;
  let { low, high } = range;
  while (low <= high) {
    const firsts = candidates(sql, termNumbers(query), { low, high }, query.ascending);
    for (const first of firsts) {
      if (read++ >= MAX_SEGMENTS_READ) return page.end(upper, query.ascending ? first - 1 : high + 1);
      const segment = log.segment(first);
      for (const i of order(segment.lines.length, query.ascending)) {
        const seq = first + i;
        if (seq < low || seq > high || !visible(log, segment, i, query)) continue;
        if (!page.add(seq, segment.lines[i]!)) return page.end(upper);
      }
      if (query.ascending) low = Math.max(low, first + segment.lines.length);
      else high = Math.min(high, first - 1);
    }
    if (firsts.length < CANDIDATES) break;
  }
  return { statements: page.statements, next: null };
}

/** [LOG-13] The statements of a time, `since` exclusive and `until` inclusive (microseconds), up to the newest of now. */
export function extentOf(
  sql: SqlStorage,
  log: LogReader,
  times: { readonly since?: number; readonly until?: number },
): Omit<Extent, 'consistentThrough'> {
  const { low, high } = rangeOf(sql, { ...times, ascending: true }, { upper: log.end().seq, after: undefined });
  return { after: low - 1, upTo: Math.max(low - 1, high) };
}

/** [LOG-13] The next statements of an extent, voided ones and those that void them too. */
export function scanLog(log: LogReader, after: number, upTo: number): ScanAnswer {
  const lines: string[] = [];
  let chars = 0;
  for (let next = after + 1; next <= upTo && chars < SCAN_CHARS; ) {
    const segment = log.segmentAt(next);
    for (const line of segment.lines.slice(next - segment.first, upTo - segment.first + 1)) {
      lines.push(`${line}\n`);
      chars += line.length;
    }
    next = segment.first + segment.lines.length;
  }
  return { lines: lines.join(''), count: lines.length, last: after + lines.length };
}

class Page {
  readonly statements: string[] = [];
  #last = 0;
  #chars = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when the page is full: the statement belongs to the next one. */
  add(seq: number, statement: string): boolean {
    if (this.statements.length >= this.#limit) return false;
    if (this.statements.length > 0 && this.#chars + statement.length > MAX_PAGE_CHARS) return false;
    this.statements.push(statement);
    this.#chars += statement.length;
    this.#last = seq;
    return true;
  }

  end(upper: number, after: number = this.#last): { statements: string[]; next: PagePosition } {
    return { statements: this.statements, next: { after, upper } };
  }
}

function* order(length: number, ascending: boolean): Generator<number> {
  for (let i = 0; i < length; i++) yield ascending ? i : length - 1 - i;
}

/** `since` and `until` become sequence numbers, because `stored` rises with them. */
function rangeOf(
  sql: SqlStorage,
  query: Pick<PageRequest['query'], 'since' | 'until' | 'ascending'>,
  { upper, after }: { upper: number; after: number | undefined },
): Range {
  let low = query.since === undefined ? 1 : lastStoredAt(sql, query.since) + 1;
  let high = query.until === undefined ? upper : Math.min(upper, lastStoredAt(sql, query.until));
  if (after !== undefined && query.ascending) low = Math.max(low, after + 1);
  if (after !== undefined && !query.ascending) high = Math.min(high, after - 1);
  return { low, high };
}

/** The last sequence number whose `stored` is not after `micros`; 0 when there is none. */
function lastStoredAt(sql: SqlStorage, micros: number): number {
  const query =
    'SELECT first, n, stored_micros FROM segments WHERE stored_micros <= ? ORDER BY stored_micros DESC LIMIT 1';
  const row = sql.exec(query, micros).toArray()[0];
  if (row === undefined) return 0;
  return Number(row.first) + Math.min(Number(row.n) - 1, micros - Number(row.stored_micros));
}

/** Segments that may hold a match, in the order asked for: the first term drives, the others are probed. */
function candidates(
  sql: SqlStorage,
  terms: readonly (readonly number[])[],
  range: Range,
  ascending: boolean,
): number[] {
  const sort = ascending ? 'ASC' : 'DESC';
  const [driver, ...others] = terms;
  // A segment that begins before `low` may still reach into the range.
  const from = Number(
    sql.exec('SELECT coalesce(max(first), ?1) AS first FROM segments WHERE first <= ?1', range.low).one().first,
  );
  if (driver === undefined) {
    const query = `SELECT first FROM segments WHERE first BETWEEN ? AND ? ORDER BY first ${sort} LIMIT ${CANDIDATES}`;
    return sql
      .exec(query, from, range.high)
      .toArray()
      .map((row) => Number(row.first));
  }
  const marks = (list: readonly number[]) => list.map(() => '?').join(', ');
  const probes = others.map(
    (any) => `AND EXISTS (SELECT 1 FROM postings q WHERE q.segment = p.segment AND q.term IN (${marks(any)}))`,
  );
  const query = `SELECT DISTINCT p.segment AS first FROM postings p
    WHERE p.term IN (${marks(driver)}) AND p.segment BETWEEN ? AND ? ${probes.join(' ')}
    ORDER BY p.segment ${sort} LIMIT ${CANDIDATES}`;
  return sql
    .exec(query, ...driver, from, range.high, ...others.flat())
    .toArray()
    .map((row) => Number(row.first));
}

/** Data 2.3.2: a voided statement is left out; one that voids cannot be voided. */
function visible(log: LogReader, segment: Segment, i: number, query: PageRequest['query']): boolean {
  const statement = JSON.parse(segment.lines[i]!) as StoredStatement;
  if (!matchesTerms(statement, query, (id) => log.find(id))) return false;
  return statement.verb.id === VOIDED || !log.isVoided(statement.id);
}
