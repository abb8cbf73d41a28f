import { useCallback, useEffect, useReducer, useRef } from 'preact/hooks';
import { onContact, onEvent } from './feed.ts';
import type { ProblemError } from './problem.ts';
import { asProblem, type Concerns } from './resource.ts';
import { countNew, type Held, prepend, type TailPage } from './tail-merge.ts';

export interface TailSource<T> {
  /** Another key is another list: it is read from the start. */
  readonly key: string;
  readonly idOf: (row: T) => string;
  readonly newest: () => Promise<TailPage<T>>;
  readonly older: (from: string) => Promise<TailPage<T>>;
  readonly concerns: Concerns;
}

export interface Tail<T> {
  readonly rows: readonly T[] | null;
  readonly hasOlder: boolean;
  readonly error: ProblemError | null;
  readonly paused: boolean;
  /** What is there and not shown, because the list is paused. */
  readonly held: Held;
  toggle(): void;
  more(): void;
  reload(): void;
}

/** A burst of events leads to one read. */
const SETTLE_MS = 250;

interface State<T> {
  key: string;
  rows: readonly T[] | null;
  older: string | null;
  error: ProblemError | null;
  paused: boolean;
  held: Held;
}

const NOTHING: Held = { count: 0, more: false };

const start = <T>(key: string): State<T> => ({
  key,
  rows: null,
  older: null,
  error: null,
  paused: false,
  held: NOTHING,
});

/** A list that grows at its top while it is looked at. Paused, it stays as it is and counts what it holds back. */
export function useTail<T>(source: TailSource<T>): Tail<T> {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const latest = useRef(source);
  latest.current = source;
  const ref = useRef<State<T>>(start(source.key));
  if (ref.current.key !== source.key) ref.current = start(source.key);

  const read = useCallback(
    async (page: () => Promise<TailPage<T>>, merge: (state: State<T>, page: TailPage<T>) => void) => {
      const state = ref.current;
      try {
        merge(state, await page());
        state.error = null;
      } catch (error) {
        state.error = asProblem(error);
      }
      if (ref.current === state) redraw(0);
    },
    [],
  );

  const refresh = useCallback(
    () =>
      read(latest.current.newest, (state, page) => {
        const known = state.rows === null ? null : { rows: state.rows, older: state.older };
        const { idOf } = latest.current;
        if (state.paused && known !== null) state.held = countNew(known, page, idOf);
        else Object.assign(state, { held: NOTHING, ...prepend(known, page, idOf) });
      }),
    [],
  );

  useEffect(() => void refresh(), [source.key]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    // One read at a time: what comes in while it is on its way leads to the next.
    const settle = () => {
      missed = false;
      timer = setTimeout(async () => {
        await refresh();
        if (timer === undefined) return; // the page has been left
        timer = undefined;
        if (missed) settle();
      }, SETTLE_MS);
    };
    const stop = onEvent((event) => {
      if (!latest.current.concerns(event)) return;
      missed = true;
      if (timer === undefined) settle();
    });
    return () => {
      clearTimeout(timer);
      timer = undefined;
      stop();
    };
  }, []);

  useEffect(
    () =>
      onContact(() => {
        if (ref.current.error !== null) void refresh();
      }),
    [],
  );

  const { rows, older, error, paused, held } = ref.current;
  return {
    rows,
    hasOlder: older !== null,
    error,
    paused,
    held,
    toggle: () => {
      ref.current.paused = !paused;
      redraw(0);
      if (paused) void refresh();
    },
    more: () =>
      void read(
        () => latest.current.older(older!),
        (state, page) => {
          state.rows = [...(state.rows ?? []), ...page.rows];
          state.older = page.older;
        },
      ),
    reload: () => void refresh(),
  };
}
