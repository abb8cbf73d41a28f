import type { Scorm12NodeData } from '../../../domain/package/manifest.ts';
import {
  type Answer,
  answerOfScorm12,
  lessAndLess,
  reportOfScorm12,
  restore,
  type Saved,
  snapshot,
} from '../../../domain/runtime/crossing/index.ts';
import {
  callScorm12,
  createScorm12,
  leaveScorm12,
  relaunchScorm12,
  type Scorm12Method,
} from '../../../domain/runtime/scorm12/index.ts';
import { asText, interactionOf, type Part, type PartContext } from './part.ts';

const METHODS: readonly Scorm12Method[] = [
  'LMSInitialize',
  'LMSFinish',
  'LMSGetValue',
  'LMSSetValue',
  'LMSCommit',
  'LMSGetLastError',
  'LMSGetErrorString',
  'LMSGetDiagnostic',
];

/** A SCO of SCORM 1.2, or a page of an authored document, which speaks the same. */
export function scorm12Part(data: Scorm12NodeData, { host, saved, changed }: PartContext): Part {
  const mode = { credit: host.credit, lessonMode: host.mode } as const;
  const state = createScorm12({
    strict: false,
    studentId: host.learner.id,
    studentName: host.learner.name,
    ...mode,
    launchData: data.dataFromLms,
    masteryScore: data.masteryScore,
    maxTimeAllowed: data.maxTimeAllowed,
    timeLimitAction: data.timeLimitAction,
  });
  if (saved !== undefined) {
    restore(state, saved as Saved);
    state.phase = (saved as Saved).cut ? 'running' : 'finished';
    relaunchScorm12(state, mode);
  }
  const touched = new Set<number>();
  const call = (method: Scorm12Method, given: readonly unknown[]): string => {
    const args = given.slice(0, 2).map(asText);
    const { result, recorded } = callScorm12(state, method, args);
    if (!recorded) return result;
    const interaction = method === 'LMSSetValue' ? interactionOf(args[0]!) : undefined;
    if (interaction !== undefined) touched.add(interaction);
    changed(method === 'LMSCommit' || method === 'LMSFinish');
    return result;
  };
  return {
    globals: { API: Object.fromEntries(METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)])) },
    query: '',
    report: () => reportOfScorm12(state),
    takeAnswers() {
      const answers = new Map<number, Answer>();
      for (const n of touched) {
        const answer = answerOfScorm12(state, n);
        if (answer !== undefined) answers.set(n, answer);
      }
      touched.clear();
      return answers;
    },
    save: () => (state.phase === 'ready' ? [] : lessAndLess(snapshot(state, state.phase === 'running'))),
    leave() {
      if (state.phase === 'running') leaveScorm12(state);
    },
    get finished() {
      return state.phase === 'finished';
    },
    // It has no words for that: a page may show its result after LMSFinish.
    leaving: false,
  };
}
