/** What an interaction's responses and correct patterns may look like, by its type (RTE 4.1.1.7 and 4.2.9.1). */
import { anyReal, type Check, identifier, localized, type Verdict } from './datatypes.ts';

const shortIdentifier = identifier(250);
const WORST: readonly Verdict[] = ['type', 'range', 'longer', 'fits'];

/** The gravest of some verdicts. */
const worst = (verdicts: readonly Verdict[]): Verdict => WORST.find((verdict) => verdicts.includes(verdict)) ?? 'fits';

const when = (fits: boolean): Verdict => (fits ? 'fits' : 'type');
const parts = (value: string): string[] => (value === '' ? [] : value.split('[,]'));
const isSet = (list: readonly string[]): boolean => new Set(list).size === list.length;

/** Takes `{case_matters=…}` and `{order_matters=…}` off, which may stand before a pattern in any order. */
function withoutSwitches(value: string, names: readonly string[]): { rest: string; verdict: Verdict } {
  const match = /^\{([a-z_]+)=([^}]*)\}/.exec(value);
  if (match === null || !names.includes(match[1]!)) return { rest: value, verdict: 'fits' };
  const after = withoutSwitches(value.slice(match[0].length), names);
  return { rest: after.rest, verdict: worst([when(match[2] === 'true' || match[2] === 'false'), after.verdict]) };
}

const switched =
  (names: readonly string[], check: Check): Check =>
  (value) => {
    const { rest, verdict } = withoutSwitches(value, names);
    return worst([verdict, check(rest)]);
  };

const truth: Check = (value) => when(value === 'true' || value === 'false');
const choice: Check = (value) => worst([when(isSet(parts(value))), ...parts(value).map(shortIdentifier)]);
const sequence: Check = (value) => worst(['fits', ...parts(value).map(shortIdentifier)]);
const texts: Check = (value) => worst(['fits', ...parts(value).map(localized(250))]);
const pairs: Check = (value) =>
  worst(
    parts(value).flatMap((pair) => {
      const ends = pair.split('[.]');
      return ends.length === 2 ? ends.map(shortIdentifier) : (['type'] as const);
    }),
  );

/** A step and its answer: either may be missing; the answer is a text, in a pattern also a range of numbers. */
const performed =
  (ranges: boolean): Check =>
  (value) =>
    worst(
      (value === '' ? [''] : parts(value)).map((step) => {
        const ends = step.split('[.]');
        if (ends.length !== 2 || step === '[.]') return 'type';
        const [name, answer] = ends as [string, string];
        const named = name === '' ? 'fits' : shortIdentifier(name);
        return worst([named, ranges && answer.includes('[:]') ? range(answer) : when(answer.length <= 250)]);
      }),
    );

/** `lowest[:]highest`, either of which may be missing. */
function range(value: string): Verdict {
  const ends = value.split('[:]');
  if (ends.length !== 2) return 'type';
  const verdict = worst(ends.filter((end) => end !== '').map(anyReal));
  if (verdict !== 'fits') return verdict;
  return when(ends.includes('') || Number(ends[0]) <= Number(ends[1]));
}

const free: Check = (value) => (value.length <= 4000 ? 'fits' : 'longer');

export interface ResponseRule {
  readonly response: Check;
  readonly pattern: Check;
  /** Only one pattern may be told (351 for a second). */
  readonly single: boolean;
  /** No pattern may be told twice (351). */
  readonly distinct: boolean;
}

const rule = (response: Check, pattern: Check, { single = false, distinct = false } = {}): ResponseRule => ({
  response,
  pattern,
  single,
  distinct,
});

export const RESPONSES: Readonly<Record<string, ResponseRule>> = {
  'true-false': rule(truth, truth, { single: true }),
  choice: rule(choice, choice, { distinct: true }),
  'fill-in': rule(texts, switched(['case_matters', 'order_matters'], texts)),
  'long-fill-in': rule(localized(4000), switched(['case_matters'], localized(4000))),
  matching: rule(pairs, pairs),
  performance: rule(performed(false), switched(['order_matters'], performed(true))),
  sequencing: rule(sequence, sequence, { distinct: true }),
  likert: rule(shortIdentifier, shortIdentifier, { single: true }),
  numeric: rule(anyReal, range, { single: true }),
  other: rule(free, free, { single: true }),
};
