/** A course, a learner and a SCO to tell of. */
import { expect } from 'vitest';
import type { Runtime } from '../sco.ts';
import { callScorm12, createScorm12, type Scorm12Init } from '../scorm12/index.ts';
import type { Statement } from './statement.ts';
import { ADAPTER_VERSION, type TellContext } from './teller.ts';
import { voiceOf } from './voice.ts';

export const REGISTRATION = '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b';
export const CONTEXT: TellContext = {
  registration: REGISTRATION,
  actor: { objectType: 'Agent', name: 'Ada', account: { homePage: 'https://demo.example', name: 'lrn-1' } },
  course: { activityId: 'https://demo.example/courses/golf/', title: 'Golf', language: 'en' },
  adapterVersion: ADAPTER_VERSION,
};
export const ACT = { writer: 'w1', seq: 7, at: '2026-03-01T10:00:00.000Z' };
export const SCO = { id: 'playing item', title: 'Playing' };
export const SCO_IRI = 'https://demo.example/courses/golf/playing%20item';
export const speaker = () => voiceOf(CONTEXT, ACT, { sco: SCO, attempt: 2 });

export const state = (over: Partial<Scorm12Init>, ...sets: string[]): Runtime & { standard: 'scorm12' } => {
  const made = createScorm12({
    strict: false,
    studentId: 'l',
    studentName: 'n',
    credit: 'credit',
    lessonMode: 'normal',
    ...over,
  });
  callScorm12(made, 'LMSInitialize', ['']);
  for (const text of sets) {
    const at = text.indexOf('=');
    const args = [`cmi.${text.slice(0, at)}`, text.slice(at + 1)];
    expect([text, callScorm12(made, 'LMSSetValue', args).result]).toEqual([text, 'true']);
  }
  return { standard: 'scorm12', state: made };
};
/** Verb and result of each statement, short. */
export const said = (statements: readonly Statement[]) =>
  statements.map(({ verb, result }) => [verb.display.en, result]);
