/** The eight functions of the SCORM 2004 API (RTE 4th Edition, 3.1.2 to 3.1.6) on a `Scorm2004State`. */
import { answered, diagnosticOf, type Outcome, told } from '../call.ts';
import { type Answer, getValue, setValue } from './access.ts';
import { errorString, type Scorm2004ErrorCode } from './errors.ts';
import { terminateScorm2004 } from './lifecycle.ts';
import type { Scorm2004State } from './state.ts';

export type Scorm2004Method =
  | 'Initialize'
  | 'Terminate'
  | 'GetValue'
  | 'SetValue'
  | 'Commit'
  | 'GetLastError'
  | 'GetErrorString'
  | 'GetDiagnostic';

export type Scorm2004Outcome = Outcome<Scorm2004ErrorCode>;

/** Answers one call and changes `state` in place. Synchronous, without a clock. `args` are strings, absent is ''. */
export function callScorm2004(
  state: Scorm2004State,
  method: Scorm2004Method,
  args: readonly string[],
): Scorm2004Outcome {
  if (method === 'GetLastError') return told(state, String(state.last.error));
  if (method === 'GetErrorString') return told(state, errorString(args[0] ?? ''));
  if (method === 'GetDiagnostic') return told(state, diagnosticOf(state, args[0] ?? '', errorString));
  return answered(state, answerTo(state, method, args));
}

type Working = Exclude<Scorm2004Method, 'GetLastError' | 'GetErrorString' | 'GetDiagnostic'>;

/** By method: the error before Initialize and the one after Terminate (RTE 3.1.7). */
const OUT_OF_PLACE: Readonly<
  Record<Exclude<Working, 'Initialize'>, readonly [Scorm2004ErrorCode, Scorm2004ErrorCode]>
> = {
  Terminate: [112, 113],
  GetValue: [122, 123],
  SetValue: [132, 133],
  Commit: [142, 143],
};

function answerTo(state: Scorm2004State, method: Working, args: readonly string[]): Answer {
  const none = method === 'GetValue' ? '' : 'false';
  const code = misplaced(state, method);
  if (code !== undefined) return { result: none, code, diagnostic: `${method}: ${errorString(String(code))}.` };
  if (method === 'GetValue') return getValue(state, args[0] ?? '');
  if (method === 'SetValue') return setValue(state, args[0] ?? '', args[1] ?? '');
  if ((args[0] ?? '') !== '') return { result: none, code: 201, diagnostic: 'The argument must be an empty string.' };
  return { result: 'true', code: 0, recorded: END[method](state) };
}

function misplaced(state: Scorm2004State, method: Working): Scorm2004ErrorCode | undefined {
  if (method === 'Initialize') return state.phase === 'running' ? 103 : state.phase === 'terminated' ? 104 : undefined;
  if (state.phase === 'running') return undefined;
  return OUT_OF_PLACE[method][state.phase === 'ready' ? 0 : 1];
}

/** The calls without an argument; each tells whether it is to be recorded. */
const END: Readonly<Record<'Initialize' | 'Terminate' | 'Commit', (state: Scorm2004State) => boolean>> = {
  Initialize(state) {
    state.phase = 'running';
    return true;
  },
  Terminate(state) {
    terminateScorm2004(state);
    return true;
  },
  Commit(state) {
    const recorded = state.dirty;
    state.dirty = false;
    return recorded;
  },
};
