/** Timestamps (Data 4.5) and durations (Data 4.6). */

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
 * `-00`, `-0000` and `-00:00` say "unknown" and are refused (Data 4.5). Read by hand, because every statement has one.
 */
export function parseTimestamp(text: string): number | null {
  const days = daysOf(text);
  const seconds = secondsOf(text);
  if (days === null || seconds === null) return null;
  let at = SECONDS_END;
  let micros = 0;
  if (text[at] === '.' || text[at] === ',') {
    const begin = at + 1;
    at = begin;
    while (isDigit(text, at)) at++;
    if (at === begin) return null;
    const digits = Math.min(at - begin, 6);
    micros = digitsAt(text, begin, digits) * 10 ** (6 - digits);
  }
  const offset = offsetMinutes(text, at);
  return offset === null ? null : (days * DAY_SECONDS + seconds - offset * 60) * 1_000_000 + micros;
}

/** Where `2026-01-31T12:00:00` ends. */
const SECONDS_END = 19;
/** The Gregorian calendar repeats itself after 400 years. Two-digit years mean another century to `Date.UTC`. */
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;
const DAY_MILLIS = DAY_SECONDS * 1000;

/** Days from 1970 to the date at the beginning, or null when the calendar has no such day. */
function daysOf(text: string): number | null {
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const formed = text[4] === '-' && text[7] === '-' && (text[10] === 'T' || text[10] === 't');
  if (!(formed && year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return null;
  const days = Date.UTC(year + CYCLE_YEARS, month - 1, day) / DAY_MILLIS;
  // A day too many is one of the next month.
  if (day > 28 && new Date(days * DAY_MILLIS).getUTCDate() !== day) return null;
  return days - CYCLE_DAYS;
}

/** Seconds of the day, or null when it has no such time. */
function secondsOf(text: string): number | null {
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  if (text[13] !== ':' || text[16] !== ':' || !(hour <= 23 && minute <= 59 && second <= 59)) return null;
  return hour * 3600 + minute * 60 + second;
}

/** The time zone from a place to the end: `Z`, `+01`, `+0100` or `+01:00`. */
function offsetMinutes(text: string, at: number): number | null {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : null;
  if (sign !== '+' && sign !== '-') return null;
  const hours = digitsAt(text, at + 1, 2);
  const colon = text[at + 3] === ':' ? 1 : 0;
  const short = text.length === at + 3;
  const minutes = short ? 0 : digitsAt(text, at + 3 + colon, 2);
  if (!(hours <= 23 && minutes <= 59) || (!short && text.length !== at + 5 + colon)) return null;
  const value = hours * 60 + minutes;
  if (sign === '+') return value;
  return value === 0 ? null : -value;
}

const isDigit = (text: string, at: number): boolean => text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39;

/** The number that so many digits are; NaN when there are other characters or not enough. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    if (!isDigit(text, i)) return Number.NaN;
    value = value * 10 + text.charCodeAt(i) - 0x30;
  }
  return value;
}

/** A valid timestamp in UTC. One that says so already is left as it is, and so are the digits of its fraction. */
export function toUtc(text: string): string {
  if (/[Zz]$/.test(text)) return text;
  const fraction = /[.,](\d+)/.exec(text)?.[1];
  const seconds = Math.floor(parseTimestamp(text)! / 1_000_000);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction === undefined ? '' : `.${fraction}`}Z`;
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
