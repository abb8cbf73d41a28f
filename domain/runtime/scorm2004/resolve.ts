/** From an element's name as a SCO writes it to the rule it falls under, or to what is wrong with the name. */
import type { Step } from '../element-store.ts';
import { ARRAYS, CHILDREN, ELEMENTS, type ElementRule } from './elements.ts';

const INDEX = /^(0|[1-9]\d{0,8})$/;
const KEYWORDS: ReadonlySet<string> = new Set(['_children', '_count', '_version']);
/** `adl.nav.request_valid.choice.{target=activity_1}`: the target is an identifier and may hold dots. */
const TARGET = /^adl\.nav\.request_valid\.(choice|jump)\.\{target=[^{}\s]+\}$/;

/** Everything that has a rule, children or a count: asking it the wrong keyword is 301, of anything else 401. */
const KNOWN: ReadonlySet<string> = new Set([...Object.keys(ELEMENTS), ...Object.keys(CHILDREN), ...ARRAYS]);

export type Resolved =
  | { readonly kind: 'element'; readonly name: string; readonly rule: ElementRule; readonly steps: readonly Step[] }
  | { readonly kind: 'version' }
  | { readonly kind: 'children'; readonly list: string; readonly steps: readonly Step[] }
  | { readonly kind: 'count'; readonly array: string; readonly steps: readonly Step[] }
  /** A keyword that this element does not have. */
  | { readonly kind: 'keyword' }
  | { readonly kind: 'undefined' };

export function resolve(element: string): Resolved {
  if (element === 'cmi._version') return { kind: 'version' };
  const target = TARGET.exec(element);
  if (target !== null) return of(element, `adl.nav.request_valid.${target[1]}.{target}`, []);
  const parts = element.split('.');
  const root = parts[0];
  if (root !== 'cmi' && root !== 'adl') return { kind: 'undefined' };
  const keyword = KEYWORDS.has(parts.at(-1)!) ? parts.pop()! : '';
  // What lies in `cmi` is kept without it.
  const path = root === 'cmi' ? parts.slice(1) : parts;
  const steps: Step[] = [];
  const pattern = path.map((part, at) => {
    if (!INDEX.test(part)) return part;
    steps.push({ array: path.slice(0, at).join('.'), index: Number(part) });
    return 'n';
  });
  const name = path.join('.');
  return keyword === '' ? of(name, pattern.join('.'), steps) : ask(keyword, pattern.join('.'), { name, steps });
}

function of(name: string, pattern: string, steps: readonly Step[]): Resolved {
  // A SCO may name anything, `toString` too.
  const rule = Object.hasOwn(ELEMENTS, pattern) ? ELEMENTS[pattern] : undefined;
  return rule === undefined ? { kind: 'undefined' } : { kind: 'element', name, rule, steps };
}

function ask(keyword: string, pattern: string, at: { name: string; steps: readonly Step[] }): Resolved {
  const list = Object.hasOwn(CHILDREN, pattern) ? CHILDREN[pattern] : undefined;
  if (keyword === '_children' && list !== undefined) return { kind: 'children', list, steps: at.steps };
  if (keyword === '_count' && ARRAYS.has(pattern)) return { kind: 'count', array: at.name, steps: at.steps };
  return { kind: KNOWN.has(pattern) ? 'keyword' : 'undefined' };
}
