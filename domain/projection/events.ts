import { v5 as uuidv5 } from 'uuid';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { type CloudEvent, cloudEvent, type EventType } from '../kernel/event.ts';
import { makeId } from '../kernel/ids.ts';
import { formatMicros } from '../statement/time.ts';
import type { Attempt } from './attempts.ts';
import type { Completion } from './completion.ts';
import type { FactsKey } from './facts.ts';
import type { Summary } from './packed.ts';

/** Namespace of the ids below; fixed for ever, because a fact that is announced again must carry the same id. */
const EVENT_NAMESPACE = '6f4c1d0e-5a53-4d0b-9a7e-2f1f6f0b7c11';

/** [EVT-1] The same fact has the same id, so that a replay announces nothing twice. */
const eventId = (tenant: string, type: EventType, fact: readonly unknown[]): string =>
  makeId(tenant, 'evt', uuidv5(canonicalJson([tenant, type, ...fact]), EVENT_NAMESPACE));

/** One a statement, small: whoever needs more reads the statement. `stored` is RFC 3339. */
export function statementStored(tenant: string, summary: Summary, stored: string): CloudEvent {
  const type = 'progress.statement.stored.v1';
  const { statement } = summary;
  return cloudEvent({
    id: eventId(tenant, type, [statement]),
    type,
    tenant,
    subject: statement,
    time: stored,
    data: { ...summary },
  });
}

export function attemptOpened(tenant: string, key: FactsKey, attempt: Attempt): CloudEvent {
  const type = 'progress.attempt.opened.v1';
  return cloudEvent({
    id: eventId(tenant, type, [key.learner, key.registration, key.activity, attempt.n]),
    type,
    tenant,
    subject: key.registration,
    time: formatMicros(attempt.openedAt),
    data: { ...key, attempt: attempt.n },
  });
}

export function attemptClosed(tenant: string, key: FactsKey, attempt: Attempt): CloudEvent {
  const type = 'progress.attempt.closed.v1';
  return cloudEvent({
    id: eventId(tenant, type, [key.learner, key.registration, key.activity, attempt.n]),
    type,
    tenant,
    subject: key.registration,
    time: formatMicros(attempt.closedAt ?? attempt.openedAt),
    data: {
      ...key,
      attempt: attempt.n,
      closedBy: attempt.closedBy,
      completion: attempt.completion,
      success: attempt.success,
      score: attempt.score,
      seconds: attempt.seconds,
    },
  });
}

/** Announced when a course is completed and again when its success or score becomes better. */
export function completionRecorded(tenant: string, key: FactsKey, completion: Completion): CloudEvent {
  const type = 'progress.completion.recorded.v1';
  const { completedAt, success, score, seconds } = completion;
  return cloudEvent({
    id: eventId(tenant, type, [key.learner, key.registration, key.activity, success, score]),
    type,
    tenant,
    subject: key.registration,
    time: formatMicros(completedAt),
    data: { ...key, completedAt: formatMicros(completedAt), success, score, seconds },
  });
}
