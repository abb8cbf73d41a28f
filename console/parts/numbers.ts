import type { Score } from '../../domain/session/contract.ts';
import { formatDuration, formatNumber, formatPercent } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';

/** A score as people read it: the share where it is known, else points of points. */
export function score(it: Score | null | undefined): string {
  if (it?.scaled !== undefined) return formatPercent(it.scaled);
  if (it?.raw === undefined) return t.none;
  return it.max === undefined ? formatNumber(it.raw) : `${formatNumber(it.raw)} / ${formatNumber(it.max)}`;
}

const ISO_DURATION = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Seconds of an ISO 8601 duration without years, months and weeks, which no course reports; null for other text. */
export function isoSeconds(iso: string): number | null {
  const parts = ISO_DURATION.exec(iso);
  if (parts === null) return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return days! * 86_400 + hours! * 3600 + minutes! * 60 + seconds!;
}

export function duration(iso: string | null): string {
  const seconds = iso === null ? null : isoSeconds(iso);
  return seconds === null ? t.none : formatDuration(seconds);
}
