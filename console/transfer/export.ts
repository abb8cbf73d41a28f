import { signal } from '@preact/signals';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';

/** What is exported at the moment, or was last; null before the first. */
export type ExportState =
  | { readonly phase: 'running'; readonly bytes: number; cancel(): void }
  | { readonly phase: 'done'; readonly name: string; readonly bytes: number }
  | { readonly phase: 'failed'; readonly problem: ProblemError };

/** Lives outside of its page, so that an export goes on when the page is left. */
export const exportState = signal<ExportState | null>(null);

export interface ExportAsked {
  readonly lines: boolean;
  /** Days as a date field gives them, in local time; empty when not told. */
  readonly from: string;
  readonly until: string;
}

/** The query of an export: whole days of the reader's time zone, `since` exclusive and `until` inclusive. */
export function exportQuery({ from, until }: Pick<ExportAsked, 'from' | 'until'>): string {
  const query = new URLSearchParams();
  if (from !== '') query.set('since', beforeMidnight(from, 0));
  if (until !== '') query.set('until', beforeMidnight(until, 1));
  return query.toString();
}

/** The last microsecond before a day begins, some days later. */
function beforeMidnight(day: string, daysLater: number): string {
  const [year, month, date] = day.split('-').map(Number);
  const midnight = new Date(year!, month! - 1, date! + daysLater).getTime();
  return `${new Date(midnight - 1).toISOString().slice(0, -1)}999Z`;
}

/** Where the bytes go: a file that the reader has chosen, where the browser lets them, else its downloads. */
interface Target {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
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
    await target.close();
    exportState.value = { phase: 'done', name, bytes };
  } catch (error) {
    await target.abort().catch(() => undefined);
    exportState.value = abort.signal.aborted ? null : { phase: 'failed', problem: asProblem(error) };
  }
}

/** Not every browser iterates over a stream. */
async function* chunksOf(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body!.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

type Picker = (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<Target> }>;

async function targetOf(name: string, type: string): Promise<Target | null> {
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (pick === undefined) return download(name, type);
  try {
    return await (await pick({ suggestedName: name })).createWritable();
  } catch (error) {
    if ((error as DOMException).name === 'AbortError') return null;
    return download(name, type); // the browser does not let this page choose
  }
}

/** Browsers keep the pieces of a blob on disk when they are many. */
function download(name: string, type: string): Target {
  const pieces: Blob[] = [];
  return {
    write: async (chunk) => void pieces.push(new Blob([chunk])),
    abort: async () => void pieces.splice(0),
    async close() {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(pieces, { type }));
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  };
}
