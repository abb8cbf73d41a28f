/** Everything Lectern announces, by name; new ones go to the end, because the feed stores places. The JSON Schema of each `data` lies in `schemas/events/<type>.json`. */
export const EVENT_TYPES = [
  'content.play_package.built.v1',
  'delivery.play_session.started.v1',
  'delivery.play_session.navigated.v1',
  'delivery.play_session.completed.v1',
  'progress.statement.stored.v1',
  'progress.attempt.opened.v1',
  'progress.attempt.closed.v1',
  'progress.completion.recorded.v1',
  'progress.record.corrected.v1',
  'content.export.completed.v1',
  'content.import.completed.v1',
  'content.play_package.revoked.v1',
  'content.enrolment.changed.v1',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** CloudEvents 1.0 in JSON. (source, id) is unique: consumers drop a second one. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  /** `/content`, `/delivery` or `/progress` followed by `/tenants/<tenant>`. */
  readonly source: string;
  readonly type: EventType;
  /** The id of what the event is about. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** CloudEvents extension attribute: the tenant. */
  readonly tenant: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Builds the envelope. `id` must be the same when the same fact is announced again. */
export function cloudEvent(input: {
  id: string;
  type: EventType;
  tenant: string;
  subject: string;
  time: string;
  data: Readonly<Record<string, unknown>>;
}): CloudEvent {
  return {
    specversion: '1.0',
    id: input.id,
    source: `/${input.type.slice(0, input.type.indexOf('.'))}/tenants/${input.tenant}`,
    type: input.type,
    subject: input.subject,
    time: input.time,
    datacontenttype: 'application/json',
    tenant: input.tenant,
    data: input.data,
  };
}
