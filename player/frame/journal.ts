import type { JournalEntry } from '../../domain/session/contract.ts';
import type { SavedState } from '../bridge/messages.ts';
import { isUrgent } from '../sco/api.ts';
import { createClock } from './clock.ts';
import type { DeviceStore } from './device-store.ts';
import { findEarlier, Keeper } from './keeper.ts';
import { savedState } from './saved.ts';
import { Sender, type SenderDeps } from './sender.ts';
import type { SyncStorage } from './write-ahead.ts';
import { append, newLog, restoreLog } from './writer-log.ts';

/** An entry before it has its number and time. */
export type NewEntry =
  | Omit<Extract<JournalEntry, { kind: 'call' }>, 'seq' | 'at'>
  | Omit<Extract<JournalEntry, { kind: 'entered' }>, 'seq' | 'at'>;

export interface JournalDeps extends Pick<SenderDeps, 'post' | 'after' | 'view' | 'refused'> {
  readonly session: string;
  readonly launch: string;
  /** A new UUID: this life of the frame. */
  readonly writer: string;
  readonly clockOffsetMs: number;
  deviceNowMs(): number;
  readonly store: DeviceStore | undefined;
  readonly storage: SyncStorage | undefined;
  saved(state: SavedState): void;
}

export interface Journal {
  readonly sender: Sender;
  /** Keeps on the device at once and sends soon. */
  record(entry: NewEntry): void;
  readonly writer: { readonly id: string; readonly lastSeq: number };
}

/** Opens the journal of one frame life; what earlier lives on this device had not sent goes out first. */
export async function openJournal(deps: JournalDeps): Promise<Journal> {
  const { session, launch, writer, store, storage } = deps;
  const own = newLog(writer, launch);
  const now = createClock(deps.deviceNowMs, deps.clockOffsetMs);
  const found = await findEarlier(session, store, storage);
  const earlier = found.map((log) => restoreLog(log.writer, log.launch, log.entries));
  let told: SavedState | undefined;
  const changed = (): void => {
    const state = savedState({ pending: sender.pending, failing: sender.failing, kept: keeper.kept });
    if (state !== told) deps.saved(state);
    told = state;
  };
  const keeper = new Keeper({ session, writer, launch, deviceNowMs: deps.deviceNowMs, store, storage, changed });
  const sender = new Sender(
    {
      post: deps.post,
      after: deps.after,
      view: deps.view,
      refused: deps.refused,
      acknowledged: (log) => keeper.acknowledged(log.writer, log.acked, log.held.length === 0),
      changed,
    },
    own,
    earlier,
  );
  changed();
  return {
    sender,
    record(entry) {
      const complete: JournalEntry = { ...entry, seq: own.lastSeq + 1, at: now() };
      append(own, complete);
      keeper.keep(complete);
      sender.recorded(entry.kind === 'call' && isUrgent(entry.method));
    },
    get writer() {
      return { id: writer, lastSeq: own.lastSeq };
    },
  };
}
