/** What a battery of the suite says at its end. @typedef {{ version: string, passed: number, total: number, seconds: number }} Outcome */

/**
 * The tests that did not pass, by their whole name: a test is what has none below it.
 * @param {{ title?: string, name?: string, status?: string, error?: unknown, tests?: object[] }} node
 * @param {string[]} [above]
 * @returns {{ name: string, error: string }[]}
 */
export function failuresOf(node, above = []) {
  const names = [...above, node.title || node.name || ''].filter((name) => name !== '');
  const below = node.tests ?? [];
  if (below.length > 0) return below.flatMap((test) => failuresOf(test, names));
  if (node.status === 'passed') return [];
  return [{ name: names.join(' > '), error: String(node.error ?? node.status).split('\n', 1)[0] }];
}

/** @param {readonly Outcome[]} outcomes */
export function tableOf(outcomes) {
  const rows = outcomes.map(({ version, passed, total, seconds }) => [version, passed, total, total - passed, seconds]);
  const lines = [['xAPI', 'passed', 'total', 'missing', 'seconds'], ...rows];
  return lines.map((cells) => cells.map((cell) => String(cell).padStart(9)).join('')).join('\n');
}
