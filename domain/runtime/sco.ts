/** The run-time of a SCO of either standard, as those use it that do not care which one it is. */
import type { Facts } from './adapter/facts.ts';
import { resultOf } from './adapter/facts.ts';
import { factsOfScorm12, resultOfScorm12 } from './adapter/facts-scorm12.ts';
import { factsOfScorm2004 } from './adapter/facts-scorm2004.ts';
import type { StatementResult } from './adapter/statement.ts';
import type { Outcome } from './call.ts';
import {
  callScorm12,
  cloneScorm12,
  leaveScorm12,
  relaunchScorm12,
  type Scorm12Method,
  type Scorm12State,
} from './scorm12/index.ts';
import * as ends12 from './scorm12/lifecycle.ts';
import {
  callScorm2004,
  cloneScorm2004,
  leaveScorm2004,
  relaunchScorm2004,
  type Scorm2004Method,
  type Scorm2004State,
} from './scorm2004/index.ts';
import * as ends2004 from './scorm2004/lifecycle.ts';

/** The state of a SCO beside the name of the standard that it follows. */
export type Runtime =
  | { readonly standard: 'scorm12'; readonly state: Scorm12State }
  | { readonly standard: 'scorm2004'; readonly state: Scorm2004State };
export type Standard = Runtime['standard'];
type State = Runtime['state'];

/** How a launch is taken. */
export interface LaunchMode {
  readonly credit: 'credit' | 'no-credit';
  readonly mode: 'normal' | 'browse' | 'review';
}

/** The calls that change a state, under the names of both APIs, and what each does. */
export const CALLS = {
  LMSInitialize: { standard: 'scorm12', does: 'begin' },
  LMSSetValue: { standard: 'scorm12', does: 'set' },
  LMSCommit: { standard: 'scorm12', does: 'commit' },
  LMSFinish: { standard: 'scorm12', does: 'end' },
  Initialize: { standard: 'scorm2004', does: 'begin' },
  SetValue: { standard: 'scorm2004', does: 'set' },
  Commit: { standard: 'scorm2004', does: 'commit' },
  Terminate: { standard: 'scorm2004', does: 'end' },
} as const satisfies Readonly<Record<string, { standard: Standard; does: string }>>;
export type RecordedMethod = keyof typeof CALLS;

interface RunTime<S> {
  call(state: S, method: string, args: readonly string[]): Outcome<number>;
  clone(state: S): S;
  relaunch(state: S, mode: LaunchMode): void;
  leave(state: S): void;
  close(state: S): void;
  facts(state: S): Facts;
  result(facts: Facts): StatementResult;
  isForCredit(state: S): boolean;
  isSuspended(state: S): boolean;
  isResumable(state: S): boolean;
  sessionTime(state: S): number | undefined;
  /** The element that says how an attempt begins. */
  readonly entry: string;
}

const SCORM12: RunTime<Scorm12State> = {
  call: (state, method, args) => callScorm12(state, method as Scorm12Method, args),
  clone: cloneScorm12,
  relaunch: (state, { credit, mode }) => relaunchScorm12(state, { credit, lessonMode: mode }),
  leave: leaveScorm12,
  close: (state) => {
    state.phase = 'finished';
  },
  facts: factsOfScorm12,
  result: resultOfScorm12,
  isForCredit: ends12.isForCredit,
  isSuspended: ends12.isSuspended,
  isResumable: ends12.isResumable,
  sessionTime: ends12.sessionTimeOf,
  entry: 'core.entry',
};

const SCORM2004: RunTime<Scorm2004State> = {
  call: (state, method, args) => callScorm2004(state, method as Scorm2004Method, args),
  clone: cloneScorm2004,
  relaunch: relaunchScorm2004,
  leave: leaveScorm2004,
  close: (state) => {
    state.phase = 'terminated';
  },
  facts: factsOfScorm2004,
  result: resultOf,
  isForCredit: ends2004.isForCredit,
  isSuspended: ends2004.isSuspended,
  isResumable: ends2004.isResumable,
  sessionTime: ends2004.sessionTimeOf,
  entry: 'entry',
};

/** A state lies beside the name of its own standard, so what is looked up by the name takes it. */
const of = ({ standard }: Runtime): RunTime<State> =>
  ({ scorm12: SCORM12, scorm2004: SCORM2004 })[standard] as RunTime<State>;

/** One call of the standard's own API, in place; `args` are strings. */
export const callRuntime = (it: Runtime, method: string, args: readonly string[]): Outcome<number> =>
  of(it).call(it.state, method, args);

/** A copy that shares nothing that a call changes. */
export const cloneRuntime = (it: Runtime): Runtime =>
  ({ standard: it.standard, state: of(it).clone(it.state) }) as Runtime;

/** Makes it ready for the SCO's next launch, in place. */
export const relaunchRuntime = (it: Runtime, mode: LaunchMode): void => of(it).relaunch(it.state, mode);

/** The learner goes elsewhere: what the SCO did not end is ended for it, in place. */
export const leaveRuntime = (it: Runtime): void => of(it).leave(it.state);

/** From now on every call is answered as after the end; nothing is added up. */
export const closeRuntime = (it: Runtime): void => of(it).close(it.state);

export const factsOf = (it: Runtime): Facts => of(it).facts(it.state);

/** What would be known if the SCO were left now. */
export function factsOnLeaving(it: Runtime): Facts {
  const left = cloneRuntime(it);
  leaveRuntime(left);
  return factsOf(left);
}

/** The facts as a statement says them. */
export const resultOfRuntime = (it: Runtime): StatementResult => of(it).result(factsOf(it));

export const isForCredit = (it: Runtime): boolean => of(it).isForCredit(it.state);
/** The learner will go on with this attempt, the SCO says. */
export const isSuspended = (it: Runtime): boolean => of(it).isSuspended(it.state);
/** The next launch goes on with this attempt: it is suspended, or has not ended. */
export const isResumable = (it: Runtime): boolean => of(it).isResumable(it.state);
/** This attempt was gone on with when it was launched. */
export const isResumed = (it: Runtime): boolean => it.state.values[of(it).entry] === 'resume';
/** Hundredths of a second that the SCO says this launch took; undefined when it says nothing. */
export const sessionTimeOf = (it: Runtime): number | undefined => of(it).sessionTime(it.state);
/** What a SCO of 2004 that has ended asks of the navigation (`adl.nav.request`). */
export function askedOf({ standard, state }: Runtime): string | undefined {
  const request = state.values['adl.nav.request'] ?? '_none_';
  return standard === 'scorm2004' && state.phase === 'terminated' && request !== '_none_' ? request : undefined;
}

export const hasEnded = ({ state: { phase } }: Runtime): boolean => phase !== 'ready' && phase !== 'running';
