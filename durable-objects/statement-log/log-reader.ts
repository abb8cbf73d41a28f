import { completeText, type StoredText } from '../../domain/statement/block.ts';
import { wordsOf } from '../../domain/statement/index/id-words.ts';
import { type ListQuery, matchesTerms, termNumbers } from '../../domain/statement/query.ts';
import { targetsOf } from '../../domain/statement/references.ts';
import type { FoundStatement } from '../../domain/statement/shards/merge.ts';
import type { Statement, StoredStatement } from '../../domain/statement/types.ts';
import { VOIDED } from '../../domain/statement/verbs.ts';
import type { BlockStore } from './block-store.ts';
import type { Extent, FoundText, PageAnswer, PageRequest, RecordAnswer, ScanAnswer } from './contract.ts';
import type { LinkStore } from './link-store.ts';
import type { LogIndex } from './log-index.ts';
import type { Texts } from './texts.ts';

/** Statements that one page looks at, at most; one full of voided statements may be short or empty and still have a next. */
const MAX_LOOKED_AT = 1000;
/** Characters of the statements in an answer. By RPC it has at most 32 MiB. */
const MAX_PAGE_CHARS = 4_000_000;
/** Characters that whoever asks several logs for a page holds until it is put together. */
const HELD_CHARS = 16_000_000;
/** Characters after which a scan ends: what a reader of an export waits for, and holds, at once. */
const SCAN_CHARS = 1_000_000;

/** What a person looks through; a list by reference has all of them. */
const MAX_REFERRERS = 20;

type Page = Omit<PageAnswer, 'consistentThrough' | 'layout'>;
type Times = Pick<PageRequest['query'], 'since' | 'until'>;

/** What reading a log needs of it. */
export interface LogSources {
  readonly blocks: BlockStore;
  readonly texts: Texts;
  readonly index: LogIndex;
  readonly links: LinkStore;
}

/** The statements of the tenant's other logs: the JSON of an id, undefined when no log has it. */
export type FindElsewhere = (id: string) => Promise<string | undefined>;

/** What is read of a log. Which statements is known at once; their texts are waited for. */
export class LogReader {
  readonly #log: LogSources;
  readonly #elsewhere: FindElsewhere;

  constructor(log: LogSources, elsewhere: FindElsewhere) {
    this.#log = log;
    this.#elsewhere = elsewhere;
  }

  /** The statement with this id, undefined when there is none. */
  async find(id: string): Promise<StoredText | undefined> {
    const seq = this.#log.index.seqOf(wordsOf(id), 0);
    return seq === 0 ? undefined : await this.#log.texts.at(seq);
  }

  /** [LOG-7] The JSON of a statement that is voided or, when not asked for such, is not; else null. */
  async one(id: string, voided: boolean): Promise<string | null> {
    const found = await this.find(id);
    if (found === undefined) return null;
    const text = completeText(found);
    return this.#isVoided(JSON.parse(text) as StoredStatement) === voided ? text : null;
  }

  /** [LOG-15] A statement, voided or not, with who voided it and who refers to it. */
  async record(id: string): Promise<RecordAnswer> {
    const found = await this.find(id);
    if (found === undefined) return { statement: null, voidedBy: null, referrers: [] };
    const text = completeText(found);
    const { links } = this.#log;
    const isVoided = this.#isVoided(JSON.parse(text) as StoredStatement);
    return {
      statement: text,
      voidedBy: isVoided ? (links.voidedBy(id) ?? null) : null,
      referrers: links.newestReferrers(id, MAX_REFERRERS),
    };
  }

  /**
   * The JSON of each of these ids, voided or not, in their order; those that are not here are left out. Whoever wants more
   * than an answer holds asks for those behind the last again.
   */
  async texts(ids: readonly string[]): Promise<FoundText[]> {
    const found: FoundText[] = [];
    let chars = 0;
    for (const id of ids) {
      if (chars >= MAX_PAGE_CHARS) break;
      const stored = await this.find(id);
      if (stored === undefined) continue;
      const text = completeText(stored);
      found.push({ id, text });
      chars += text.length;
    }
    return found;
  }

