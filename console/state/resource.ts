import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import { t } from '../messages.ts';
import { api } from './api.ts';
import { onContact, onEvent } from './feed.ts';
import { ProblemError, unreachable } from './problem.ts';

export interface Resource<T> {
  /** The last good answer; null before the first. */
  readonly data: T | null;
  readonly error: ProblemError | null;
  reload(): void;
}

/** What a page is told again when it is opened again, at once and before the fresh answer. */
const REMEMBERED_ANSWERS = 60;
/** A burst of events leads to one read. */
const SETTLE_MS = 300;

const answers = new Map<string, unknown>();

/** Forgets what was read, as when somebody else signs in. */
export const forgetAnswers = (): void => answers.clear();

function remember(key: string, value: unknown): void {
  answers.delete(key);
  answers.set(key, value);
  if (answers.size > REMEMBERED_ANSWERS) answers.delete(answers.keys().next().value!);
}

/** Which events mean that an answer may have changed. */
export type Concerns = (event: CloudEvent) => boolean;

/**
 * The answer of `load`, kept under `key` and read again when an event concerns it. What is shown stays until the new
 * answer is there, so that nothing jumps. A null key reads nothing.
 */
export function useLoaded<T>(
  key: string | null,
  load: () => Promise<T>,
  concerns?: Concerns,
  /** Read again whenever this changes. */
  version = 0,
): Resource<T> {
  const [, redraw] = useState(0);
  const now = useRef<{ key: string | null; error: ProblemError | null }>({ key, error: null });
  if (now.current.key !== key) now.current = { key, error: null };
  const latest = useRef({ load, concerns });
  latest.current = { load, concerns };

  const reload = useCallback(async () => {
    if (key === null) return;
    try {
      const value = await latest.current.load();
      remember(key, value);
      if (now.current.key === key) now.current.error = null;
    } catch (error) {
      if (now.current.key === key) now.current.error = asProblem(error);
    }
    redraw((n) => n + 1);
  }, [key]);

  useEffect(() => void reload(), [reload, version]);
  useEffect(
    () =>
      onContact(() => {
        if (now.current.error !== null) void reload();
      }),
    [reload],
  );
  useEffect(() => {
    if (key === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onEvent((event) => {
      if (timer !== undefined || latest.current.concerns?.(event) !== true) return;
      timer = setTimeout(() => {
        timer = undefined;
        void reload();
      }, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [reload]);

  const data = key === null ? null : ((answers.get(key) as T | undefined) ?? null);
  return { data, error: now.current.error, reload: () => void reload() };
}

/** One record. */
export const useResource = <T>(path: string | null, concerns?: Concerns): Resource<T> =>
  useLoaded<T>(path, () => api.get<T>(path!), concerns);

export interface Listing<T> {
  readonly rows: readonly T[] | null;
  readonly error: ProblemError | null;
  readonly hasMore: boolean;
  more(): void;
  reload(): void;
}

/** Rows a read of a list asks for: the most that the API gives. */
const PAGE = 100;

interface Pages<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/** A list, newest first, with as many pages as were asked for. `path` may carry a query. */
export function useList<T>(path: string, concerns?: Concerns, version = 0): Listing<T> {
  const [wanted, setWanted] = useState({ path, pages: 1 });
  const pages = wanted.path === path ? wanted.pages : 1;
  const loaded = useLoaded<Pages<T>>(`${path} ${pages}`, () => readPages<T>(path, pages), concerns, version);
  // While one page more is on its way, those that are there stay.
  const shown = loaded.data ?? (answers.get(`${path} ${pages - 1}`) as Pages<T> | undefined);
  return {
    rows: shown?.rows ?? null,
    error: loaded.error,
    hasMore: shown !== undefined && shown.next !== null,
    more: () => setWanted({ path, pages: pages + 1 }),
    reload: loaded.reload,
  };
}

async function readPages<T>(path: string, pages: number): Promise<Pages<T>> {
  const rows: T[] = [];
  let next: string | null = null;
  for (let page = 0; page < pages; page++) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next === null ? {} : { cursor: next }) });
    const answer: { items: T[]; next: string | null } = await api.get(
      `${path}${path.includes('?') ? '&' : '?'}${query}`,
    );
    rows.push(...answer.items);
    next = answer.next;
    if (next === null) break;
  }
  return { rows, next };
}

/** Whatever was thrown, as something that can be shown. */
export const asProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError ? error : unreachable(t.problem.unknown);
