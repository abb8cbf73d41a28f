/** Colours only where a person looks on: never in a pipe, and never against NO_COLOR (no-color.org). */
const colourful = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

const paint = (stream: NodeJS.WriteStream, code: string, text: string): string =>
  colourful(stream) ? `\u001b[${code}m${text}\u001b[0m` : text;

export const bold = (text: string): string => paint(process.stdout, '1', text);
export const dim = (text: string): string => paint(process.stdout, '2', text);
export const green = (text: string): string => paint(process.stdout, '32', text);
export const redOnErrors = (text: string): string => paint(process.stderr, '31', text);

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** For what is not the result: progress, hints, errors. Stays out of pipes. */
export const note = (text: string): void => void process.stderr.write(`${text}\n`);
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** A name that others chose, in one line: control and direction characters would play tricks on a terminal. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/** Columns as wide as their widest cell, two spaces apart; the last one is not padded. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const shown = rows.map((row) => row.map(plain));
  const widths = head.map((title, i) => Math.max(title.length, ...shown.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i]!))).join('  ');
  return [line(head), ...shown.map(line)];
}

/** A table with its head dimmed, or `empty` when there are no rows. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[], empty: string): void {
  if (rows.length === 0) {
    note(empty);
    return;
  }
  const [first, ...rest] = table(head, rows);
  print(dim(first!));
  for (const line of rest) print(line);
}

/** `12.3 MB`: decimal units, as file managers and networks count. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `2026-11-21 07:42`, in the local time zone. */
export function time(iso: string | undefined | null): string {
  if (iso === undefined || iso === null) return '';
  const at = new Date(iso);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
