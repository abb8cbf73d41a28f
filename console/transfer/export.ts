import { signal } from '@preact/signals';
import { openArchive } from '../../domain/statement/bulk/open-archive.ts';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import { chunksOf, targetOf } from '../state/save-file.ts';

/** What is exported at the moment, or was last; null before the first. */
export type ExportState =
  | { readonly phase: 'running'; readonly bytes: number; cancel(): void }
  | {
      readonly phase: 'done';
      readonly name: string;
      readonly bytes: number;
      /** What has to be exported as well, because the archive is full; null mostly. */
      readonly rest: ExportAsked | null;
    }
  | { readonly phase: 'failed'; readonly problem: ProblemError };

/** Lives outside of its page, so that an export goes on when the page is left. */
export const exportState = signal<ExportState | null>(null);

export interface ExportAsked {
  readonly lines: boolean;
  /** Days as a date field gives them, in local time; empty when not told. */
  readonly from: string;
  readonly until: string;
  /** Where an archive that was full ended; it counts instead of `from`. */
  readonly after?: string;
}

/** The query of an export: whole days of the reader's time zone, `since` exclusive and `until` inclusive. */
export function exportQuery({ from, until, after }: Omit<ExportAsked, 'lines'>): string {
  const query = new URLSearchParams();
  if (after !== undefined) query.set('since', after);
  else if (from !== '') query.set('since', beforeMidnight(from, 0));
  if (until !== '') query.set('until', beforeMidnight(until, 1));
  return query.toString();
}

/** The last microsecond before a day begins, some days later. */
function beforeMidnight(day: string, daysLater: number): string {
  const [year, month, date] = day.split('-').map(Number);
  const midnight = new Date(year!, month! - 1, date! + daysLater).getTime();
  return `${new Date(midnight - 1).toISOString().slice(0, -1)}999Z`;
}

/** Exports into a file. Whoever chooses no file exports nothing. */
export async function runExport(asked: ExportAsked): Promise<void> {
  const abort = new AbortController();
  const name = `statements-${new Date().toISOString().slice(0, 10)}.${asked.lines ? 'ndjson' : 'zip'}`;
  const type = asked.lines ? 'application/x-ndjson' : 'application/zip';
  const target = await targetOf(name, type);
  if (target === null) return;
  const show = (bytes: number): void => {
    exportState.value = { phase: 'running', bytes, cancel: () => abort.abort() };
  };
  show(0);
  try {
    const headers = { accept: type };
    const response = await api.stream(`/api/v1/statements/export?${exportQuery(asked)}`, {
      headers,
      signal: abort.signal,
    });
    let bytes = 0;
    for await (const chunk of chunksOf(response)) {
      await target.write(chunk);
      bytes += chunk.length;
      show(bytes);
    }
    const next = await nextOf(await target.close(), asked);
    exportState.value = { phase: 'done', name, bytes, rest: next === null ? null : { ...asked, after: next } };
  } catch (error) {
    await target.abort().catch(() => undefined);
    exportState.value = abort.signal.aborted ? null : { phase: 'failed', problem: asProblem(error) };
  }
}

/** Where the next archive begins, when this one is full. */
async function nextOf(file: Blob, { lines }: ExportAsked): Promise<string | null> {
  if (lines) return null;
  const archive = await openArchive({
    size: file.size,
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  });
  return archive.ok ? (archive.value.told?.next ?? null) : null;
}
