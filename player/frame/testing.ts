/** A clock that tests move by hand, and entries to send. */
import type { JournalEntry, SessionView } from '../../domain/session/contract.ts';

export const entry = (seq: number, value = 'x'): JournalEntry => ({
  seq,
  at: '2026-11-21T12:00:00.000Z',
  node: 'n1',
  kind: 'call',
  method: 'LMSSetValue',
  args: ['cmi.core.lesson_location', value],
});

export const VIEW = { id: 's1', version: 1 } as SessionView;

/** Timers by due time; `tick` runs what falls due and lets promises settle in between. */
export function fakeTimers() {
  let now = 0;
  let pending: { at: number; then: () => void }[] = [];
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return {
    now: () => now,
    after(ms: number, then: () => void) {
      const timer = { at: now + ms, then };
      pending.push(timer);
      return () => {
        pending = pending.filter((other) => other !== timer);
      };
    },
    settle,
    async tick(ms: number) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = pending.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = next.at;
        pending = pending.filter((timer) => timer !== next);
        next.then();
        await settle();
      }
      now = end;
    },
  };
}

/** localStorage as far as the journal uses it; `quota` in characters. */
export function fakeStorage(quota = Number.POSITIVE_INFINITY) {
  const items = new Map<string, string>();
  return {
    items,
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem(key: string, value: string) {
      if (value.length > quota) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
  };
}
