import { describe, expect, it } from 'vitest';
import { LIFE_VERBS } from '../../domain/statement/verbs.ts';
import { LinkStore } from './link-store.ts';
import { BareLog, list, numberOf, onStorage, plain, range, requestOf, SMALL, uuid } from './log.testing.ts';
import { LogSql } from './sql.ts';

const numbered = (from: number, to: number) => requestOf(range(from, to).map((n) => plain(n)));

/** Everything that has the verb of `plain`, by the index. */
async function found({ log }: BareLog): Promise<number[]> {
  const query = list({ verb: LIFE_VERBS.scored, ascending: 'true' });
  return (await log.reader.page({ query }, log.writer.end.seq)).found.map(({ text }) => numberOf(text));
}

/** Storage whose statements fail where the test wants it. */
function failing(storage: DurableObjectStorage, fails: (query: string, bindings: unknown[]) => boolean) {
  const exec = (query: string, ...bindings: unknown[]) => {
    if (fails(query, bindings)) throw new Error('the disk is full');
    return storage.sql.exec(query, ...bindings);
  };
  return {
    sql: { exec } as unknown as SqlStorage,
    transactionSync: <T>(steps: () => T) => storage.transactionSync(steps),
  };
}

const rows = (storage: DurableObjectStorage, query: string) =>
  storage.sql
    .exec(query)
    .toArray()
    .map((row) => Object.values(row)[0]);

describe('a group that breaks', () => {
  it('[LOG-6] [LOG-19] fails alone, and memory forgets what the table never had', () =>
    onStorage(async (storage) => {
      const bare = new BareLog(
        failing(storage, (_, bindings) => String(bindings[1]).includes('unspeakable')),
        SMALL,
      );
      const bad = requestOf([
        plain(2),
        plain(3, { object: { id: 'a:b', definition: { name: { en: 'unspeakable' } } } }),
        plain(9, { object: { objectType: 'StatementRef', id: uuid(8) } }),
      ]);
      const requests = [numbered(1, 1), bad, numbered(4, 11)].map((request) => bare.append(request));
      bare.log.blocks.count();
      const settled = await Promise.allSettled(requests);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await found(bare)).toEqual([1, ...range(4, 11)]);
      expect(await bare.append(numbered(2, 3))).toMatchObject([{ added: 2 }]);
      expect([bare.log.blocks.count()]).toEqual(rows(storage, 'SELECT count(*) FROM blocks'));
      expect(await found(bare)).toEqual([1, ...range(4, 11), 2, 3]);
      expect(bare.log.links.mayBeAwaited(new Uint32Array([0x0193a1b2, 0xc3d44e5f, 0x8a6b0000, 8]), 0)).toBe(false);
    }));
});

describe('runs', () => {
  it('[LOG-21] the tail becomes a run with the statement that fills it, and not before', () =>
    onStorage(async (storage) => {
      const bare = new BareLog(storage, SMALL);
      const runs = () => rows(storage, "SELECT first || '-' || last FROM runs WHERE kind = 'ids' ORDER BY first");
      await bare.append(numbered(1, SMALL.tailStatements - 1));
      expect(runs()).toEqual([]);
      await bare.append(numbered(20, 20));
      expect(runs()).toEqual(['1-6']);
      await bare.append(numbered(30, 45));
      expect(runs()).toEqual(['1-6', '7-22']);
      bare.reopen();
      expect(await found(bare)).toEqual([...range(1, 5), 20, ...range(30, 45)]);
    }));
  it('[LOG-21] so it does with many terms', () =>
    onStorage(async (storage) => {
      const bare = new BareLog(storage, { ...SMALL, tailTerms: 20 });
      const activities = (n: number) => range(1, n).map((i) => ({ id: `https://example.com/context/${i}` }));
      const many = plain(2, { context: { contextActivities: { other: activities(20) } } });
      await bare.append(requestOf([plain(1)]));
      expect(rows(storage, 'SELECT count(*) FROM runs')).toEqual([0]);
      await bare.append(requestOf([many]));
      expect(rows(storage, 'SELECT last FROM runs')).toEqual([2, 2]);
      expect(await found(bare)).toEqual([1, 2]);
    }));
  it('[LOG-21] a merge that was interrupted is begun anew and nothing of it stays', () =>
    onStorage(async (storage) => {
      const bare = new BareLog(storage, SMALL);
      // Ids and terms enough for more chunks than one step of a merge writes.
      const parts = range(1, 3).map((k) => range(k * 10_000, k * 10_000 + 1199));
      for (const numbers of parts) {
        await bare.append(
          requestOf(numbers.slice(0, 600).map((n) => plain(n))),
          requestOf(numbers.slice(600).map((n) => plain(n))),
        );
      }
      const states = () => rows(storage, "SELECT kind || ' ' || level || ' ' || state FROM runs ORDER BY run");
      const live = ['ids 0 live', 'postings 0 live'];
      expect(states()).toEqual([...live, ...live, ...live]);
      bare.log.index.tidy();
      expect(states()).toContain('ids 1 growing');
      bare.reopen();
      expect(states()).toContain('ids 1 gone');
      while (bare.log.index.tidy());
      expect(states()).toEqual(['ids 1 live', 'postings 1 live']);
      const strays = 'SELECT count(*) FROM chunks WHERE place / 16777216 NOT IN (SELECT run FROM runs)';
      expect(rows(storage, strays)).toEqual([0]);
      expect(await bare.append(requestOf(parts[1]!.slice(0, 1000).map((n) => plain(n))))).toMatchObject([{ added: 0 }]);
    }));
  it('[LOG-21] a merge that cannot be written fails without harm, and is done later', () =>
    onStorage(async (storage) => {
      let full = true;
      let chunks = 0;
      const fails = (query: string) => full && query.startsWith('INSERT INTO chunks') && ++chunks > 7;
      const bare = new BareLog(failing(storage, fails), SMALL);
      for (const k of range(1, 3)) await bare.append(numbered(k * 10, k * 10 + 5));
      expect(() => {
        while (bare.log.index.tidy());
      }).toThrow('the disk is full');
      const all = range(1, 3).flatMap((k) => range(k * 10, k * 10 + 5));
      expect(await found(bare)).toEqual(all);
      full = false;
      while (bare.log.index.tidy());
      expect(rows(storage, 'SELECT level FROM runs')).toEqual([1, 1]);
      expect(await found(bare)).toEqual(all);
    }));
});

describe('awaited ids', () => {
  it('[REF-3] are found in the table when they are too many for memory', () =>
    onStorage(async (storage) => {
      const bare = new BareLog(storage, SMALL);
      const words = Uint32Array.of(1, 2, 3, 4);
      await bare.append(
        requestOf(range(1, 3).map((n) => plain(n, { object: { objectType: 'StatementRef', id: uuid(n + 50) } }))),
      );
      const sql = new LogSql(storage);
      expect(new LinkStore(sql, 3).mayBeAwaited(words, 0)).toBe(false);
      expect(new LinkStore(sql, 2).mayBeAwaited(words, 0)).toBe(true);
    }));
});
