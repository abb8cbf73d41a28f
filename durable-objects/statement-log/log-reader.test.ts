import { describe, expect, it } from 'vitest';
import type { LogPosition } from '../../domain/statement/shards/merge.ts';
import { parseTimestamp } from '../../domain/statement/time.ts';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { LIFE_VERBS, VOIDED } from '../../domain/statement/verbs.ts';
import type { PageAnswer } from './contract.ts';
import { list, numberOf, plain, range, uuid } from './log.testing.ts';
import { allPages, newLog, numbers } from './statement-log.testing.ts';
import type { StatementLog } from './statement-log.ts';

describe('scanning', () => {
  const voiding = plain(4, { verb: { id: VOIDED }, object: { objectType: 'StatementRef', id: uuid(2) } });
  const large = range(5, 9).map((n) => plain(n, { result: { response: 'x'.repeat(300_000) } }));
  async function scanned(stub: DurableObjectStub<StatementLog>, { after, upTo }: { after: number; upTo: number }) {
    const found: number[][] = [];
    for (let at = after; at < upTo; ) {
      const { lines, count, last } = await stub.scan(at, upTo);
      expect(lines.endsWith('\n')).toBe(true);
      found.push(lines.slice(0, -1).split('\n').map(numberOf));
      expect([found.at(-1)!.length, last]).toEqual([count, at + count]);
      at = last;
    }
    return found;
  }

  it('[LOG-13] gives everything in order, step by step, and nothing that came later', async () => {
    const { stub, append } = await newLog();
    await append([plain(1), plain(2), plain(3)]);
    await append([voiding, ...large]);
    const all = await stub.extent({});
    await append([plain(10)]);
    const steps = await scanned(stub, all);
    expect(steps.flat()).toEqual(range(1, 9));
    expect(steps.length).toBeGreaterThan(1);
    expect(await scanned(stub, { after: 1, upTo: 3 })).toEqual([[2, 3]]);
  });
  it('[LOG-13] an extent is told by times', async () => {
    const { stub, append } = await newLog();
    expect(await stub.extent({})).toMatchObject({ after: 0, upTo: 0 });
    await append([plain(1), plain(2)]);
    const stored = async (n: number) =>
      parseTimestamp((JSON.parse((await stub.one(uuid(n), false)).statement!) as StoredStatement).stored)!;
    await append([plain(3)]);
    expect(await stub.extent({})).toMatchObject({ after: 0, upTo: 3 });
    expect(await stub.extent({ since: await stored(1) })).toMatchObject({ after: 1, upTo: 3 });
    expect(await stub.extent({ until: await stored(2) })).toMatchObject({ after: 0, upTo: 2 });
    expect(await stub.extent({ since: await stored(3) })).toMatchObject({ after: 3, upTo: 3 });
    expect(await stub.extent({ since: await stored(3), until: await stored(1) })).toMatchObject({ after: 3, upTo: 3 });
  });
});

describe('finding one', () => {
  it('[LOG-7] by id in any case; voided ones only as voided; what voids stays', async () => {
    const { stub, append } = await newLog();
    const voiding = (n: number, target: number) =>
      plain(n, { verb: { id: VOIDED }, object: { objectType: 'StatementRef', id: uuid(target) } });
    // The first voids what comes later; the last tries to void what voids.
    await append([voiding(1, 3), plain(2)]);
    await append([plain(3), voiding(4, 1)]);
    const is = async (n: number, voided: boolean) => (await stub.one(uuid(n), voided)).statement !== null;
    expect(await is(2, false)).toBe(true);
    expect(await is(2, true)).toBe(false);
    expect(await is(3, false)).toBe(false);
    expect(await is(3, true)).toBe(true);
    expect(await is(1, false)).toBe(true);
    expect(await is(1, true)).toBe(false);
    expect(await is(9, false)).toBe(false);
    expect((await stub.one(uuid(2).toUpperCase(), false)).statement).toContain(uuid(2));
    expect(await allPages(stub, {})).toEqual([[4, 2, 1]]);
  });
});

