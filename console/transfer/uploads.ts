import { signal } from '@preact/signals';
import { SNIFF_BYTES, sniff } from '../../domain/statement/bulk/sniff.ts';
import { TimeLeft } from '../imports/time-left.ts';
import type { Sending } from '../imports/upload.ts';
import { t } from '../messages.ts';
import { api } from '../state/api.ts';
import { type ProblemError, refusedHere } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import type { StatementImport } from '../wire.ts';
import { partsOf } from './parts.ts';
import { SINGLE_UPLOAD_BYTES, sendBytes, sendPart } from './send.ts';

const IMPORTS = '/api/v1/statements/imports';

/** A file of statements that is leaving this browser, or that could not. */
export type StatementUpload = { readonly key: string; readonly filename: string } & (
  | {
      readonly phase: 'uploading';
      readonly sent: number;
      readonly total: number;
      readonly secondsLeft: number | null;
      cancel(): void;
    }
  | { readonly phase: 'refused'; readonly problem: ProblemError }
);

/** Lives outside of every page, so that an upload goes on when its page is left. */
export const uploads = signal<readonly StatementUpload[]>([]);
/** Whether the next import stores nothing when a line is bad. */
export const strict = signal(false);
/** Rises with every import that has begun here, for lists to read again. */
export const begun = signal(0);

export const dismissUpload = (key: string): void => {
  uploads.value = uploads.value.filter((upload) => upload.key !== key);
};

const put = (upload: StatementUpload): void => {
  const known = uploads.value.some(({ key }) => key === upload.key);
  uploads.value = known
    ? uploads.value.map((old) => (old.key === upload.key ? upload : old))
    : [upload, ...uploads.value];
};

/** Sends files one after the other; each begins an import when it is there. */
export async function importStatementFiles(files: readonly File[]): Promise<void> {
  const strictly = strict.value;
  for (const upload of files.map(show)) await upload(strictly);
}

/** Shows a file as one that waits, and gives what sends it. */
function show(file: File): (strictly: boolean) => Promise<void> {
  const key = crypto.randomUUID();
  const abort = new AbortController();
  const clock = new TimeLeft(performance.now());
  const onSent = (sent: number): void => {
    const secondsLeft = clock.update(performance.now(), sent, file.size);
    const cancel = () => abort.abort();
    put({ key, filename: file.name, phase: 'uploading', sent, total: file.size, secondsLeft, cancel });
  };
  onSent(0);
  abort.signal.addEventListener('abort', () => dismissUpload(key));
  return async (strictly) => {
    if (abort.signal.aborted) return;
    try {
      await send(file, strictly, { onSent, signal: abort.signal });
      dismissUpload(key);
      begun.value++;
    } catch (error) {
      if (!abort.signal.aborted) put({ key, filename: file.name, phase: 'refused', problem: asProblem(error) });
    }
  };
}

async function send(file: File, strictly: boolean, sending: Sending): Promise<void> {
  await refuseEarly(file);
  const query = `filename=${encodeURIComponent(file.name)}&strict=${strictly}`;
  if (file.size <= SINGLE_UPLOAD_BYTES) {
    await sendBytes({
      method: 'POST',
      url: `${IMPORTS}?${query}`,
      body: file,
      sending,
    });
    return;
  }
  const begun = await api.post<StatementImport>(`${IMPORTS}?${query}&parts=true`);
  try {
    for (const part of partsOf(file.size, begun.upload!.partBytes)) {
      const url = `${IMPORTS}/${begun.id}/parts/${part.number}`;
      const onSent = (bytes: number): void => sending.onSent(part.from + bytes);
      await sendPart(url, file.slice(part.from, part.to), { ...sending, onSent });
    }
    await api.post(`${IMPORTS}/${begun.id}/complete`);
  } catch (error) {
    // What is left of it would be kept for a day; when even this fails it goes then.
    await api.post(`${IMPORTS}/${begun.id}/cancel`).catch(() => undefined);
    throw error;
  }
}

/** What need not travel to be refused, under the code that the server would give. */
async function refuseEarly(file: File): Promise<void> {
  const kind = sniff(new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer()));
  if (kind === 'empty') throw refusedHere('import_empty', t.transfer.empty);
  if (kind === 'array') throw refusedHere('import_not_lines', t.transfer.array);
  if (kind === 'gzip' && file.size > SINGLE_UPLOAD_BYTES) throw refusedHere('import_not_lines', t.transfer.compressed);
}
