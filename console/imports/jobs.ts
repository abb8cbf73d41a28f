import { signal } from '@preact/signals';
import { api } from '../state/api.ts';
import { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import { retryDelayMs } from '../state/streaming.ts';
import type { Import } from '../wire.ts';
import { hasEnded, shareDone } from './progress.ts';
import { TimeLeft } from './time-left.ts';
import { sendPackage } from './upload.ts';

/** A package on its way in, as the console shows it: first its bytes travel, then its steps run on the server. */
export type Job = { readonly key: string; readonly filename: string } & (
  | {
      readonly phase: 'uploading';
      readonly sent: number;
      readonly total: number;
      readonly secondsLeft: number | null;
      cancel(): void;
    }
  | { readonly phase: 'building'; readonly import: Import; readonly secondsLeft: number | null }
  | { readonly phase: 'built' | 'failed'; readonly import: Import }
  | { readonly phase: 'refused'; readonly problem: ProblemError }
);

/** Lives outside of every page, so that an import goes on when its page is left. */
export const jobs = signal<readonly Job[]>([]);

export const isRunning = (job: Job): boolean => job.phase === 'uploading' || job.phase === 'building';

const put = (job: Job): void => {
  const known = jobs.value.some(({ key }) => key === job.key);
  jobs.value = known ? jobs.value.map((old) => (old.key === job.key ? job : old)) : [job, ...jobs.value];
};

export const dismiss = (key: string): void => {
  jobs.value = jobs.value.filter((job) => job.key !== key);
};

/** Uploads one after the other share the line better than all at once. */
let line: Promise<void> = Promise.resolve();

export function importFiles(files: readonly File[]): void {
  for (const file of files) {
    const key = crypto.randomUUID();
    const abort = new AbortController();
    const show = (sent: number, secondsLeft: number | null): void =>
      put({
        key,
        filename: file.name,
        phase: 'uploading',
        sent,
        total: file.size,
        secondsLeft,
        cancel: () => abort.abort(),
      });
    show(0, null);
    abort.signal.addEventListener('abort', () => dismiss(key));
    line = line.then(() => (abort.signal.aborted ? undefined : upload(file, { key, abort: abort.signal, show })));
  }
}

async function upload(
  file: File,
  { key, abort, show }: { key: string; abort: AbortSignal; show: (sent: number, left: number | null) => void },
): Promise<void> {
  const clock = new TimeLeft(performance.now());
  const onSent = (sent: number): void => show(sent, clock.update(performance.now(), sent, file.size));
  try {
    const started = await sendPackage(file, { onSent, signal: abort });
    jobs.value = jobs.value.map((job) => (job.key === key ? building(started, null) : job));
    void follow(started);
  } catch (error) {
    if (!abort.aborted) put({ key, filename: file.name, phase: 'refused', problem: asProblem(error) });
  }
}

const building = (it: Import, secondsLeft: number | null): Job => ({
  key: it.id,
  filename: it.filename,
  phase: 'building',
  import: it,
  secondsLeft,
});

/** Finds the imports that were running before this page was opened, here or anywhere else. */
export async function resumeImports(): Promise<void> {
  const { items } = await api.get<{ items: Import[] }>('/api/v1/imports?limit=25');
  for (const running of items.filter((it) => !hasEnded(it))) {
    if (jobs.value.some(({ key }) => key === running.id)) continue;
    put(building(running, null));
    void follow(running);
  }
}

/** Shows the steps of an import until it ends. Lost contact is taken up again: the import itself does not need us. */
async function follow(started: Import): Promise<void> {
  const clock = new TimeLeft(performance.now());
  const gone = new AbortController();
  for (let failures = 0; ; failures++) {
    try {
      for await (const message of api.events(`/api/v1/imports/${started.id}/events`, gone.signal)) {
        failures = 0;
        if (show(JSON.parse(message.data) as Import, clock)) return gone.abort();
      }
      // The stream may end together with the import.
      if (show(await api.get<Import>(`/api/v1/imports/${started.id}`), clock)) return;
    } catch (error) {
      if (error instanceof ProblemError && error.status >= 400 && error.status < 500) return dismiss(started.id);
    }
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs(failures)));
  }
}

/** True when it was the end. */
function show(it: Import, clock: TimeLeft): boolean {
  if (it.state === 'built' || it.state === 'failed') {
    put({ key: it.id, filename: it.filename, phase: it.state, import: it });
    return true;
  }
  put(building(it, clock.update(performance.now(), shareDone(it), 1)));
  return false;
}
