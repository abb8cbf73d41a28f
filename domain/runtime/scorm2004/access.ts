/** GetValue and SetValue on a running SCO (RTE 4th Edition, 3.1.4 and 3.1.7). */
import type { Answer as CallAnswer } from '../call.ts';
import { bytesAfter, isReachable, isThere, jsonBytes, reach, type Step, VALUE_BYTES_MAX } from '../element-store.ts';
import { DATATYPES, type Verdict } from './datatypes.ts';
import type { ElementRule } from './elements.ts';
import type { Scorm2004ErrorCode } from './errors.ts';
import { type Resolved, resolve } from './resolve.ts';
import { RESPONSES } from './responses.ts';
import type { Scorm2004State, StoreRule, ValidRequests } from './state.ts';
import { completionStatusOf, successStatusOf } from './status.ts';

export type Answer = CallAnswer<Scorm2004ErrorCode>;

type Element = Extract<Resolved, { kind: 'element' }>;

const unread = (code: Scorm2004ErrorCode, diagnostic: string): Answer => ({ result: '', code, diagnostic });
const unset = (code: Scorm2004ErrorCode, diagnostic: string): Answer => ({ result: 'false', code, diagnostic });

export function getValue(state: Scorm2004State, element: string): Answer {
  if (element === '') return unread(301, 'No element is named.');
  const at = resolve(element);
  if (at.kind === 'undefined') return unread(401, `${element} is no element of the data model.`);
  if (at.kind === 'keyword') return unread(301, `${element}: the element does not have this keyword.`);
  if (at.kind === 'version') return { result: '1.0', code: 0 };
  if (!isThere(state, at.steps)) return unread(301, `${element}: there is nothing at this index.`);
  if (at.kind === 'children') return { result: at.list, code: 0 };
  if (at.kind === 'count') return { result: String(state.counts[at.array] ?? 0), code: 0 };
  if (at.rule.access === 'write' || bucketOf(state, at)?.read === false)
    return unread(405, `${element} can only be set.`);
  const value = judged(state, at.name) ?? state.values[at.name] ?? at.rule.initial;
  return value === undefined ? unread(403, `${element} has no value yet.`) : { result: value, code: 0 };
}

/** What the platform evaluates whenever it is asked. */
function judged(state: Scorm2004State, name: string): string | undefined {
  if (name === 'completion_status') return completionStatusOf(state);
  if (name === 'success_status') return successStatusOf(state);
  return name.startsWith(VALIDITY) && state.requests !== undefined
    ? String(isValid(state.requests, name.slice(VALIDITY.length)))
    : undefined;
}

const VALIDITY = 'adl.nav.request_valid.';

/** `continue`, `previous`, `choice.{target=…}` or `jump.{target=…}`. */
function isValid(requests: ValidRequests, asked: string): boolean {
  if (asked === 'continue' || asked === 'previous') return requests[asked];
  const [, how, target] = /^(choice|jump)\.\{target=(.*)\}$/.exec(asked)!;
  return requests[how as 'choice' | 'jump'].includes(target!);
}

/** What the manifest allows with what a bucket holds; its id may always be read (RTE 4.3.1). */
const bucketOf = ({ given }: Scorm2004State, { name, steps }: Element): StoreRule | undefined =>
  name.startsWith('adl.data.') && name.endsWith('.store') ? given.stores?.[steps[0]!.index] : undefined;

export function setValue(state: Scorm2004State, element: string, value: string): Answer {
  if (element === '') return unset(351, 'No element is named.');
  const at = resolve(element);
  if (at.kind === 'undefined') return unset(401, `${element} is no element of the data model.`);
  if (at.kind !== 'element' || at.rule.access === 'read') return unset(404, `${element} can only be read.`);
  return refusal(state, at, { element, value }) ?? store(state, at, { element, value });
}

