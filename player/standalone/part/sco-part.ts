import {
  type Answer,
  answerOfRuntime,
  lessAndLess,
  reportOfRuntime,
  restore,
  type Saved,
  snapshot,
} from '../../../domain/runtime/crossing/index.ts';
import { newRuntime } from '../../../domain/runtime/new-runtime.ts';
import {
  askedOf,
  CALLS,
  closeRuntime,
  hasEnded,
  isResumable,
  leaveRuntime,
  type RecordedMethod,
  relaunchRuntime,
  type Standard,
} from '../../../domain/runtime/sco.ts';
import { createApi, isUrgent } from '../../sco/api.ts';
import type { PlayableNode } from '../course-file.ts';
import type { Part, PartContext } from './part.ts';

/** A SCO of either standard, or a page of an authored document, which speaks SCORM 1.2. */
export function scoPart(node: PlayableNode, standard: Standard, { host, saved, changed }: PartContext): Part {
  const { learner, credit, mode } = host;
  const runtime = newRuntime({ standard, node, learner, credit, mode, strict: false });
  const { state } = runtime;
  if (saved !== undefined) {
    restore(state, saved as Saved);
    if ((saved as Saved).cut) state.phase = 'running';
    else closeRuntime(runtime);
    relaunchRuntime(runtime, { credit, mode });
  }
  const touched = new Set<number>();
  const heard = (method: RecordedMethod, [element = '']: readonly string[]): void => {
    const interaction = CALLS[method].does === 'set' ? interactionOf(element) : undefined;
    if (interaction !== undefined) touched.add(interaction);
    changed(isUrgent(method));
  };
  return {
    globals: createApi(runtime, heard).globals,
    query: '',
    report: () => reportOfRuntime(runtime),
    takeAnswers() {
      const answers = new Map<number, Answer>();
      for (const n of touched) {
        const answer = answerOfRuntime(runtime, n);
        if (answer !== undefined) answers.set(n, answer);
      }
      touched.clear();
      return answers;
    },
    save() {
      // A page that has not begun has changed nothing of what was saved.
      if (state.phase === 'ready') return saved === undefined ? [] : lessAndLess(saved as Saved);
      const all = snapshot(state, state.phase === 'running');
      if (standard === 'scorm12' || isResumable(runtime)) return lessAndLess(all);
      // The next attempt begins with nothing but the shared stores.
      const shared = Object.entries(all.values).filter(([name]) => name.startsWith('adl.'));
      return [{ ...all, values: Object.fromEntries(shared) }];
    },
    leave() {
      // A page that never speaks is done once it has been seen; who only came back to it has left nothing.
      if (state.phase === 'running' || saved === undefined) leaveRuntime(runtime);
    },
    get finished() {
      return hasEnded(runtime);
    },
    // SCORM 1.2 has no words for that: a page may show its result after LMSFinish.
    get leaving() {
      return askedOf(runtime) !== undefined;
    },
  };
}

/** The number of the interaction that an element belongs to. */
function interactionOf(element: string): number | undefined {
  const match = /^cmi\.interactions\.(\d+)\./.exec(element);
  return match === null ? undefined : Number(match[1]);
}
