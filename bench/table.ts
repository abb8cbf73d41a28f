type Cell = string | number;

/** Rows of cells as aligned columns, for people: the first column to the left, the others to the right. */
export function table(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head, ...rows].map((row) => row.map((cell) => (typeof cell === 'number' ? shown(cell) : cell)));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .join('\n');
}

/** 12,345 and 1.5: whole numbers in groups of three digits. */
export const shown = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
