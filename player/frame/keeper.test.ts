import { describe, expect, it, vi } from 'vitest';
import type { DeviceStore, EntryRow } from './device-store.ts';
import { findEarlier, Keeper } from './keeper.ts';
import { WRITE_AHEAD_CHARS } from './limits.ts';
import { entry, fakeStorage } from './testing.ts';
import { readAhead, writeAhead } from './write-ahead.ts';

/** A device store whose confirmations come when the test says so. */
function fakeStore() {
  const rows: EntryRow[] = [];
  const waiting: ((ok: boolean) => void)[] = [];
  const store: DeviceStore = {
    keep: (row) =>
      new Promise((resolve, reject) => {
        waiting.push((ok) => {
          if (!ok) return reject(new Error('full'));
          rows.push(row);
          resolve();
        });
      }),
    async forget(session, writer, seq) {
      const left = rows.filter((r) => r.session !== session || r.writer !== writer || r.seq > seq);
      rows.splice(0, rows.length, ...left);
    },
    async logs(session) {
      const entries = rows.filter((r) => r.session === session).map((r) => r.entry);
      return entries.length === 0 ? [] : [{ writer: rows[0]!.writer, launch: rows[0]!.launch, entries }];
    },
  };
  const confirm = async (ok = true) => {
    for (const answer of waiting.splice(0)) answer(ok);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { store, rows, confirm };
}

const device = (store: DeviceStore | undefined, storage: ReturnType<typeof fakeStorage> | undefined) => {
  const changed = vi.fn();
  const keeper = new Keeper({ session: 's', writer: 'w', launch: 'l', deviceNowMs: () => 7, store, storage, changed });
  return { keeper, changed };
};
const seqs = (logs: readonly { entries: readonly { seq: number }[] }[]) =>
  logs.map((log) => log.entries.map((e) => e.seq));

describe('keeping entries on the device', () => {
  it('[JRN-15] an entry lies in the write-ahead before the call returns, and leaves it when the database has it', async () => {
    const { store, rows, confirm } = fakeStore();
    const storage = fakeStorage();
    const { keeper, changed } = device(store, storage);
    keeper.keep(entry(1));
    keeper.keep(entry(2));
    expect(seqs(readAhead(storage, 's'))).toEqual([[1, 2]]);
    expect(keeper.kept).toBe(true);
    await confirm();
    expect(storage.items.size).toBe(0);
    expect(rows.map((r) => [r.session, r.writer, r.seq, r.launch, r.keptMs])).toEqual([
      ['s', 'w', 1, 'l', 7],
      ['s', 'w', 2, 'l', 7],
    ]);
    expect(changed).toHaveBeenCalled();
  });

  it('[JRN-16] a course that clears the storage loses nothing that the next call does not write again', () => {
    const storage = fakeStorage();
    const { keeper } = device(undefined, storage);
    keeper.keep(entry(1));
    storage.items.clear();
    keeper.keep(entry(2));
    expect(seqs(readAhead(storage, 's'))).toEqual([[1, 2]]);
  });

  it('[JRN-17] where neither place takes it, it is not called kept; the database alone is enough', async () => {
    const { store, confirm } = fakeStore();
    const { keeper } = device(store, fakeStorage(10));
    keeper.keep(entry(1));
    expect(keeper.kept).toBe(false);
    await confirm();
    expect(keeper.kept).toBe(true);
    const nowhere = device(undefined, undefined).keeper;
    nowhere.keep(entry(1));
    expect(nowhere.kept).toBe(false);
  });

  it('[JRN-17] what the database refuses stays in the write-ahead', async () => {
    const { store, confirm } = fakeStore();
    const storage = fakeStorage();
    const { keeper } = device(store, storage);
    keeper.keep(entry(1));
    await confirm(false);
    expect(keeper.kept).toBe(true);
    expect(seqs(readAhead(storage, 's'))).toEqual([[1]]);
  });

  it('[JRN-18] what the server has acknowledged is forgotten in both places', async () => {
    const { store, rows, confirm } = fakeStore();
    const storage = fakeStorage();
    const { keeper } = device(store, storage);
    keeper.keep(entry(1));
    await confirm();
    keeper.keep(entry(2));
    keeper.acknowledged('w', 1, false);
    expect(rows).toEqual([]);
    expect(seqs(readAhead(storage, 's'))).toEqual([[2]]);
    keeper.acknowledged('w', 2, true);
    expect(storage.items.size).toBe(0);
  });

  it('[JRN-18] an earlier writer leaves the write-ahead when it has nothing left', () => {
    const storage = fakeStorage();
    writeAhead(storage, 's', { writer: 'old', launch: 'l0', entries: [entry(1), entry(2)] });
    const { keeper } = device(undefined, storage);
    keeper.acknowledged('old', 1, false);
    expect(storage.items.size).toBe(1);
    keeper.acknowledged('old', 2, true);
    expect(storage.items.size).toBe(0);
  });

  it('[JRN-19] what earlier pages left is found in both places, of this session only', async () => {
    const { store, confirm } = fakeStore();
    const storage = fakeStorage();
    void store.keep({ session: 's', writer: 'old', launch: 'l0', seq: 1, entry: entry(1), keptMs: 0 });
    await confirm();
    writeAhead(storage, 's', { writer: 'old', launch: 'l0', entries: [entry(2)] });
    writeAhead(storage, 's', { writer: 'older', launch: 'l9', entries: [entry(8)] });
    writeAhead(storage, 's2', { writer: 'other', launch: 'l0', entries: [entry(3)] });
    const found = await findEarlier('s', store, storage);
    expect(found.map((log) => [log.writer, log.launch, log.entries.map((e) => e.seq)])).toEqual([
      ['old', 'l0', [1, 2]],
      ['older', 'l9', [8]],
    ]);
    expect(await findEarlier('s', undefined, undefined)).toEqual([]);
  });

  it('[JRN-20] what a course has written under these names is passed over', () => {
    const storage = fakeStorage();
    for (const junk of ['', 'null', '{', '[]', '{"writer":1}', '{"writer":"w","launch":"l","entries":5}']) {
      storage.items.set(`lectern.journal.1.s.${storage.items.size}`, junk);
    }
    expect(readAhead(storage, 's')).toEqual([]);
  });

  it('[JRN-20] a write-ahead that would be too large to write at every call is not written', () => {
    const storage = fakeStorage();
    const entries = [entry(1, 'x'.repeat(WRITE_AHEAD_CHARS))];
    expect(writeAhead(storage, 's', { writer: 'w', launch: 'l', entries })).toBe(false);
    expect(storage.items.size).toBe(0);
  });
});
