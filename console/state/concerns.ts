import type { Summary } from '../../domain/projection/packed.ts';
import type { Concerns } from './resource.ts';

/** Which events mean that something on the screen may have changed. */
export const concerns = {
  packages: ({ type }) => type.startsWith('content.'),
  /** A learner is made with their first session. */
  learners: ({ type }) => type.startsWith('delivery.play_session.started.'),
  /** Suspending announces nothing of its own, but it is recorded as a statement. */
  sessions: ({ type }) => type.startsWith('delivery.') || type.startsWith('progress.statement.'),
  /** Which statements, an event does not always say. */
  statements: ({ type }) => type.startsWith('progress.statement.'),
} satisfies Record<string, Concerns>;

/** Everything recorded about one learner. When many statements were stored at once an event tells only the last of them. */
export const ofLearner =
  (id: string): Concerns =>
  ({ type, data }) => {
    if (type !== 'progress.statement.stored.v1') return type.startsWith('progress.') && data.learner === id;
    return data.truncated === true || (data.statements as readonly Summary[]).some(({ learner }) => learner === id);
  };
