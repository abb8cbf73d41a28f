/**
 * What one SCO has told and may ask, as plain JSON: the browser changes it call by call, the server replays the same
 * calls on its own copy, and both come to the same `values`.
 */

import { jsonBytes } from './datatypes.ts';
import type { Scorm12ErrorCode } from './errors.ts';

/** The most that values and counts of one SCO may hold, in bytes as JSON: a state is stored as one row of at most 2 MB. */
export const STATE_BYTES_MAX = 1_800_000;

export interface Scorm12State {
  readonly schemaVersion: 1;
  /** Whether values outside the standard's sizes and patterns are refused. A tenant's choice, kept for the session. */
  readonly strict: boolean;
  phase: 'ready' | 'running' | 'finished';
  /** By element name without `cmi.`, indices in place: `interactions.0.id`. What is absent has its initial value. */
  readonly values: Record<string, string>;
  /** By array: `objectives` → 2, `interactions.0.correct_responses` → 1. What is absent is empty. */
  readonly counts: Record<string, number>;
  /** What `values` and `counts` may come to, in bytes. */
  bytesMax: number;
  /** Size of `values` as JSON and of `counts` at most, kept along so that the bound costs no recount. */
  bytes: number;
  /** Set since the last commit: an idle LMSCommit is not worth a journal entry. */
  dirty: boolean;
  /** Of the last call; not part of the journal, so not replayed. */
  readonly last: { error: Scorm12ErrorCode; diagnostic: string };
}

/** What the platform tells a SCO before it begins. */
export interface Scorm12Init {
  readonly strict: boolean;
  readonly studentId: string;
  readonly studentName: string;
  readonly credit: 'credit' | 'no-credit';
  readonly lessonMode: 'normal' | 'browse' | 'review';
  readonly launchData?: string | undefined;
  /** 0 to 100. */
  readonly masteryScore?: number | undefined;
  readonly maxTimeAllowed?: string | undefined;
  readonly timeLimitAction?: string | undefined;
  readonly commentsFromLms?: string | undefined;
}

/** The state of a SCO that nobody has opened yet. */
export function createScorm12(init: Scorm12Init): Scorm12State {
  const state: Scorm12State = {
    schemaVersion: 1,
    strict: init.strict,
    phase: 'ready',
    values: {},
    counts: {},
    bytesMax: STATE_BYTES_MAX,
    bytes: 2,
    dirty: false,
    last: { error: 0, diagnostic: '' },
  };
  const given: Record<string, string | undefined> = {
    'core.student_id': init.studentId,
    'core.student_name': init.studentName,
    'core.credit': init.credit,
    'core.lesson_mode': init.lessonMode,
    'core.entry': 'ab-initio',
    launch_data: init.launchData,
    comments_from_lms: init.commentsFromLms,
    'student_data.mastery_score': init.masteryScore === undefined ? undefined : String(init.masteryScore),
    'student_data.max_time_allowed': init.maxTimeAllowed,
    'student_data.time_limit_action': init.timeLimitAction,
  };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) putValue(state, name, value);
  return state;
}

/** A copy that shares nothing that a call changes. */
export function cloneScorm12(state: Scorm12State): Scorm12State {
  return { ...state, values: { ...state.values }, counts: { ...state.counts }, last: { ...state.last } };
}

/** What a row of `values` costs beside its value: name, quotes, colon and comma. */
const nameBytes = (name: string): number => name.length + 4;

/** What a row of `counts` costs at most: its name, quotes, colon, comma, and an index of nine digits. */
export const countBytes = (array: string): number => array.length + 4 + 9;

/** Bytes of the state after `name` got a value of `valueBytes`: what is long is counted as seldom as can be. */
export function bytesWith(state: Scorm12State, name: string, valueBytes: number): number {
  const old = state.values[name];
  return state.bytes + valueBytes + (old === undefined ? nameBytes(name) : -jsonBytes(old));
}

export function putValue(state: Scorm12State, name: string, value: string): void {
  state.bytes = bytesWith(state, name, jsonBytes(value));
  state.values[name] = value;
}

export function dropValue(state: Scorm12State, name: string): void {
  const old = state.values[name];
  if (old === undefined) return;
  state.bytes -= nameBytes(name) + jsonBytes(old);
  delete state.values[name];
}
