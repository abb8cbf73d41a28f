import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { JournalEntry } from '../../domain/session/contract.ts';
import { KEEP_DAYS } from './limits.ts';
import type { AheadLog } from './write-ahead.ts';

/** An entry that the server has not acknowledged, with all that sending it later needs. */
export interface EntryRow {
  readonly session: string;
  readonly writer: string;
  readonly seq: number;
  readonly launch: string;
  readonly entry: JournalEntry;
  /** Device time in milliseconds, to forget what nobody came back for. */
  readonly keptMs: number;
}

interface Schema extends DBSchema {
  entries: { key: [string, string, number]; value: EntryRow };
}

/** The journal's rows in the device's database (IndexedDB `lectern-journal`, schema version 1). */
export interface DeviceStore {
  keep(row: EntryRow): Promise<void>;
  /** Removes a writer's entries up to `seq`. */
  forget(session: string, writer: string, seq: number): Promise<void>;
  /** What all writers of a session have left. */
  logs(session: string): Promise<AheadLog[]>;
}

const DAY_MS = 86_400_000;

/** Rejects where the browser gives no database (private windows of some, a full disk). */
export async function openDeviceStore(nowMs: number): Promise<DeviceStore> {
  const db = await openDB<Schema>('lectern-journal', 1, {
    upgrade(created) {
      created.createObjectStore('entries', { keyPath: ['session', 'writer', 'seq'] });
    },
  });
  await purge(db, nowMs - KEEP_DAYS * DAY_MS);
  return {
    async keep(row) {
      await db.put('entries', row);
    },
    async forget(session, writer, seq) {
      await db.delete('entries', IDBKeyRange.bound([session, writer, 0], [session, writer, seq]));
    },
    async logs(session) {
      // Writers are UUIDs: below the highest code unit.
      return byWriter(await db.getAll('entries', IDBKeyRange.bound([session, ''], [session, '\uffff'])));
    },
  };
}

function byWriter(rows: readonly EntryRow[]): AheadLog[] {
  const logs = new Map<string, AheadLog & { entries: JournalEntry[] }>();
  for (const { writer, launch, entry } of rows) {
    const log = logs.get(writer) ?? { writer, launch, entries: [] };
    log.entries.push(entry);
    logs.set(writer, log);
  }
  return [...logs.values()];
}

async function purge(db: IDBPDatabase<Schema>, beforeMs: number): Promise<void> {
  const tx = db.transaction('entries', 'readwrite');
  for await (const cursor of tx.store) if (cursor.value.keptMs < beforeMs) await cursor.delete();
  await tx.done;
}
