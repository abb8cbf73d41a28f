/** Timestamps (Data 4.5) and durations (Data 4.6). */

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;
const NUMBER = '(\\d+(?:[.,]\\d+)?)';
const DURATION = new RegExp(
  `^P(?!$)(?:${NUMBER}W|(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}D)?(?:T(?=\\d)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?)$`,
);
/** ISO 8601 4.4.3.2: only the smallest component may have a fraction. */
const FRACTION_BEFORE_THE_LAST = /[.,]\d+[A-Z].*\d/;
const DAY_SECONDS = 86_400;
/** Seconds of W, Y, M, D, H, M, S. A year counts as 365 days and a month as 30: what has no fixed length is estimated. */
const COMPONENT_SECONDS = [7 * DAY_SECONDS, 365 * DAY_SECONDS, 30 * DAY_SECONDS, DAY_SECONDS, 3600, 60, 1];

/**
 * Microseconds since 1970, or null when the text is no timestamp. A time zone is required, so that an instant is named;
 * `-00`, `-0000` and `-00:00` say "unknown" and are refused (Data 4.5).
 */
export function parseTimestamp(text: string): number | null {
  const m = TIMESTAMP.exec(text);
  if (m === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(m[i]));
  if (hour! > 23 || minute! > 59 || second! > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day!) return null;
  const offset = offsetMinutes(m[8], m[9], m[10]);
  if (offset === null) return null;
  const seconds = date.getTime() / 1000 + hour! * 3600 + (minute! - offset) * 60 + second!;
  return seconds * 1_000_000 + Number((m[7] ?? '').slice(0, 6).padEnd(6, '0'));
}

/** A valid timestamp in UTC. One that says so already is left as it is, and so are the digits of its fraction. */
export function toUtc(text: string): string {
  if (/[Zz]$/.test(text)) return text;
  const fraction = /[.,](\d+)/.exec(text)?.[1];
  const seconds = Math.floor(parseTimestamp(text)! / 1_000_000);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction === undefined ? '' : `.${fraction}`}Z`;
}

function offsetMinutes(sign: string | undefined, hours: string | undefined, minutes: string | undefined) {
  if (sign === undefined) return 0;
  const value = Number(hours) * 60 + Number(minutes ?? 0);
  if (Number(hours) > 23 || Number(minutes ?? 0) > 59) return null;
  if (sign === '-') return value === 0 ? null : -value;
  return value;
}

/** RFC 3339 in UTC with six decimals; `stored` needs them, because more than a thousand statements come in a second. */
export function formatMicros(micros: number): string {
  const millis = Math.floor(micros / 1000);
  return `${new Date(millis).toISOString().slice(0, -1)}${String(micros - millis * 1000).padStart(3, '0')}Z`;
}

export const isDuration = (text: string): boolean => DURATION.test(text) && !FRACTION_BEFORE_THE_LAST.test(text);

/** Seconds of a valid duration. */
export function durationSeconds(text: string): number {
  const m = DURATION.exec(text);
  if (m === null) throw new Error(`not a duration: ${text}`);
  let seconds = 0;
  for (let i = 0; i < COMPONENT_SECONDS.length; i++) {
    const part = m[i + 1];
    if (part !== undefined) seconds += Number(part.replace(',', '.')) * COMPONENT_SECONDS[i]!;
  }
  return seconds;
}

/** Two durations are the same when they agree to a hundredth of a second; units are never converted into each other. */
export function comparableDuration(text: string): string {
  return text.replace(/(\d+)[.,](\d+)S$/, (_, whole: string, fraction: string) => {
    const hundredths = fraction.slice(0, 2).replace(/0+$/, '');
    return hundredths === '' ? `${whole}S` : `${whole}.${hundredths}S`;
  });
}
