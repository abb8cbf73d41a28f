/** After every admitted delta as a whole: is the course complete, and is there more to say than was said? */
import { courseCompleted } from '../runtime/adapter/course.ts';
import type { Score, Success } from './contract.ts';
import { nodeOf, type SessionData } from './data.ts';
import { betterScore, rollUp } from './record.ts';
import { playableNodes } from './tree.ts';
import { hundredthsOf } from './visit.ts';
import { announce, show, tellContext, transition, type Work } from './work.ts';

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
    data.completedAt = lastCompletedAt(data) ?? at;
    transition(work, 'complete');
    tellCompleted(work);
  }
  if (data.announced !== null && !isBetter(data.announced, record)) return;
  data.announced = { success: record.success, score: betterScore(data.announced?.score ?? null, record.score) };
  work.statements.push(...courseCompleted(tellContext(data), verdictOf(data), at));
  show(work);
}

const SUCCESS: readonly Success[] = ['unknown', 'failed', 'passed'];

function isBetter(
  said: { success: Success; score: Score | null },
  now: { success: Success; score: Score | null },
): boolean {
  if (SUCCESS.indexOf(now.success) > SUCCESS.indexOf(said.success)) return true;
  return now.score !== null && betterScore(said.score, now.score) !== said.score;
}

const verdictOf = (data: SessionData) => ({
  success: data.success,
  ...(data.announced?.score == null ? {} : { score: data.announced.score }),
  durationHundredths: totalHundredths(data),
});

export const totalHundredths = (data: SessionData): number =>
  Object.values(data.nodes).reduce((sum, node) => sum + hundredthsOf(node), 0);

/** Times are RFC 3339 in UTC, but their fractions may differ in length: compare instants. */
function lastCompletedAt(data: SessionData): string | null {
  const times = playableNodes(data.course.structure).map(({ id }) => nodeOf(data, id)?.completedAt ?? null);
  return times.reduce((last, time) => (later(time, last) ? time : last), null);
}

const later = (a: string | null, b: string | null): boolean =>
  a !== null && (b === null || Date.parse(a) > Date.parse(b));

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
