/** CMITimespan (RTE 1.2, 3.4.4): 2 to 4 digits of hours, two of minutes, two of seconds, up to two of fractions. */
const TIMESPAN = /^(\d{2,4}):(\d{2}):(\d{2})(?:\.(\d{1,2}))?$/;

/** The longest time the format can say, in hundredths of a second; sums stop here rather than become unreadable. */
const LONGEST = 9999 * 360_000 + 99 * 6_000 + 9_999;

/** Hundredths of a second, or undefined when it is not a CMITimespan. Minutes and seconds may reach 99 (3.4.4). */
export function parseTimespan(text: string): number | undefined {
  const match = TIMESPAN.exec(text);
  if (match === null) return undefined;
  const [, hours, minutes, seconds, fraction = ''] = match;
  return Number(hours) * 360_000 + Number(minutes) * 6_000 + Number(seconds) * 100 + Number(fraction.padEnd(2, '0'));
}

/** `HHHH:MM:SS.SS` of hundredths of a second; above what four digits of hours can say it stays at the most they can. */
export function formatTimespan(hundredths: number): string {
  const sum = Math.min(hundredths, LONGEST);
  const hours = Math.min(Math.floor(sum / 360_000), 9999);
  const minutes = Math.min(Math.floor((sum - hours * 360_000) / 6_000), 99);
  const rest = sum - hours * 360_000 - minutes * 6_000;
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${pad(hours, 4)}:${pad(minutes, 2)}:${pad(Math.floor(rest / 100), 2)}.${pad(rest % 100, 2)}`;
}