  /** [LOG-10] A page of the statements that match, newest or oldest first. Voided ones are left out. */
  async page({ query, position, logs = 1 }: PageRequest, newest: number): Promise<Page> {
    // Nobody vouches for a position: it may name what is not there yet.
    const upper = Math.min(position?.upper ?? newest, newest);
    const statements: FoundStatement[] = [];
    const maxChars = Math.min(MAX_PAGE_CHARS, HELD_CHARS / logs);
    let chars = 0;
    let at = position?.after;
    for (let lookedAt = 0; ; ) {
      // One more than are wanted: it tells that there is a next page.
      const count = query.limit + 1 - statements.length;
      const seqs = this.#candidates(query, { upper, after: at, count });
      await this.#log.texts.ahead(seqs);
      for (const seq of seqs) {
        const found = await this.#match(seq, query);
        const text = found === undefined ? undefined : completeText(found);
        const full = statements.length === query.limit || (chars > 0 && chars + (text?.length ?? 0) > maxChars);
        if (text !== undefined && full) return { found: statements, upper, next: { after: at!, upper } };
        if (text !== undefined) statements.push({ seq, storedMicros: found!.storedMicros, text });
        chars += text?.length ?? 0;
        at = seq;
      }
      if (seqs.length < count) return { found: statements, upper, next: null };
      lookedAt += seqs.length;
      if (lookedAt > MAX_LOOKED_AT) return { found: statements, upper, next: { after: at!, upper } };
    }
  }

  /** [LOG-13] The statements of a time, `since` exclusive and `until` inclusive (microseconds), up to `newest`. */
  extent(times: Times, newest: number): Omit<Extent, 'consistentThrough'> {
    const { low, high } = this.#rangeOf(times, newest);
    return { after: low - 1, upTo: Math.max(low - 1, high) };
  }

  /** [LOG-13] The next statements of an extent, voided ones and those that void them too. */
  async scan(after: number, upTo: number, maxChars = SCAN_CHARS): Promise<ScanAnswer> {
    const lines: string[] = [];
    let chars = 0;
    for (let seq = after + 1; seq <= upTo && chars < maxChars; seq++) {
      const line = `${completeText(await this.#log.texts.at(seq))}\n`;
      lines.push(line);
      chars += line.length;
    }
    return { lines: lines.join(''), count: lines.length, last: after + lines.length };
  }

  /** The next statements that may match. The index is asked anew every time: it may have been merged in between. */
  #candidates(
    query: ListQuery,
    { upper, after, count }: { upper: number; after: number | undefined; count: number },
  ): number[] {
    const { ascending } = query;
    const range = this.#rangeOf(query, upper);
    if (after !== undefined && ascending) range.low = Math.max(range.low, after + 1);
    if (after !== undefined && !ascending) range.high = Math.min(range.high, after - 1);
    return this.#log.index.candidates(termNumbers(query), { range, ascending, count });
  }

  /** `since` and `until` become sequence numbers, because `stored` rises with them. */
  #rangeOf({ since, until }: Times, upper: number): { low: number; high: number } {
    const { blocks } = this.#log;
    return {
      low: since === undefined ? 1 : blocks.lastStoredAt(since) + 1,
      high: until === undefined ? upper : Math.min(upper, blocks.lastStoredAt(until)),
    };
  }

  /** [QRY-5] A candidate that really matches. */
  async #match(seq: number, query: ListQuery): Promise<StoredText | undefined> {
    const found = await this.#log.texts.at(seq);
    const statement = JSON.parse(found.text) as StoredStatement;
    const matches =
      matchesTerms([statement], query) || matchesTerms([statement, ...(await this.#targetsOf(statement))], query);
    return matches && !this.#isVoided(statement) ? found : undefined;
  }

  #targetsOf(statement: StoredStatement): Promise<Statement[]> {
    return targetsOf(statement, async (id) => {
      const text = (await this.find(id))?.text ?? (await this.#elsewhere(id));
      return text === undefined ? undefined : (JSON.parse(text) as Statement);
    });
  }

  /** Data 2.3.2: one that voids cannot be voided. */
  #isVoided({ id, verb }: StoredStatement): boolean {
    return verb.id !== VOIDED && this.#log.links.isVoided(id);
  }
}
