import type { CloudEvent } from '../../domain/kernel/event.ts';
import type { Concerns } from './resource.ts';

const startsWith =
  (prefix: string): Concerns =>
  ({ type }) =>
    type.startsWith(prefix);

const told = (event: CloudEvent, name: string, value: string): boolean => event.data[name] === value;

const memo = new Map<string, Concerns>();

/** One function per meaning and id, so that a page that is drawn again doesn't listen anew. */
function once(key: string, make: () => Concerns): Concerns {
  const known = memo.get(key) ?? make();
  memo.set(key, known);
  return known;
}

/** Which events mean that something on the screen may have changed. */
export const concerns = {
  packages: startsWith('content.'),
  /** A learner is made with their first session. */
  learners: startsWith('delivery.play_session.started'),
  sessions: startsWith('delivery.'),
  /** Everything recorded about one learner. */
  learner: (id: string): Concerns =>
    once(`learner ${id}`, () => (event) => event.type.startsWith('progress.') && told(event, 'learner', id)),
};
