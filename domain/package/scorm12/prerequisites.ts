/**
 * `adlcp:prerequisites` of type aicc_script (CAM 1.2, 2.3.2.3; AICC CMI guidelines, appendix A): item ids joined by
 * `&` and `|`, `~` for not, `=` and `<>` with a status, `2*{A,B,C}` for at least so many of a set, and parentheses.
 * An id alone asks whether that item is passed or completed.
 */

export type ItemStatus = 'passed' | 'completed' | 'failed' | 'incomplete' | 'browsed' | 'not attempted';

/** Whether the condition holds; `statusOf` tells undefined of an id that the course does not have. */
export type Condition = (statusOf: (id: string) => ItemStatus | undefined) => boolean;

/** Longer scripts than any course has; a script is parsed by recursion and must stay shallow. */
const SCRIPT_CHARACTERS_MAX = 4096;
const DEPTH_MAX = 64;

const TOKEN = /\s*(<>|[&|~=(){},*]|"[^"]*"|[^\s&|~=<>(){},*"]+)/y;

const STATUSES: ReadonlyMap<string, ItemStatus> = new Map([
  ['p', 'passed'],
  ['passed', 'passed'],
  ['c', 'completed'],
  ['completed', 'completed'],
  ['complete', 'completed'],
  ['f', 'failed'],
  ['failed', 'failed'],
  ['i', 'incomplete'],
  ['incomplete', 'incomplete'],
  ['b', 'browsed'],
  ['browsed', 'browsed'],
  ['n', 'not attempted'],
  ['not attempted', 'not attempted'],
]);

/** Undefined: not a script that can be read, so it restricts nothing. An empty one holds always. */
export function parsePrerequisites(script: string): Condition | undefined {
  if (script.length > SCRIPT_CHARACTERS_MAX) return undefined;
  const tokens = tokensOf(script);
  if (tokens === undefined) return undefined;
  if (tokens.length === 0) return () => true;
  const reader: Reader = { tokens, at: 0, depth: 0 };
  const condition = either(reader);
  return reader.at === tokens.length ? condition : undefined;
}

function tokensOf(script: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = script.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    tokens.push(match[1]!);
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
}

const peek = (reader: Reader): string => reader.tokens[reader.at] ?? '';

function take(reader: Reader, token: string): boolean {
  if (peek(reader) !== token) return false;
  reader.at += 1;
  return true;
}

/** `a | b`, the loosest. */
function either(reader: Reader): Condition | undefined {
  let left = both(reader);
  while (left !== undefined && take(reader, '|')) {
    const [a, b]: [Condition, Condition | undefined] = [left, both(reader)];
    left = b && ((statusOf) => a(statusOf) || b(statusOf));
  }
  return left;
}

/** `a & b`. */
function both(reader: Reader): Condition | undefined {
  let left = negation(reader);
  while (left !== undefined && take(reader, '&')) {
    const [a, b]: [Condition, Condition | undefined] = [left, negation(reader)];
    left = b && ((statusOf) => a(statusOf) && b(statusOf));
  }
  return left;
}

function negation(reader: Reader): Condition | undefined {
  if (reader.depth >= DEPTH_MAX) return undefined;
  if (!take(reader, '~')) return primary(reader);
  reader.depth += 1;
  const inner = negation(reader);
  reader.depth -= 1;
  return inner && ((statusOf) => !inner(statusOf));
}

function primary(reader: Reader): Condition | undefined {
  if (take(reader, '(')) {
    reader.depth += 1;
    const inner = either(reader);
    reader.depth -= 1;
    return inner !== undefined && take(reader, ')') ? inner : undefined;
  }
  const word = peek(reader);
  if (!isWord(word)) return undefined;
  reader.at += 1;
  if (/^\d+$/.test(word) && take(reader, '*')) return atLeast(reader, Number(word));
  return comparison(reader, word);
}

const isWord = (token: string): boolean => token !== '' && !/^(<>|[&|~=(){},*]|".*")$/s.test(token);

function comparison(reader: Reader, id: string): Condition | undefined {
  const equal = take(reader, '=');
  if (!equal && !take(reader, '<>')) return (statusOf) => isDone(statusOf(id));
  const word = peek(reader).replace(/^"(.*)"$/s, '$1');
  const status = STATUSES.get(word.trim().toLowerCase());
  if (status === undefined) return undefined;
  reader.at += 1;
  return (statusOf) => (statusOf(id) === status) === equal;
}

/** `2*{A, B, C}`: at least two of the set. */
function atLeast(reader: Reader, count: number): Condition | undefined {
  if (!take(reader, '{')) return undefined;
  const members: Condition[] = [];
  reader.depth += 1;
  do {
    const member = either(reader);
    if (member === undefined) return undefined;
    members.push(member);
  } while (take(reader, ','));
  reader.depth -= 1;
  if (!take(reader, '}')) return undefined;
  return (statusOf) => members.filter((member) => member(statusOf)).length >= count;
}

/** An id that the course does not have asks for nothing that a learner could do: it counts as done. */
const isDone = (status: ItemStatus | undefined): boolean =>
  status === undefined || status === 'passed' || status === 'completed';
