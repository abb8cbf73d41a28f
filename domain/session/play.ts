/** The learner is at it: the session becomes active, and the first time says that it began. */
import { courseInitialized } from '../runtime/adapter/course.ts';
import { acted, announce, tellContext, transition, type Work } from './work.ts';

export function play(work: Work, at: string): void {
  const { data } = work;
  transition(work, 'play');
  if (data.startedAt !== null) return;
  data.startedAt = at;
  acted(work, at);
  work.statements.push(courseInitialized(tellContext(data), at));
  announce(work, { type: 'delivery.play_session.started.v1', key: '', at, data: { title: data.course.title } });
}
