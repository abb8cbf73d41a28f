interface File {
  path: string;
  text: string;
}

/**
 * A rule is defined where its number, in brackets or bold, begins a line, a list item, a table cell or a sentence;
 * elsewhere it refers. A circle behind it says that only a real browser can show it: journeys do.
 */
const DEFINED = /(?:^\s*(?:[-*|]\s*)?|[.:)]\s+)(?:\*\*)?\[?([A-Z][A-Z0-9]*-\d+)\]?(?:\*\*)?( ◦)?/gm;
/** A test carries the number in its title. */
const TITLED = /['"`][^'"`\n]*\[([A-Z][A-Z0-9]*-\d+)\]/g;
const IN_TITLE = /\[([A-Z][A-Z0-9]*-\d+)\]/g;
/** Or its title has a place for one, and the numbers stand in the table of cases. */
const FILLED = /\[(?:%s|\$\w+)\]/;
const IN_TABLE = /['"`]([A-Z][A-Z0-9]*-\d+)['"`]/g;

/** `[AB-1] to [AB-4]` defines four rules at once. */
const RANGE = /\[([A-Z][A-Z0-9]*)-(\d+)\] to \[\1-(\d+)\]/g;

interface Rule {
  id: string;
  path: string;
  /** A journey in a real browser shows it. */
  inBrowser: boolean;
}

/**
 * Rules without a test, numbered titles without a rule, and numbers that stand for two rules. A number belongs to a
 * top-level room: a title means the rule of its own room, else the one of another.
 */
export function ruleFindings(specs: readonly File[], tests: readonly File[]): string[] {
  const rules = specs.flatMap(({ path, text }) =>
    [...text.replace(RANGE, listed).matchAll(DEFINED)].map(
      ([, id, mark]): Rule => ({ id: id!, path, inBrowser: mark !== undefined }),
    ),
  );
  const tested = new Set<Rule>();
  const unknown = new Set<string>();
  for (const { path, text } of tests) {
    for (const id of numbersIn(text)) {
      const meant = rules.filter((rule) => rule.id === id);
      const own = meant.filter((rule) => roomOf(rule.path) === roomOf(path));
      for (const rule of own.length > 0 ? own : meant) tested.add(rule);
      if (meant.length === 0) unknown.add(`[${id}] in ${path} is no rule`);
    }
  }
  const key = (rule: Rule): string => `${roomOf(rule.path)} ${rule.id}`;
  const twice = rules.filter((rule, i) => rules.findIndex((other) => key(other) === key(rule)) < i);
  const untested = rules.filter((rule) => !tested.has(rule) && !rule.inBrowser && !twice.includes(rule));
  return [
    ...twice.map(({ id, path }) => `[${id}] stands twice, again in ${path}`),
    ...untested.map(({ id, path }) => `[${id}] of ${path} has no test`),
    ...unknown,
  ];
}

/** A range as sentences, one a rule. */
function listed(_: string, prefix: string, first: string, last: string): string {
  const numbers = Array.from({ length: Number(last) - Number(first) + 1 }, (_one, i) => Number(first) + i);
  return numbers.map((number) => `[${prefix}-${number}]`).join('. ');
}

const roomOf = (path: string): string => path.slice(0, path.indexOf('/'));

function numbersIn(text: string): string[] {
  const titles = [...text.matchAll(TITLED)].flatMap(([title]) => [...title.matchAll(IN_TITLE)]);
  return [...titles, ...(FILLED.test(text) ? text.matchAll(IN_TABLE) : [])].map(([, id]) => id!);
}
