/** Characters of one JSON parameter; D1 takes strings up to 2 MB, whatever their characters weigh. */
const MAX_PARAMETER_CHARS = 500_000;

/**
 * Rows as JSON arrays of arrays, because D1 takes 100 parameters a statement: as many arrays as the size of the rows
 * needs, none for no rows.
 */
export function jsonParameters(rows: readonly (readonly unknown[])[]): string[] {
  const groups: string[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const text = JSON.stringify(row);
    chars += text.length;
    if (chars > MAX_PARAMETER_CHARS) {
      groups.push([]);
      chars = text.length;
    }
    groups.at(-1)!.push(text);
  }
  return groups.map((group) => `[${group.join(',')}]`);
}
