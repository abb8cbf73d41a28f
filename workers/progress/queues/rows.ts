import type { ChangedRecord, KnownRecord } from '../../../d1/progress/projection-store.ts';
import type { KeyChange } from '../../../domain/projection/project.ts';

/** Each changed record with its row: the one that it was read from, or a new one. */
export function rowsOf(
  changes: ReadonlyMap<string, KeyChange>,
  known: ReadonlyMap<string, KnownRecord>,
): Map<string, ChangedRecord> {
  let newId = firstNewId();
  const rows = new Map<string, ChangedRecord>();
  for (const [name, change] of changes) {
    const row = known.get(name);
    rows.set(name, { ...change, id: row?.id ?? newId++, was: row?.version ?? null });
  }
  return rows;
}

/** Ids rise with time, so that new rows lie side by side; that two projectors choose the same is rare and noticed. */
const firstNewId = (): number => (Date.now() - Date.UTC(2026, 0)) * IDS_PER_MS + randomBelow(IDS_PER_MS);
/** More than are made in a millisecond, and enough numbers for some seventy years. */
const IDS_PER_MS = 4096;

const randomBelow = (limit: number): number => Math.floor(Math.random() * limit);

/** A number that no other writing leaves. */
export const newVersion = (): number => randomBelow(Number.MAX_SAFE_INTEGER);
