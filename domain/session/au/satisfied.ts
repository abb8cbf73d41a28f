/** [AUS-9] Blocks and the course are satisfied once all AUs in them are (cmi5 Quartz, 9.3.9): each is told once a registration. */
import { satisfiedStatement } from '../../runtime/cmi5/lms.ts';
import type { SessionData } from '../data.ts';
import { beginWork, type Decision, decided, type Work } from '../work.ts';
import { blocksOf, isCourseSatisfied, isSatisfied, namedOf, voiceOf } from './tree.ts';

/** Tells what is satisfied now and was not `before`; null: nothing has been told yet. */
export function tellSatisfied(
  work: Work,
  before: SessionData | null,
  of: { readonly session: string; readonly at: string },
): void {
  const { data } = work;
  const voice = voiceOf(data);
  const isNew = (is: (data: SessionData) => boolean): boolean => is(data) && (before === null || !is(before));
  for (const block of blocksOf(data)) {
    if (!isNew((known) => isSatisfied(known, block))) continue;
    const named = { ...namedOf(data, block), kind: 'block' as const };
    work.statements.push(satisfiedStatement(voice, named, of));
  }
  const course = data.course.cmi5;
  if (course === undefined || !isNew(isCourseSatisfied)) return;
  const named = { ...course, activityId: data.course.activityId, kind: 'course' as const };
  work.statements.push(satisfiedStatement(voice, named, of));
}

/** 9.6.1.1: moveOn is evaluated when the learner is registered. `session` is a session id of its own. */
export function registered(data: SessionData, { session, now }: { session: string; now: string }): Decision {
  const work = beginWork(data);
  if (data.course.cmi5 !== undefined) tellSatisfied(work, null, { session, at: now });
  return decided(work);
}
