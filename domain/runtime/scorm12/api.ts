/** The eight functions of the SCORM 1.2 API (RTE 1.2, 3.3.2) on a `Scorm12State`. */
import { answered, type Answer as CallAnswer, diagnosticOf, type Outcome, told } from '../call.ts';
import { bytesAfter, isReachable, isThere, jsonBytes, reach, type Step, VALUE_BYTES_MAX } from '../element-store.ts';
import { DATATYPES } from './datatypes.ts';
import { errorString, type Scorm12ErrorCode } from './errors.ts';
import { finishScorm12 } from './lifecycle.ts';
import { type Resolved, resolve } from './resolve.ts';
import type { Scorm12State } from './state.ts';

export type Scorm12Method =
  | 'LMSInitialize'
  | 'LMSFinish'
  | 'LMSGetValue'
  | 'LMSSetValue'
  | 'LMSCommit'
  | 'LMSGetLastError'
  | 'LMSGetErrorString'
  | 'LMSGetDiagnostic';

export type Scorm12Outcome = Outcome<Scorm12ErrorCode>;

type Answer = CallAnswer<Scorm12ErrorCode>;

/**
 * Answers one call and changes `state` in place. Synchronous, without a clock: the same calls on an equal state give
 * equal values anywhere. `args` are strings (a page may pass anything; the frame turns it into strings, absent into '').
 */
export function callScorm12(state: Scorm12State, method: Scorm12Method, args: readonly string[]): Scorm12Outcome {
  if (method === 'LMSGetLastError') return told(state, String(state.last.error));
  if (method === 'LMSGetErrorString') return told(state, errorString(args[0] ?? ''));
  if (method === 'LMSGetDiagnostic') return told(state, diagnosticOf(state, args[0] ?? '', errorString));
  return answered(state, CALLS[method](state, args));
}

const CALLS: Readonly<
  Record<
    'LMSInitialize' | 'LMSFinish' | 'LMSGetValue' | 'LMSSetValue' | 'LMSCommit',
    (state: Scorm12State, args: readonly string[]) => Answer
  >
> = {
  LMSInitialize(state, args) {
    if (state.phase !== 'ready') return refuse(101, 'The SCO has been initialized already.');
    return withoutArgument(state, args) ?? begin(state);
  },
  LMSFinish(state, args) {
    return notRunning(state) ?? withoutArgument(state, args) ?? finish(state);
  },
  LMSCommit(state, args) {
    return notRunning(state) ?? withoutArgument(state, args) ?? commit(state);
  },
  LMSGetValue(state, args) {
    const refused = notRunning(state);
    return refused === undefined ? getValue(state, args[0] ?? '') : { ...refused, result: '' };
  },
  LMSSetValue(state, args) {
    return notRunning(state) ?? setValue(state, args[0] ?? '', args[1] ?? '');
  },
};

const refuse = (code: Scorm12ErrorCode, diagnostic: string): Answer => ({ result: 'false', code, diagnostic });
const unreadable = (code: Scorm12ErrorCode, diagnostic: string): Answer => ({ result: '', code, diagnostic });

function notRunning(state: Scorm12State): Answer | undefined {
  if (state.phase === 'running') return undefined;
  return refuse(301, state.phase === 'ready' ? 'LMSInitialize has not been called.' : 'LMSFinish has been called.');
}

/** Initialize, Finish and Commit take an empty string (RTE 1.2, 3.3.2). Real pages pass null and the like. */
function withoutArgument(state: Scorm12State, args: readonly string[]): Answer | undefined {
  if (!state.strict || (args[0] ?? '') === '') return undefined;
  return refuse(201, 'The argument must be an empty string.');
}

function begin(state: Scorm12State): Answer {
  state.phase = 'running';
  return { result: 'true', code: 0, recorded: true };
}

function finish(state: Scorm12State): Answer {
  finishScorm12(state);
  return { result: 'true', code: 0, recorded: true };
}

function commit(state: Scorm12State): Answer {
  const recorded = state.dirty;
  state.dirty = false;
  return { result: 'true', code: 0, recorded };
}

function getValue(state: Scorm12State, element: string): Answer {
  const at = resolve(element);
  if (at.kind === 'error') return unreadable(at.code, `${element} cannot be read.`);
  if (at.kind === 'version') return { result: '3.4', code: 0 };
  if (!isThere(state, at.steps)) return unreadable(201, `${element}: there is nothing at this index.`);
  if (at.kind === 'children') return { result: at.list, code: 0 };
  if (at.kind === 'count') return { result: String(state.counts[at.array] ?? 0), code: 0 };
  if (at.rule.access === 'write') return unreadable(404, `${element} can only be set.`);
  return { result: state.values[at.name] ?? at.rule.initial, code: 0 };
}

function setValue(state: Scorm12State, element: string, given: string): Answer {
  const at = resolve(element);
  if (at.kind === 'error' && !at.keyword) return refuse(at.code, `${element} cannot be set.`);
  if (at.kind !== 'element') return refuse(402, `${element} is a keyword.`);
  if (at.rule.access === 'read') return refuse(403, `${element} can only be read.`);
  if (!isReachable(state, at.steps)) return refuse(201, `${element}: the index leaves a hole.`);
  // Comments are added to those that are there (RTE 1.2, 3.4.7).
  const value = at.name === 'comments' ? (state.values[at.name] ?? '') + given : given;
  const verdict = DATATYPES[at.rule.type](value, { interactionType: interactionTypeOf(state, at.steps) });
  if (verdict === 'refused' || (verdict === 'deviates' && state.strict)) {
    return refuse(405, `${element}: not a value of type ${at.rule.type}.`);
  }
  const valueBytes = jsonBytes(value);
  if (valueBytes > VALUE_BYTES_MAX) return refuse(405, `${element}: longer than ${VALUE_BYTES_MAX} bytes.`);
  const bytes = bytesAfter(state, { name: at.name, steps: at.steps, valueBytes });
  if (bytes > state.bytesMax) return refuse(101, 'The SCO has stored all that it may.');
  const recorded = keep(state, at, { value, bytes });
  const answer: Answer = { result: 'true', code: 0, recorded };
  if (verdict === 'fits') return answer;
  return { ...answer, warning: `cmi.${at.name}: ${value.length} characters that are not of type ${at.rule.type}.` };
}

/** Stores a value that has been judged; returns whether that belongs in the journal. */
function keep(
  state: Scorm12State,
  at: Extract<Resolved, { kind: 'element' }>,
  { value, bytes }: { value: string; bytes: number },
): boolean {
  // The same answer to the same question is another answer; anything else said twice changes nothing.
  const recorded = state.values[at.name] !== value || at.name.startsWith('interactions.');
  reach(state, at.steps);
  state.values[at.name] = value;
  state.bytes = bytes;
  if (recorded) state.dirty = true;
  return recorded;
}

function interactionTypeOf(state: Scorm12State, [first]: readonly Step[]): string | undefined {
  return first?.array === 'interactions' ? state.values[`interactions.${first.index}.type`] : undefined;
}
