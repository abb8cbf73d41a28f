/**
 * timeinterval(second,10,2) (RTE 4.1.1.7): an ISO 8601 duration. Years and months have no fixed length, so they are
 * carried as months beside the rest and never turned into days.
 */
const INTERVAL = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,2}))?S)?)?$/;
const DAY = 8_640_000;
const HOUR = 360_000;
const MINUTE = 6_000;

/** The longest sum that is told, in months and in hundredths of a second: above it numbers would lose digits. */
const MOST = 1e12;

export interface Interval {
  readonly months: number;
  readonly hundredths: number;
}

/** The interval of a text, or undefined when it is none. Each part is optional, but one has to be there. */
export function parseInterval(text: string): Interval | undefined {
  const match = INTERVAL.exec(text);
  if (match === null || /[PT]$/.test(text)) return undefined;
  const [years, months, days, hours, minutes, seconds] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const fraction = Number((match[7] ?? '').padEnd(2, '0'));
  return {
    months: Math.min(years! * 12 + months!, MOST),
    hundredths: Math.min(days! * DAY + hours! * HOUR + minutes! * MINUTE + seconds! * 100 + fraction, MOST),
  };
}

export const addIntervals = (a: Interval, b: Interval): Interval => ({
  months: Math.min(a.months + b.months, MOST),
  hundredths: Math.min(a.hundredths + b.hundredths, MOST),
});

/** The shortest text of an interval; nothing is `PT0H0M0S`, as the standard's own initial value is written. */
export function formatInterval({ months, hundredths }: Interval): string {
  if (months === 0 && hundredths === 0) return 'PT0H0M0S';
  const date = part(Math.floor(months / 12), 'Y') + part(months % 12, 'M') + part(Math.floor(hundredths / DAY), 'D');
  const seconds = Number(((hundredths % MINUTE) / 100).toFixed(2));
  const time =
    part(Math.floor((hundredths % DAY) / HOUR), 'H') +
    part(Math.floor((hundredths % HOUR) / MINUTE), 'M') +
    part(seconds, 'S');
  return `P${date}${time === '' ? '' : `T${time}`}`;
}

const part = (value: number, unit: string): string => (value === 0 ? '' : `${value}${unit}`);