/** What speaks against setting an element to a value, in the order in which the standard asks. */
function refusal(
  state: Scorm2004State,
  at: Element,
  { element, value }: { element: string; value: string },
): Answer | undefined {
  // The buckets are the manifest's: a SCO adds none.
  const reachable = at.name.startsWith('adl.data.') ? isThere(state, at.steps) : isReachable(state, at.steps);
  if (!reachable) return unset(351, `${element}: there is nothing at this index, and it is not the next one.`);
  const missing = missingBefore(state, at);
  if (bucketOf(state, at)?.write === false) return unset(404, `${element} can only be read.`);
  if (missing !== undefined) return unset(408, `${element}: ${missing} has to be set first.`);
  const verdict = verdictOn(state, at, value);
  if (verdict === 'type') return unset(406, `${element}: not a value of its type.`);
  if (verdict === 'range') return unset(407, `${element}: the value is out of range.`);
  const clash = clashOf(state, at, value);
  if (clash !== undefined) return unset(351, `${element}: ${clash}`);
  return jsonBytes(value) > VALUE_BYTES_MAX
    ? unset(351, `${element}: longer than ${VALUE_BYTES_MAX} bytes.`)
    : undefined;
}

function store(state: Scorm2004State, at: Element, { element, value }: { element: string; value: string }): Answer {
  const bytes = bytesAfter(state, { name: at.name, steps: at.steps, valueBytes: jsonBytes(value) });
  if (bytes > state.bytesMax) return unset(351, 'The SCO has stored all that it may.');
  // The same answer to the same question is another answer; anything else said twice changes nothing.
  const recorded = state.values[at.name] !== value || at.name.startsWith('interactions.');
  reach(state, at.steps);
  state.values[at.name] = value;
  state.bytes = bytes;
  if (recorded) state.dirty = true;
  const answer: Answer = { result: 'true', code: 0, recorded };
  if (verdictOn(state, at, value) !== 'longer') return answer;
  return { ...answer, warning: `${element}: ${value.length} characters, more than the standard has to keep.` };
}

/** The record that an element belongs to: `interactions.0` for `interactions.0.objectives.1.id`. */
const recordOf = ([first]: readonly Step[]): string => `${first?.array}.${first?.index}`;

function missingBefore(state: Scorm2004State, { rule, steps }: Element): string | undefined {
  if (rule.after === undefined) return undefined;
  const needed = `${recordOf(steps)}.${rule.after}`;
  return state.values[needed] === undefined ? `cmi.${needed}` : undefined;
}

function verdictOn(state: Scorm2004State, { rule, steps }: Element, value: string): Verdict {
  const { type } = rule as { type: Exclude<ElementRule['type'], 'validity'> };
  if (type !== 'response' && type !== 'pattern') return DATATYPES[type](value);
  return RESPONSES[state.values[`${recordOf(steps)}.type`]!]![type](value);
}

/** What a value would contradict: an id that is taken or was another, a pattern that is told already. */
function clashOf(state: Scorm2004State, { name, rule, steps }: Element, value: string): string | undefined {
  const last = steps.at(-1);
  if (last === undefined) return undefined;
  const field = name.slice(name.lastIndexOf('.') + 1);
  const others = Array.from({ length: state.counts[last.array] ?? 0 }, (_, i) => i)
    .filter((i) => i !== last.index)
    .map((i) => state.values[`${last.array}.${i}.${field}`]);
  if (field === 'id' && last.array.endsWith('objectives')) {
    if (others.includes(value)) return 'another has this id.';
    // An objective keeps its id: what is known of it elsewhere goes by it (RTE 4.2.17.1).
    const old = state.values[name];
    if (last.array === 'objectives' && old !== undefined && old !== value) return `its id is ${old}.`;
  }
  if (rule.type !== 'pattern') return undefined;
  const { single, distinct } = RESPONSES[state.values[`${recordOf(steps)}.type`]!]!;
  if (single && last.index > 0) return 'this type of interaction has one pattern.';
  return distinct && others.includes(value) ? 'the pattern is there already.' : undefined;
}