describe('pages', () => {
  it('[LOG-10] neither repeat nor drop while others write, and end where the log ended at first', async () => {
    const { stub, append } = await newLog();
    for (const n of range(1, 12)) await append([plain(n), plain(n + 100)]);
    for (const ascending of ['true', 'false']) {
      const seen: number[] = [];
      let position: LogPosition | undefined;
      for (let i = 0; ; i++) {
        const page = (await stub.page({
          query: list({ limit: '5', ascending }),
          ...(position ? { position } : {}),
        })) as PageAnswer;
        seen.push(...numbers(page));
        if (page.next === null) break;
        position = page.next;
        await append([plain(1000 + i + (ascending === 'true' ? 0 : 100))]);
      }
      const upTo = seen.filter((n) => n < 1000);
      expect(new Set(upTo).size).toBe(24);
      expect(seen.length).toBe(new Set(seen).size);
      expect(upTo).toEqual(
        [...range(1, 12).flatMap((n) => [n, n + 100])][ascending === 'true' ? 'slice' : 'toReversed'](0),
      );
    }
  });
  it('[LOG-10] of many logs are shorter, so that all of them together are held, and leave nothing out', async () => {
    const { stub, append } = await newLog();
    await append(range(1, 8).map((n) => plain(n, { result: { response: 'x'.repeat(150_000) } })));
    const pages: number[][] = [];
    for (let position: LogPosition | null | undefined; position !== null; ) {
      const request = { query: list({}), logs: 64, ...(position === undefined ? {} : { position }) };
      const page = (await stub.page(request)) as PageAnswer;
      pages.push(numbers(page));
      position = page.next;
    }
    expect(pages).toEqual([[8], [7], [6], [5], [4], [3], [2], [1]]);
    expect(numbers((await stub.page({ query: list({}) })) as PageAnswer)).toHaveLength(8);
  });
  it('[LOG-10] a match is not lost behind more voided statements than one page looks at', async () => {
    const { stub, append } = await newLog();
    const voiding = (n: number) => ({
      ...plain(n + 5000, { verb: { id: VOIDED } }),
      object: { objectType: 'StatementRef', id: uuid(n) },
    });
    const voided = (from: number, to: number) => range(from, to).map((n) => plain(n));
    await append([plain(1), ...voided(1001, 1600)]);
    await append([...voided(1601, 2200), plain(2)]);
    const until = (JSON.parse((await stub.one(uuid(2), false)).statement!) as StoredStatement).stored;
    await append(range(1001, 1600).map(voiding));
    await append(range(1601, 2200).map(voiding));
    for (const ascending of ['false', 'true']) {
      const pages = await allPages(stub, { until, ascending });
      expect(pages.flat()).toEqual(ascending === 'true' ? [1, 2] : [2, 1]);
      expect(pages.length).toBe(2);
    }
  });
  it('[QRY-5] filters find exactly what has all the terms', async () => {
    const { stub, append } = await newLog();
    const registration = uuid(777);
    for (const n of range(1, 40)) {
      const statement = plain(n, {
        verb: { id: n % 2 ? LIFE_VERBS.scored : LIFE_VERBS.passed },
        object: { id: `https://example.com/${n % 5}` },
        context: {
          contextActivities: { grouping: [{ id: 'https://example.com/course' }] },
          ...(n % 3 ? {} : { registration }),
        },
      });
      await append([statement]);
    }
    const found = async (parameters: Record<string, string>) =>
      (await allPages(stub, { ascending: 'true', ...parameters })).flat();
    expect(await found({ verb: LIFE_VERBS.passed })).toEqual(range(1, 40).filter((n) => n % 2 === 0));
    expect(await found({ registration })).toEqual(range(1, 40).filter((n) => n % 3 === 0));
    expect(await found({ registration, verb: LIFE_VERBS.scored, activity: 'https://example.com/0' })).toEqual([15]);
    expect(await found({ activity: 'https://example.com/course' })).toEqual([]);
    expect(await found({ activity: 'https://example.com/course', related_activities: 'true' })).toEqual(range(1, 40));
    expect(await found({ agent: JSON.stringify({ mbox: 'mailto:lrs@example.com' }) })).toEqual([]);
    expect(await found({ agent: JSON.stringify({ mbox: 'mailto:lrs@example.com' }), related_agents: 'true' })).toEqual(
      range(1, 40),
    );
    expect((await allPages(stub, { verb: LIFE_VERBS.passed, limit: '7' })).map((page) => page.length)).toEqual([
      7, 7, 6,
    ]);
  });
  it('[QRY-4] since is exclusive and until inclusive, within a block too', async () => {
    const { stub, append } = await newLog();
    await append(range(1, 5).map((n) => plain(n)));
    await append(range(6, 8).map((n) => plain(n)));
    const all = (await stub.page({ query: list({ ascending: 'true' }) })) as PageAnswer;
    const stored = all.found.map(({ text }) => (JSON.parse(text) as StoredStatement).stored);
    const found = async (parameters: Record<string, string>) =>
      (await allPages(stub, { ascending: 'true', ...parameters })).flat();
    expect(await found({ since: stored[1]!, until: stored[6]! })).toEqual([3, 4, 5, 6, 7]);
    expect(await found({ since: stored[4]! })).toEqual([6, 7, 8]);
    expect(await found({ until: stored[0]! })).toEqual([1]);
    expect(await found({ since: stored[7]! })).toEqual([]);
    expect(await found({ until: '2020-01-01T00:00:00Z' })).toEqual([]);
  });
  it('[LOG-11] consistent-through lies before what comes next', async () => {
    const { stub, append } = await newLog();
    const before = (await stub.page({ query: list() })).consistentThrough;
    const answer = await append([plain(1)]);
    const after = (await stub.one(uuid(1), false)).consistentThrough;
    expect('stored' in answer && before < answer.stored && answer.stored <= after).toBe(true);
  });
});
