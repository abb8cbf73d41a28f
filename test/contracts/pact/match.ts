import type { Json } from '../../support/client.ts';
import type { Interaction, Matcher, Rule } from './pact.ts';

interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

/** Where an answer is not what the consumer relies on; empty when it is. More than was asked for does no harm. */
export function mismatches({ response }: Pick<Interaction, 'response'>, answer: Answer): string[] {
  const out: string[] = [];
  if (answer.status !== response.status) out.push(`status: ${answer.status} instead of ${response.status}`);
  for (const [name, expected] of Object.entries(response.headers ?? {})) {
    const given = answer.headers.get(name);
    const rule = response.matchingRules?.header?.[name];
    const fits =
      given !== null && (rule === undefined ? given === expected : rule.matchers.every((m) => holds(m, given)));
    if (!fits) out.push(`header ${name}: ${given} instead of ${expected}`);
  }
  if (response.body !== undefined) compare(response.body, answer.body, ['$'], response.matchingRules?.body ?? {}, out);
  return out;
}

type Rules = Readonly<Record<string, Rule>>;

function compare(expected: Json, given: Json, at: readonly string[], rules: Rules, out: string[]): void {
  const found = ruleFor(at, rules);
  const where = at.join('');
  if (found?.exact) {
    for (const matcher of found.rule.matchers) {
      const fits = matcher.match === 'type' ? sameType(expected, given, matcher.min) : holds(matcher, given);
      if (!fits) out.push(`${where}: ${JSON.stringify(given)} does not fit ${JSON.stringify(matcher)}`);
    }
    if (found.rule.matchers.some(({ match }) => match !== 'type')) return;
  }
  if (Array.isArray(expected)) {
    compareList(expected, given, { at, rules, byType: found !== undefined }, out);
  } else if (expected !== null && typeof expected === 'object') {
    if (given === null || typeof given !== 'object') out.push(`${where}: ${JSON.stringify(given)} is no object`);
    else
      for (const [key, value] of Object.entries(expected)) compare(value, given[key], [...at, `.${key}`], rules, out);
  } else if (found === undefined ? expected !== given : !sameType(expected, given)) {
    out.push(`${where}: ${JSON.stringify(given)} instead of ${JSON.stringify(expected)}`);
  }
}

/** With a matcher of type the first item says what every item is like. */
function compareList(
  expected: readonly Json[],
  given: Json,
  { at, rules, byType }: { at: readonly string[]; rules: Rules; byType: boolean },
  out: string[],
): void {
  if (!Array.isArray(given)) {
    out.push(`${at.join('')}: ${JSON.stringify(given)} is no list`);
    return;
  }
  if (!byType && given.length !== expected.length) {
    out.push(`${at.join('')}: ${given.length} items instead of ${expected.length}`);
  }
  for (const [i, item] of given.entries()) {
    const like = byType ? expected[0] : expected[i];
    if (like !== undefined) compare(like, item, [...at, `[${i}]`], rules, out);
  }
}

/** The rule of this very place, or else a matcher of type above it, which holds for everything below. */
function ruleFor(at: readonly string[], rules: Rules): { rule: Rule; exact: boolean } | undefined {
  for (let length = at.length; length > 0; length--) {
    for (const [path, rule] of Object.entries(rules)) {
      const steps = path.match(/^\$|\.\w+|\[(?:\*|\d+)\]/g) ?? [];
      const fits =
        steps.length === length &&
        steps.every((step, i) => step === at[i] || (step === '[*]' && /^\[\d+\]$/.test(at[i]!)));
      const exact = length === at.length;
      if (fits && (exact || rule.matchers.every(({ match }) => match === 'type'))) return { rule, exact };
    }
  }
  return undefined;
}

function holds(matcher: Matcher, given: Json): boolean {
  switch (matcher.match) {
    case 'regex':
      return typeof given === 'string' && new RegExp(`^(?:${matcher.regex})$`).test(given);
    case 'integer':
      return Number.isInteger(given);
    case 'boolean':
      return typeof given === 'boolean';
    case 'null':
      return given === null;
    case 'type':
      return given !== undefined && given !== null;
  }
}

function sameType(expected: Json, given: Json, min = 0): boolean {
  if (Array.isArray(expected)) return Array.isArray(given) && given.length >= min;
  return typeof expected === typeof given && (expected === null) === (given === null);
}
