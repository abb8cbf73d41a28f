/**
 * What one SCO of SCORM 2004 has told and may ask, as plain JSON. The same calls on an equal state give equal values.
 * Sequencing is not here: `adl.nav.request` is kept, and whether a request is valid is unknown unless the platform says.
 */
import { type ElementStore, emptyStore, putValue, reach } from '../element-store.ts';
import type { Scorm2004ErrorCode } from './errors.ts';

export interface Scorm2004State extends ElementStore {
  readonly schemaVersion: 1;
  phase: 'ready' | 'running' | 'terminated';
  /** Set since the last commit: an idle Commit is not worth keeping. */
  dirty: boolean;
  /** Of the last call. */
  readonly last: { error: Scorm2004ErrorCode; diagnostic: string };
  /** What the SCO may ask of the navigation; absent: unknown. */
  requests?: ValidRequests;
  /** What every new attempt begins with. */
  given: Scorm2004Init;
}

/** `adl.nav.request_valid`: the nodes that a choice or a jump may name. */
export interface ValidRequests {
  readonly continue: boolean;
  readonly previous: boolean;
  readonly choice: readonly string[];
  readonly jump: readonly string[];
}

/** A bucket of `adl.data`, and what the manifest allows with it. */
export interface StoreRule {
  readonly id: string;
  readonly read: boolean;
  readonly write: boolean;
}

/** What the platform tells a SCO before it begins. */
export interface Scorm2004Init {
  readonly learnerId: string;
  readonly learnerName: string;
  readonly credit: 'credit' | 'no-credit';
  readonly mode: 'browse' | 'normal' | 'review';
  readonly launchData?: string | undefined;
  /** Of completionThreshold, where it says completedByMeasure (CAM 4th Edition, 5.1.2): 0 to 1. */
  readonly completionThreshold?: number | undefined;
  /** The primary objective's minNormalizedMeasure, where it says satisfiedByMeasure: -1 to 1. */
  readonly scaledPassingScore?: number | undefined;
  /** An ISO 8601 duration: limitConditions' attemptAbsoluteDurationLimit. */
  readonly maxTimeAllowed?: string | undefined;
  readonly timeLimitAction?: string | undefined;
  /** Ids of the objectives that sequencing knows, in its order: they are there before the SCO begins (RTE 4.2.17). */
  readonly objectives?: readonly string[] | undefined;
  /** The buckets that the manifest's adlcp:data names. */
  readonly stores?: readonly StoreRule[] | undefined;
  /** Completion is the SCO's to tell: that it ends in silence says nothing (SN 3.13.2). */
  readonly completionSetByContent?: boolean | undefined;
}

/** The state of a SCO that nobody has opened yet. */
export function createScorm2004(given: Scorm2004Init): Scorm2004State {
  const state: Scorm2004State = {
    schemaVersion: 1,
    phase: 'ready',
    ...emptyStore(),
    dirty: false,
    last: { error: 0, diagnostic: '' },
    // It may be as large as a manifest: once in a state is enough, and it never changes.
    given: { ...given, launchData: undefined },
  };
  if (given.launchData !== undefined) putValue(state, 'launch_data', given.launchData);
  beginAttempt(state);
  return state;
}

/** Puts what the platform tells into an attempt that holds nothing yet. */
export function beginAttempt(state: Scorm2004State): void {
  const { given } = state;
  const told: Record<string, string | number | undefined> = {
    learner_id: given.learnerId,
    learner_name: given.learnerName,
    credit: given.credit,
    mode: given.mode,
    entry: 'ab-initio',
    completion_threshold: given.completionThreshold,
    scaled_passing_score: given.scaledPassingScore,
    max_time_allowed: given.maxTimeAllowed,
    time_limit_action: given.timeLimitAction,
  };
  for (const [name, value] of Object.entries(told)) if (value !== undefined) putValue(state, name, String(value));
  const lists = { objectives: given.objectives, 'adl.data': given.stores?.map(({ id }) => id) };
  for (const [array, ids] of Object.entries(lists)) {
    for (const [index, id] of (ids ?? []).entries()) {
      reach(state, [{ array, index }]);
      putValue(state, `${array}.${index}.id`, id);
    }
  }
}

/** A copy that shares nothing that a call changes. */
export function cloneScorm2004(state: Scorm2004State): Scorm2004State {
  return { ...state, values: { ...state.values }, counts: { ...state.counts }, last: { ...state.last } };
}
