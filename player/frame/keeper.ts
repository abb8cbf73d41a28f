import type { JournalEntry } from '../../domain/session/contract.ts';
import type { DeviceStore } from './device-store.ts';
import { type AheadLog, readAhead, type SyncStorage, writeAhead } from './write-ahead.ts';

export interface KeeperDeps {
  readonly session: string;
  readonly writer: string;
  readonly launch: string;
  deviceNowMs(): number;
  readonly store: DeviceStore | undefined;
  readonly storage: SyncStorage | undefined;
  /** `kept` may have changed. */
  changed(): void;
}

/** Keeps the own writer's unacknowledged entries on the device: at once in the write-ahead, then in the database. */
export class Keeper {
  readonly #deps: KeeperDeps;
  /** Entries that the database has not confirmed. */
  #ahead: JournalEntry[] = [];
  #aheadWritten = true;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
  }

  /** Whether every entry given to `keep` would be found on this device after the page has died. */
  get kept(): boolean {
    return this.#ahead.length === 0 || this.#aheadWritten;
  }

  keep(entry: JournalEntry): void {
    this.#ahead.push(entry);
    this.#writeAhead();
    void this.#confirm(entry);
  }

  /** The server has everything of `writer` up to `seq`. `all`: and there is no more. */
  acknowledged(writer: string, seq: number, all: boolean): void {
    const { session, store, storage, writer: own } = this.#deps;
    void store?.forget(session, writer, seq).catch(() => {});
    if (writer === own) {
      this.#ahead = this.#ahead.filter((entry) => entry.seq > seq);
      this.#writeAhead();
    } else if (all && storage !== undefined) {
      writeAhead(storage, session, { writer, launch: '', entries: [] });
    }
  }

  async #confirm(entry: JournalEntry): Promise<void> {
    const { session, store, writer, launch, deviceNowMs } = this.#deps;
    if (store === undefined) return;
    try {
      await store.keep({ session, writer, seq: entry.seq, launch, entry, keptMs: deviceNowMs() });
    } catch {
      return; // storage is full or gone: the write-ahead is what there is
    }
    this.#ahead = this.#ahead.filter((other) => other.seq !== entry.seq);
    // Writing the rest at every confirmation would cost as much again; an empty copy is worth removing.
    if (this.#ahead.length === 0) this.#writeAhead();
    this.#deps.changed();
  }

  #writeAhead(): void {
    const { session, storage, writer, launch } = this.#deps;
    this.#aheadWritten =
      storage !== undefined && writeAhead(storage, session, { writer, launch, entries: this.#ahead });
  }
}

/** What earlier pages of this session left on this device, from both copies. */
export async function findEarlier(
  session: string,
  store: DeviceStore | undefined,
  storage: SyncStorage | undefined,
): Promise<AheadLog[]> {
  const found = (await store?.logs(session).catch(() => [])) ?? [];
  const byWriter = new Map(found.map((log) => [log.writer, log]));
  for (const log of storage === undefined ? [] : readAhead(storage, session)) {
    const before = byWriter.get(log.writer);
    byWriter.set(log.writer, { ...log, entries: [...(before?.entries ?? []), ...log.entries] });
  }
  return [...byWriter.values()];
}
