import {
  type Answer,
  answerOfScorm2004,
  lessAndLess,
  reportOfScorm2004,
  restore,
  type Saved,
  snapshot,
} from '../../../domain/runtime/crossing/index.ts';
import {
  callScorm2004,
  createScorm2004,
  isSuspended,
  leaveScorm2004,
  relaunchScorm2004,
  type Scorm2004Init,
  type Scorm2004Method,
} from '../../../domain/runtime/scorm2004/index.ts';
import { asText, interactionOf, type Part, type PartContext } from './part.ts';

const METHODS: readonly Scorm2004Method[] = [
  'Initialize',
  'Terminate',
  'GetValue',
  'SetValue',
  'Commit',
  'GetLastError',
  'GetErrorString',
  'GetDiagnostic',
];

/** What the manifest says of a SCO. */
export interface Scorm2004Given extends Omit<Scorm2004Init, 'learnerId' | 'learnerName' | 'credit' | 'mode'> {
  /** Completion is the SCO's to tell: that it ends in silence says nothing (SN 3.13.2). */
  readonly completionSetByContent?: boolean | undefined;
}

/** A SCO of SCORM 2004, of any edition. */
export function scorm2004Part(given: Scorm2004Given, { host, saved, changed }: PartContext): Part {
  const { learner, credit, mode } = host;
  const { completionSetByContent, ...init } = given;
  const state = createScorm2004({ ...init, learnerId: learner.id, learnerName: learner.name, credit, mode });
  if (saved !== undefined) {
    restore(state, saved as Saved);
    state.phase = (saved as Saved).cut ? 'running' : 'terminated';
    relaunchScorm2004(state);
  }
  const touched = new Set<number>();
  const call = (method: Scorm2004Method, args: readonly string[]): string => {
    const { result, recorded } = callScorm2004(state, method, args);
    if (!recorded) return result;
    const interaction = method === 'SetValue' ? interactionOf(args[0]!) : undefined;
    if (interaction !== undefined) touched.add(interaction);
    changed(method === 'Commit' || method === 'Terminate');
    return result;
  };
  const method = (name: Scorm2004Method) => [name, (...args: unknown[]) => call(name, args.slice(0, 2).map(asText))];
  return {
    globals: { API_1484_11: { version: '1.0', ...Object.fromEntries(METHODS.map(method)) } },
    query: '',
    report: () => reportOfScorm2004(state, completionSetByContent),
    takeAnswers() {
      const answers = new Map<number, Answer>();
      for (const n of touched) {
        const answer = answerOfScorm2004(state, n);
        if (answer !== undefined) answers.set(n, answer);
      }
      touched.clear();
      return answers;
    },
    save() {
      if (state.phase === 'ready') return [];
      const all = snapshot(state, state.phase === 'running');
      if (all.cut || isSuspended(state)) return lessAndLess(all);
      // The next attempt begins with nothing but the shared stores.
      return [
        { ...all, values: Object.fromEntries(Object.entries(all.values).filter(([name]) => name.startsWith('adl.'))) },
      ];
    },
    leave: () => leaveScorm2004(state),
    get finished() {
      return state.phase === 'terminated';
    },
    get leaving() {
      const request = state.values['adl.nav.request'] ?? '_none_';
      return state.phase === 'terminated' && request !== '_none_';
    },
  };
}
