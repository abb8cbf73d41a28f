import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { StoredStatement } from '../../domain/statement/types.ts';
import { expand } from './gzip.ts';
import { plain, range, uuid } from './log.testing.ts';
import { newLog } from './statement-log.testing.ts';

const text = (body: Uint8Array) => new TextDecoder().decode(expand(body));

describe('the outbox', () => {
  it('[LOG-8] a chunk holds the statements of one partition and leads to the next without a gap', async () => {
    const { stub, append } = await newLog();
    await append(
      range(1, 4).map((n) => plain(n)),
      (i) => i % 2,
    );
    await append([plain(5)], () => 1);
    const ids = async (partition: number, after: number) => {
      const chunk = await stub.pull(partition, after);
      if (chunk === null) return null;
      const lines = text(chunk.body).split('\n');
      return [
        chunk.from,
        chunk.to,
        ...lines.map((line) => Number((JSON.parse(line) as StoredStatement).id.slice(-12))),
      ];
    };
    expect(await ids(0, 0)).toEqual([0, 4, 1, 3]);
    expect(await ids(0, 4)).toBeNull();
    expect(await ids(1, 0)).toEqual([0, 5, 2, 4, 5]);
    expect(await ids(1, 4)).toEqual([4, 5, 5]);
    expect(await ids(2, 0)).toBeNull();
  });
  it('[LOG-8] what was acknowledged is released, what was not stays', async () => {
    const { stub, append } = await newLog();
    await append(
      range(1, 4).map((n) => plain(n)),
      (i) => i % 2,
    );
    const pending = () =>
      runInDurableObject(stub, (_, state) =>
        state.storage.sql
          .exec('SELECT partition FROM outbox WHERE head > acknowledged ORDER BY 1')
          .toArray()
          .map((row) => row.partition),
      );
    expect(await pending()).toEqual([0, 1]);
    await stub.acknowledge(0, 3);
    expect(await pending()).toEqual([0, 1]);
    await stub.acknowledge(0, 4);
    await stub.acknowledge(0, 2);
    expect(await pending()).toEqual([1]);
  });
  it('[LOG-8] a drain follows at once and sends everything once', async () => {
    const { append, sent, log } = await newLog();
    await append([plain(1), plain(2)], (i) => i);
    await append([plain(3)]);
    expect(sent.map(({ partition, from, to }) => [partition, from, to])).toEqual([
      [0, 0, 2],
      [1, 0, 2],
      [0, 2, 3],
    ]);
    expect(sent[0]).toMatchObject({ version: 1, tenant: log, log });
    expect(text(sent[2]!.body!)).toContain(uuid(3));
  });
  it('[LOG-9] an alarm stands while the outbox is not empty, and none when it is', async () => {
    const { stub, append } = await newLog();
    const alarm = () => runInDurableObject(stub, (_, state) => state.storage.getAlarm());
    expect(await alarm()).toBeNull();
    await append([plain(1)]);
    expect(await alarm()).not.toBeNull();
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await alarm()).not.toBeNull();
    await stub.acknowledge(0, 1);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await alarm()).toBeNull();
  });
  it('[LOG-9] what made no progress between two looks is sent again, what moves is left alone', async () => {
    const { stub, append, sent } = await newLog();
    const looks = async () => {
      const before = sent.length;
      await runDurableObjectAlarm(stub);
      return sent.slice(before).map(({ from, to }) => [from, to]);
    };
    await append([plain(1)]);
    expect(await looks()).toEqual([]);
    expect(await looks()).toEqual([[0, 1]]);
    await append([plain(2)]);
    await stub.acknowledge(0, 1);
    expect(await looks()).toEqual([]);
    expect(await looks()).toEqual([[1, 2]]);
  });
});
