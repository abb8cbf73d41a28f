import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { ClaimRequest } from './contract.ts';
import type { IdSlot } from './id-slot.ts';

const namespace = (env as unknown as { ID_SLOT: DurableObjectNamespace<IdSlot> }).ID_SLOT;
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
let made = 0;

/** A slot of its own, with the plain signatures. */
function newSlot() {
  const stub = namespace.getByName(`slot${++made}`);
  const claim = (name: string, request: Partial<ClaimRequest>) =>
    stub.claim('slots', { claim: name, home: 0, defines: false, ids: [], links: [], ...request });
  return { stub, claim, find: async (n: number) => (await stub.find([id(n)]))[0]?.home };
}

const NOTHING = { busy: false, stored: [], targets: [], waiting: [] };

describe('claims', () => {
  it('[SLOT-1] [SLOT-3] [SLOT-6] are exclusive until they are confirmed or released', async () => {
    const { stub, claim, find } = newSlot();
    expect(await claim('a', { home: 3, ids: [id(1), id(2)] })).toEqual(NOTHING);
    expect(await claim('a', { home: 3, ids: [id(1), id(2)] })).toEqual(NOTHING);
    expect(await claim('b', { home: 1, ids: [id(2), id(3)] })).toEqual({ busy: true });
    expect(await claim('c', { home: 1, ids: [id(3)] })).toEqual(NOTHING);
    expect([await find(1), await find(4)]).toEqual([3, undefined]);
    await stub.confirm('a');
    await stub.confirm('a');
    await stub.release('a');
    await stub.release('c');
    expect([await find(1), await find(2), await find(3)]).toEqual([3, 3, undefined]);
    expect(await claim('b', { home: 1, ids: [id(2), id(3)] })).toEqual({
      ...NOTHING,
      stored: [{ id: id(2), home: 3 }],
    });
    await stub.confirm('b');
    expect([await find(2), await find(3)]).toEqual([3, 1]);
    await stub.confirm('unknown');
    await stub.release('unknown');
  });

  it('[SLOT-2] a reference finds its target, and a target whoever refers to it', async () => {
    const { stub, claim } = newSlot();
    const link = { target: id(1), by: id(9), voids: true };
    expect(await claim('by', { home: 2, links: [link] })).toEqual(NOTHING);
    expect(await claim('target', { home: 1, ids: [id(1)] })).toEqual({ busy: true });
    await stub.confirm('by');
    expect(await claim('target', { home: 1, ids: [id(1)] })).toEqual({ ...NOTHING, waiting: [{ ...link, home: 2 }] });
    const other = { target: id(1), by: id(8), voids: false };
    expect(await claim('other', { links: [other] })).toEqual({ busy: true });
    await stub.confirm('target');
    expect(await claim('other', { links: [other] })).toEqual({ ...NOTHING, targets: [{ id: id(1), home: 1 }] });
    await stub.release('other');
    expect(await stub.linksTo([id(1)])).toEqual([{ ...link, home: 2 }]);
  });

  it('[SLOT-4] of a home that cannot be asked stay and are asked for again; others do not wait for them', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { stub, claim, find } = newSlot();
    await claim('stuck', { home: 1, ids: [id(1)] });
    await claim('lost', { home: 2, ids: [id(2)] });
    await runInDurableObject(stub, (object, { storage }) => {
      const { env } = object as unknown as { env: { STATEMENT_LOG: DurableObjectNamespace } };
      const down = () => Promise.reject(new Error('overloaded'));
      const getByName = (name: string) =>
        name === 'slots-log-1' ? { settle: down } : env.STATEMENT_LOG.getByName(name);
      (object as unknown as { env: object }).env = { STATEMENT_LOG: { getByName } };
      // Older than what a batch may take, without waiting for it.
      vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 6000);
      return storage.setAlarm(Date.now() + 60_000);
    });
    await runDurableObjectAlarm(stub);
    vi.restoreAllMocks();
    expect([await find(1), await find(2)]).toEqual([1, undefined]);
    expect(await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())).not.toBeNull();
  });

  it('[SLOT-4] of before a restart stay, and are settled at once: a batch that is sent again need not wait', async () => {
    const { stub, claim, find } = newSlot();
    await claim('killed', { home: 5, ids: [id(1)] });
    await evictDurableObject(stub);
    expect(await claim('again', { home: 6, ids: [id(1)] })).toEqual({ busy: true });
    await vi.waitFor(async () => expect(await claim('again', { home: 6, ids: [id(1)] })).toEqual(NOTHING), 2000);
    await stub.confirm('again');
    expect(await find(1)).toBe(6);
  });

  it('[SLOT-5] stay when they are gathered and when the object is evicted', async () => {
    const { stub, claim, find } = newSlot();
    for (const part of range(0, 17)) {
      await claim(`part${part}`, { home: part, ids: range(part * 1000, part * 1000 + 999).map(id) });
      await stub.confirm(`part${part}`);
    }
    const rows = await runInDurableObject(stub, (_, state) =>
      state.storage.sql
        .exec('SELECT (SELECT count(*) FROM claims) AS claims, (SELECT count(*) FROM runs) AS runs')
        .one(),
    );
    expect(rows).toEqual({ claims: 1, runs: 1 });
    await evictDurableObject(stub);
    expect([await find(0), await find(16_999), await find(17_500)]).toEqual([0, 16, 17]);
    expect(await claim('again', { ids: [id(4_500)] })).toEqual({ ...NOTHING, stored: [{ id: id(4_500), home: 4 }] });
  });
});
