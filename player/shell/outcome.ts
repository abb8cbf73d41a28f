/** What is said about the learner's result, decided here and worded in the catalogue. */
import type { NodeView, Score, SessionView } from '../../domain/session/contract.ts';
import { playable } from './outline.ts';

export type Achieved = 'passed' | 'failed' | 'completed' | 'open';

/** The headline of the end: success outranks completion; "open" is a course that goes on another time. */
export function achieved(view: Pick<SessionView, 'completion' | 'success'>): Achieved {
  if (view.success === 'passed') return 'passed';
  if (view.completion === 'completed') return view.success === 'failed' ? 'failed' : 'completed';
  return 'open';
}

/** The mark of a node in the contents. */
export type Mark = 'notAttempted' | 'incomplete' | 'completed' | 'passed' | 'failed';

export function markOf(node: Pick<NodeView, 'completion' | 'success'>): Mark {
  if (node.success !== 'unknown') return node.success;
  if (node.completion === 'completed') return 'completed';
  return node.completion === 'incomplete' ? 'incomplete' : 'notAttempted';
}

/** How many of the parts are done: completed, passed or visited. */
export function progressOf(view: Pick<SessionView, 'nodes'>): { done: number; of: number } {
  const all = playable(view.nodes);
  const done = all.filter((node) => node.completion === 'completed' || node.success === 'passed').length;
  return { done, of: all.length };
}

/** The score as a share of 1: the scaled one, else raw between its bounds (SCORM 1.2: 0 to 100); undefined without. */
export function shareOf(score: Score | undefined): number | undefined {
  if (score?.scaled !== undefined) return score.scaled;
  if (score?.raw === undefined) return undefined;
  const min = score.min ?? 0;
  const max = score.max ?? 100;
  return max > min ? (score.raw - min) / (max - min) : undefined;
}
