/** After every admitted delta as a whole: is the course complete, and is there more to say than was said? */
import { courseCompleted, courseImproved } from '../runtime/adapter/course.ts';
import type { Score, Success } from './contract.ts';
import { nodeOf, type SessionData } from './data.ts';
import { betterScore, betterSuccess, rollUp } from './record.ts';
import { playableNodes } from './tree.ts';
import { hundredthsOf } from './visit.ts';
import { announce, later, tellContext, transition, type Work } from './work.ts';

/**
 * Rolls the nodes up. The moment the course becomes complete the session is `completed`, and the course-level
 * statements and the event say so; a better verdict later is told by further statements, a worse one never.
 */
export function settle(work: Work, at: string): void {
  const { data } = work;
  const wasComplete = data.completion === 'completed';
  const record = rollUp(data);
  data.completion = record.completion;
  data.success = record.success;
  data.score = record.score;
  if (record.completion !== 'completed') return;
  if (!wasComplete) {
    data.completedAt = lastCompletedAt(data, at);
    transition(work, 'complete');
    tellCompleted(work);
  }
  const said = data.announced;
  if (said !== null && !isBetter(said, record)) return;
  const score = betterScore(said?.score ?? null, record.score);
  data.announced = { success: record.success, score };
  const durationHundredths = totalHundredths(data);
  const verdict = { success: record.success, ...(score === null ? {} : { score }), durationHundredths };
  const context = tellContext(data);
  work.statements.push(
    ...(said === null
      ? courseCompleted(context, verdict, at)
      : courseImproved(context, verdict, { said: said.success, at })),
  );
}

function isBetter(
  said: { success: Success; score: Score | null },
  now: { success: Success; score: Score | null },
): boolean {
  if (betterSuccess(said.success, now.success) !== said.success) return true;
  return betterScore(said.score, now.score) !== said.score;
}

export const totalHundredths = (data: SessionData): number =>
  Object.values(data.nodes).reduce((sum, node) => sum + hundredthsOf(node), 0);

/** When the last of the nodes became complete; a course of cmi5 does not need all of them. */
function lastCompletedAt(data: SessionData, at: string): string {
  const times = playableNodes(data.course.structure).flatMap(({ id }) => nodeOf(data, id)?.completedAt ?? []);
  return times.length === 0 ? at : times.reduce(later);
}

function tellCompleted(work: Work): void {
  const { data } = work;
  announce(work, {
    type: 'delivery.play_session.completed.v1',
    key: '',
    at: data.completedAt!,
    data: {
      success: data.success,
      ...(data.score === null ? {} : { score: data.score }),
      totalSeconds: Math.round(totalHundredths(data) / 100),
    },
  });
}
