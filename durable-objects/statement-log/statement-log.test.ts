import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { MAX_WAITING } from './commit-queue.ts';
import { plain, range, requestOf, uuid } from './log.testing.ts';
import { allPages, newLog } from './statement-log.testing.ts';

describe('appending', () => {
  it('[LOG-6] a batch is stored whole; equal again is a success; a conflict leaves nothing', async () => {
    const { stub, append } = await newLog();
    const statements = [plain(1), plain(2)];
    const first = await append(statements);
    expect(first).toEqual({ stored: expect.stringMatching(/^20.*\.\d{6}Z$/), added: 2, full: false });
    expect(await append(statements)).toEqual({ ...first, added: 0 });
    const refused = await append([plain(3), plain(2, { result: { success: true } })]);
    expect(refused).toMatchObject({ problem: { code: 'statement_conflict', extra: { statements: [uuid(2)] } } });
    expect((await stub.one(uuid(3), false)).statement).toBeNull();
    expect(await allPages(stub, {})).toEqual([[2, 1]]);
  });
  it('[LOG-14] says how many were not there before', async () => {
    const { append } = await newLog();
    await append([plain(1)]);
    const answer = await append([plain(1), plain(2), plain(3)]);
    expect(answer).toMatchObject({ added: 2 });
  });
  it('[LOG-3] stored goes on rising when the object starts anew', async () => {
    const { stub, append, listen } = await newLog();
    const times: string[] = [];
    for (const n of range(1, 4)) {
      const answer = await append([plain(n)]);
      times.push('stored' in answer ? answer.stored : '');
      await stub.pull(0, n); // everything is projected, so that it calls for nothing when it awakes
      await evictDurableObject(stub);
      await listen();
    }
    expect([...new Set(times)].sort()).toEqual(times);
  });
  it('[LOG-6] large batches become blocks within the row limit', async () => {
    const { stub, append } = await newLog();
    const noise = (chars: number) => {
      const bytes = new Uint8Array(chars / 2);
      for (let i = 0; i < bytes.length; i += 65_536) crypto.getRandomValues(bytes.subarray(i, i + 65_536));
      return bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
    };
    const batch = [...range(1, 3).map((n) => plain(n, { result: { response: noise(300_000) } })), plain(4), plain(5)];
    await append(batch);
    const sizes = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec('SELECT n, length(body) AS size FROM blocks ORDER BY first').toArray(),
    );
    expect(sizes.map((row) => row.n)).toEqual([1, 1, 1, 2]);
    for (const { size } of sizes) expect(Number(size)).toBeLessThan(2_000_000);
    expect((await allPages(stub, { ascending: 'true' })).flat()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('many at once', () => {
  it('[LOG-19] share a transaction and have each their own answer', async () => {
    const { stub, append } = await newLog();
    await append([plain(1)]);
    const before = await stub.stats();
    const other = { result: { success: true } };
    const answers = await runInDurableObject(stub, (object) =>
      Promise.all(
        [[plain(2), plain(3)], [plain(4), plain(1, other)], [plain(3), plain(5)], [plain(3, other)], [plain(6)]].map(
          (statements) => object.append(requestOf(statements)),
        ),
      ),
    );
    const conflict = (n: number) => ({ problem: { code: 'statement_conflict', extra: { statements: [uuid(n)] } } });
    expect(answers).toMatchObject([{ added: 2 }, conflict(1), { added: 1 }, conflict(3), { added: 1 }]);
    expect((await allPages(stub, { ascending: 'true' })).flat()).toEqual([1, 2, 3, 6, 5]);
    // Those that had to read what is stored came with a second commit.
    expect((await stub.stats()).blocks - before.blocks).toBe(2);
  });
  it('[LOG-20] when too many wait, the next is refused and leaves nothing', async () => {
    const { stub, append } = await newLog();
    const answers = await runInDurableObject(stub, (object) =>
      Promise.all(range(1, MAX_WAITING + 1).map((n) => object.append(requestOf([plain(n)])))),
    );
    expect(answers.filter((answer) => 'stored' in answer)).toHaveLength(MAX_WAITING);
    expect(answers.at(-1)).toMatchObject({ problem: { code: 'too_many_requests' } });
    expect(await stub.stats()).toMatchObject({ statements: MAX_WAITING, waiting: { requests: 0, bytes: 0 } });
    expect(await append([plain(MAX_WAITING + 1)])).toMatchObject({ added: 1 });
  }, 30_000);
});
