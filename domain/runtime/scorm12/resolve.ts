/** From an element's name as a SCO writes it to the rule it falls under, or to the error code of the mistake. */
import type { Step } from '../element-store.ts';
import { ARRAYS, CHILDREN, ELEMENTS, type ElementRule } from './elements.ts';
import type { Scorm12ErrorCode } from './errors.ts';

const INDEX = /^(0|[1-9]\d{0,8})$/;
const KEYWORDS: ReadonlySet<string> = new Set(['_children', '_count', '_version']);
const CATEGORIES: ReadonlySet<string> = new Set(Object.keys(ELEMENTS).map((name) => name.split('.')[0]!));

export type Resolved =
  | { readonly kind: 'element'; readonly name: string; readonly rule: ElementRule; readonly steps: readonly Step[] }
  | { readonly kind: 'version' }
  | { readonly kind: 'children'; readonly list: string; readonly steps: readonly Step[] }
  | { readonly kind: 'count'; readonly array: string; readonly steps: readonly Step[] }
  /** `keyword`: the name ends in one, so that setting it is 402 whatever is wrong besides (RTE 1.2, 3.3.3). */
  | { readonly kind: 'error'; readonly code: Scorm12ErrorCode; readonly keyword: boolean };

export function resolve(element: string): Resolved {
  const [root, ...parts] = element.split('.');
  const keyword = KEYWORDS.has(parts.at(-1) ?? '') ? parts.pop()! : '';
  // Another data model, and a category that 1.2 does not have, are "not implemented"; all else is a wrong argument.
  if (root !== 'cmi') return { kind: 'error', code: element === '' ? 201 : 401, keyword: false };
  if (keyword === '_version' && parts.length === 0) return { kind: 'version' };
  if (parts.length > 0 && !CATEGORIES.has(parts[0]!)) return { kind: 'error', code: 401, keyword: keyword !== '' };
  const steps: Step[] = [];
  const pattern = parts.map((part, at) => {
    if (!INDEX.test(part)) return part;
    steps.push({ array: parts.slice(0, at).join('.'), index: Number(part) });
    return 'n';
  });
  return keyword === '' ? leaf(pattern.join('.'), parts, steps) : ask(keyword, pattern.join('.'), { parts, steps });
}

function leaf(pattern: string, parts: readonly string[], steps: readonly Step[]): Resolved {
  const rule = ELEMENTS[pattern];
  if (rule === undefined) return { kind: 'error', code: 201, keyword: false };
  return { kind: 'element', name: parts.join('.'), rule, steps };
}

function ask(keyword: string, pattern: string, at: { parts: readonly string[]; steps: readonly Step[] }): Resolved {
  const { parts, steps } = at;
  const children = CHILDREN[pattern];
  if (keyword === '_children' && children !== undefined) return { kind: 'children', list: children, steps };
  if (keyword === '_count' && ARRAYS.has(pattern)) return { kind: 'count', array: parts.join('.'), steps };
  const exists = children !== undefined || ELEMENTS[pattern] !== undefined || ARRAYS.has(pattern);
  const code = !exists ? 201 : keyword === '_children' ? 202 : keyword === '_count' ? 203 : 201;
  return { kind: 'error', code, keyword: true };
}
