import { type CloudEvent, cloudEvent, type EventType } from '../kernel/event.ts';
import { hash53 } from '../kernel/hash53.ts';
import { makeId } from '../kernel/ids.ts';
import { formatMicros } from '../statement/time.ts';
import type { FactsKey } from './facts.ts';
import { type News, type NewsItem, type NewsOrigin, STORED, type Stored, typeOfItem } from './news.ts';

/** An event without what all of one piece of news have in common. */
interface Told {
  readonly type: EventType;
  readonly subject: string;
  readonly time: string;
  readonly data: CloudEvent['data'];
}

/** [EVT-1] The events that a piece of news stands for, in order. The same news gives the same events, ids included. */
export function eventsOf({ stored, told, skip, ...origin }: News): CloudEvent[] {
  const events = stored === null ? [] : [statementsStored(stored)];
  for (const [learner, registration, activity, items] of told) {
    for (const item of items) events.push(itemTold({ learner, registration, activity }, item));
  }
  return events.map((event, i) => cloudEvent({ id: eventId(origin, skip + i), tenant: origin.tenant, ...event }));
}

/** 128 bits: log, partition and corrections (54), the position there (48), and which event of that position it is (24). */
function eventId({ tenant, log, partition, to, corrections }: NewsOrigin, ordinal: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const step = corrections === 0 ? `${log}/${partition}` : `${log}/${partition}/${corrections}`;
  const digits = hex(hash53(step), 14) + hex(to, 12) + hex(ordinal, 6);
  return makeId(tenant, 'evt', digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}

/** One event for all statements of a step, because at thousands a second nobody looks at each. */
function statementsStored({ count, first, last, latest }: Stored): Told {
  return {
    type: STORED,
    subject: latest.at(-1)!.statement,
    time: formatMicros(last),
    data: {
      count,
      firstStored: formatMicros(first),
      lastStored: formatMicros(last),
      statements: latest,
      truncated: latest.length < count,
    },
  };
}

function itemTold(key: FactsKey, item: NewsItem): Told {
  const [at, data] = dataOf(item);
  return { type: typeOfItem(item), subject: key.registration, time: formatMicros(at), data: { ...key, ...data } };
}

/** When it happened, and what is told beside the key. */
function dataOf(item: NewsItem): [at: number, data: CloudEvent['data']] {
  switch (item[0]) {
    case 'opened': {
      const [, attempt, at] = item;
      return [at, { attempt }];
    }
    case 'closed': {
      const [, attempt, at, closedBy, completion, success, score, seconds] = item;
      return [at, { attempt, closedBy, completion, success, score, seconds }];
    }
    case 'recorded': {
      const [, at, success, score, seconds] = item;
      return [at, { completedAt: formatMicros(at), success, score, seconds }];
    }
    case 'corrected': {
      const [, at, attempts, completedAt] = item;
      return [at, { attempts, completedAt: completedAt === null ? null : formatMicros(completedAt) }];
    }
  }
}
