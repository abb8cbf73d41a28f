import { signal } from '@preact/signals';
import { formatInstant, formatRelative } from '../../ui/messages/format.ts';

/** Relative times change by the minute; one clock moves them all. */
const TICK_MS = 30_000;
const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, TICK_MS);

/** A time as people say it; the exact one on hover and for machines. */
export function Moment({ at }: { at: string }) {
  // An instant that is newer than the last tick must not read as the future.
  const reference = Math.max(now.value, Math.min(Date.now(), Date.parse(at) + 1));
  return (
    <time class="moment" dateTime={at} title={formatInstant(at)}>
      {formatRelative(at, reference)}
    </time>
  );
}
