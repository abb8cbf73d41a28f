import { expect } from 'vitest';
import { callScorm2004, createScorm2004, type Scorm2004Init, type Scorm2004State } from './index.ts';

export const fresh = (over: Partial<Scorm2004Init> = {}): Scorm2004State =>
  createScorm2004({ learnerId: 'lrn-1', learnerName: 'Lovelace, Ada', credit: 'credit', mode: 'normal', ...over });

export const get = (state: Scorm2004State, element: string): [string, number] => {
  const { result, errorCode } = callScorm2004(state, 'GetValue', [element]);
  return [result, errorCode];
};

export const set = (state: Scorm2004State, element: string, value: string): [string, number] => {
  const { result, errorCode } = callScorm2004(state, 'SetValue', [element, value]);
  return [result, errorCode];
};

/** Initialize, then `element=value` of `cmi.` each, all of which have to be taken. */
export function begin(state: Scorm2004State, ...sets: string[]): Scorm2004State {
  expect(callScorm2004(state, 'Initialize', ['']).result).toBe('true');
  for (const text of sets) {
    const at = text.indexOf('=');
    expect([text, ...set(state, `cmi.${text.slice(0, at)}`, text.slice(at + 1))]).toEqual([text, 'true', 0]);
  }
  return state;
}

export const running = (over: Partial<Scorm2004Init> = {}, ...sets: string[]): Scorm2004State =>
  begin(fresh(over), ...sets);
