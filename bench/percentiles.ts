/** What was measured, in milliseconds, with the numbers people ask for. */
export interface Row {
  readonly name: string;
  readonly values: number[];
  p50(): number;
  p95(): number;
  worst(): number;
}

export function rowOf(name: string): Row {
  const values: number[] = [];
  /** Nearest rank: the smallest value that at least this share of all does not exceed. */
  const rank = (share: number): number => {
    const sorted = values.toSorted((a, b) => a - b);
    return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
  };
  return { name, values, p50: () => rank(0.5), p95: () => rank(0.95), worst: () => rank(1) };
}

/** A table for people. */
export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, ...cells: (string | number)[]) =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(8))].join('  ');
  const body = rows.map((row) => line(row.name, row.p50(), row.p95(), row.worst(), row.values.length));
  return [line('milliseconds', 'p50', 'p95', 'worst', 'runs'), ...body].join('\n');
}
