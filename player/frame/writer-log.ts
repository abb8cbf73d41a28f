import type { JournalEntry, JournalRequest } from '../../domain/session/contract.ts';

/** An entry as it waits, with its size as JSON in UTF-8. */
export interface Held {
  readonly entry: JournalEntry;
  readonly bytes: number;
}

/** What one writer (one life of a runtime frame) has said and the server has not acknowledged yet. */
export interface WriterLog {
  readonly writer: string;
  readonly launch: string;
  /** In order of `seq`, without gaps, all above `acked`. */
  held: Held[];
  acked: number;
  lastSeq: number;
}

const encoder = new TextEncoder();
export const hold = (entry: JournalEntry): Held => ({
  entry,
  bytes: encoder.encode(JSON.stringify(entry)).length,
});

export const newLog = (writer: string, launch: string): WriterLog => ({
  writer,
  launch,
  held: [],
  acked: 0,
  lastSeq: 0,
});

/** A log found on the device. Entries behind a gap cannot be told from lost ones' successors: they stay behind. */
export function restoreLog(writer: string, launch: string, entries: readonly JournalEntry[]): WriterLog {
  const log = newLog(writer, launch);
  const sorted = [...entries].sort((a, b) => a.seq - b.seq);
  for (const entry of sorted) {
    if (log.held.length === 0) log.acked = entry.seq - 1;
    else if (entry.seq === log.lastSeq) continue;
    else if (entry.seq !== log.lastSeq + 1) break;
    append(log, entry);
  }
  return log;
}

export function append(log: WriterLog, entry: JournalEntry): void {
  log.held.push(hold(entry));
  log.lastSeq = entry.seq;
}

/** Everything up to `acked` is durable on the server. A lower number than before says nothing new. */
export function acknowledge(log: WriterLog, acked: number): void {
  log.acked = Math.max(log.acked, Math.min(acked, log.lastSeq));
  log.held = log.held.filter(({ entry }) => entry.seq > log.acked);
}

/** The next request: as many entries from the front as fit, at least one, so that a large one travels alone. */
export function nextRequest(log: WriterLog, limit: { entries: number; bytes: number }): JournalRequest {
  const entries: JournalEntry[] = [];
  let bytes = 0;
  for (const held of log.held) {
    if (entries.length === limit.entries || (entries.length > 0 && bytes + held.bytes > limit.bytes)) break;
    entries.push(held.entry);
    bytes += held.bytes;
  }
  return { writer: log.writer, launch: log.launch, entries };
}

/** For a leaving page: what fits the browser's allowance from the front, perhaps nothing. */
export function lastRequest(log: WriterLog, bytesMax: number): JournalRequest | undefined {
  const first = log.held[0];
  if (first === undefined || first.bytes > bytesMax) return undefined;
  return nextRequest(log, { entries: log.held.length, bytes: bytesMax });
}
