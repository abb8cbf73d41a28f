import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { JournalEntry } from '../../domain/session/contract.ts';
import { KEEP_DAYS } from './limits.ts';
import type { AheadLog } from './write-ahead.ts';

interface WriterRow {
  readonly session: string;
  readonly writer: string;
  readonly launch: string;
  /** Device time in milliseconds, to forget what nobody came back for. */
  readonly startedMs: number;
}

interface EntryRow {
  readonly session: string;
  readonly writer: string;
  readonly seq: number;
  readonly entry: JournalEntry;
}

interface Schema extends DBSchema {
  writers: { key: [string, string]; value: WriterRow };
  entries: { key: [string, string, number]; value: EntryRow };
}

/** The journal's rows in the device's database (IndexedDB `lectern-journal`, schema version 1). */
export interface DeviceStore {
  begin(row: WriterRow): Promise<void>;
  keep(row: EntryRow): Promise<void>;
  /** Removes a writer's entries up to `seq`. */
  forget(session: string, writer: string, seq: number): Promise<void>;
  /** Removes a writer that has nothing left to send. */
  end(session: string, writer: string): Promise<void>;
  logs(session: string): Promise<AheadLog[]>;
}

const DAY_MS = 86_400_000;
/** Above every sequence number: the open end of a key range. */
const LAST = Number.MAX_SAFE_INTEGER;

export async function openDeviceStore(nowMs: number): Promise<DeviceStore> {
  const db = await openDB<Schema>('lectern-journal', 1, {
    upgrade(created) {
      created.createObjectStore('writers', { keyPath: ['session', 'writer'] });
      created.createObjectStore('entries', { keyPath: ['session', 'writer', 'seq'] });
    },
  });
  await purge(db, nowMs - KEEP_DAYS * DAY_MS);
  return {
    async begin(row) {
      await db.put('writers', row);
    },
    async keep(row) {
      await db.put('entries', row);
    },
    async forget(session, writer, seq) {
      await db.delete('entries', IDBKeyRange.bound([session, writer, 0], [session, writer, seq]));
    },
    async end(session, writer) {
      await db.delete('writers', [session, writer]);
    },
    async logs(session) {
      const writers = await db.getAll('writers', IDBKeyRange.bound([session, ''], [session, '\uffff']));
      return Promise.all(writers.map(async (row) => ({ ...row, entries: await entriesOf(db, row) })));
    },
  };
}

async function entriesOf(db: IDBPDatabase<Schema>, { session, writer }: WriterRow): Promise<JournalEntry[]> {
  const rows = await db.getAll('entries', IDBKeyRange.bound([session, writer, 0], [session, writer, LAST]));
  return rows.map((row) => row.entry);
}

async function purge(db: IDBPDatabase<Schema>, beforeMs: number): Promise<void> {
  for (const { session, writer, startedMs } of await db.getAll('writers')) {
    if (startedMs >= beforeMs) continue;
    await db.delete('entries', IDBKeyRange.bound([session, writer, 0], [session, writer, LAST]));
    await db.delete('writers', [session, writer]);
  }
}
