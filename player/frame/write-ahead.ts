import type { JournalEntry } from '../../domain/session/contract.ts';
import { WRITE_AHEAD_CHARS } from './limits.ts';

/**
 * A synchronous second copy of what the device's database has not confirmed yet: a tab that is killed the instant after
 * a call has it here. The course shares this storage and may clear it; the next call writes the whole copy again.
 */
export type SyncStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'lectern.journal.1.';
const keyOf = (session: string, writer: string): string => `${PREFIX}${session}.${writer}`;

export interface AheadLog {
  readonly writer: string;
  readonly launch: string;
  readonly entries: readonly JournalEntry[];
}

/** Replaces the copy; false when storage is full, forbidden, or the copy would be too large to write at every call. */
export function writeAhead(storage: SyncStorage, session: string, log: AheadLog): boolean {
  const key = keyOf(session, log.writer);
  try {
    if (log.entries.length === 0) {
      storage.removeItem(key);
      return true;
    }
    const text = JSON.stringify(log);
    if (text.length > WRITE_AHEAD_CHARS) return false;
    storage.setItem(key, text);
    return true;
  } catch {
    return false; // quota or privacy settings: the database is the other copy
  }
}

/** What earlier pages of this session left here. Whatever cannot be read is passed over: courses write here too. */
export function readAhead(storage: SyncStorage, session: string): AheadLog[] {
  const logs: AheadLog[] = [];
  try {
    for (let i = 0; i < storage.length; i++) {
      const key = storage.key(i);
      if (key?.startsWith(keyOf(session, ''))) logs.push(...parse(storage.getItem(key)));
    }
  } catch {
    return logs;
  }
  return logs;
}

function parse(text: string | null): AheadLog[] {
  try {
    const log = JSON.parse(text ?? '') as Partial<AheadLog>;
    const whole = typeof log.writer === 'string' && typeof log.launch === 'string' && Array.isArray(log.entries);
    return whole ? [log as AheadLog] : [];
  } catch {
    return [];
  }
}
