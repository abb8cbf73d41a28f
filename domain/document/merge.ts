import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * [DOC-9] The members of both objects, those of `sent` first choice, one level deep (Communication 2.2). Values are
 * carried over as they are written: a number of twenty digits stays what it was.
 */
export function mergeDocuments(stored: Uint8Array, sent: Uint8Array): Result<Uint8Array, Problem> {
  const before = membersOf(stored);
  if (before === undefined) return refused('The stored document is not a JSON object.');
  const after = membersOf(sent);
  if (after === undefined) return refused('The document that was sent is not a JSON object.');
  const merged = new Map([...before, ...after]);
  const parts = [...merged].map(([key, value]) => `${JSON.stringify(key)}:${value}`);
  return ok(new TextEncoder().encode(`{${parts.join(',')}}`));
}

const refused = (detail: string) => err(problem('document_not_mergeable', detail));

/** The parsed JSON of a document, or undefined when it is none in UTF-8. */
export function jsonOf(body: Uint8Array): { readonly text: string; readonly value: unknown } | undefined {
  try {
    const text = decoder.decode(body);
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function membersOf(body: Uint8Array): Map<string, string> | undefined {
  const json = jsonOf(body);
  if (typeof json?.value !== 'object' || json.value === null || Array.isArray(json.value)) return undefined;
  return topLevel(json.text);
}

/** The members of the text of a JSON object, which has been parsed before, with their values as text. */
function topLevel(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = 0;
  for (;;) {
    const open = text.indexOf('"', at);
    if (open < 0) return members; // an object without members
    const close = endOfString(text, open);
    const begin = text.indexOf(':', close) + 1;
    const end = endOfValue(text, begin);
    members.set(JSON.parse(text.slice(open, close)) as string, text.slice(begin, end).trim());
    if (text[end] === '}') return members;
    at = end + 1;
  }
}

/** Where the string that begins at a quote is over: after its closing quote. */
function endOfString(text: string, open: number): number {
  let at = open + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The comma or brace that follows the value. */
function endOfValue(text: string, begin: number): number {
  const structure = /["{}[\],]/g;
  structure.lastIndex = begin;
  let depth = 0;
  for (;;) {
    const at = structure.exec(text)!.index;
    const mark = text[at]!;
    if (mark === '"') structure.lastIndex = endOfString(text, at);
    else if (mark === '{' || mark === '[') depth++;
    else if (depth === 0) return at;
    else if (mark !== ',') depth--;
  }
}
