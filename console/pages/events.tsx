import { useId } from 'preact/hooks';
import { type CloudEvent, EVENT_TYPES } from '../../domain/kernel/event.ts';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Json } from '../parts/json.tsx';
import { LiveBar } from '../parts/live-bar.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty, Page } from '../parts/page.tsx';
import { recordsOf } from '../parts/palette-items.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { shortId } from '../parts/short-id.ts';
import { StreamSkeleton } from '../parts/stream-skeleton.tsx';
import { eventSource } from '../state/events.ts';
import { useTail } from '../state/tail.ts';
import { useUrlState } from '../state/url.ts';

export function EventsPage() {
  const url = useUrlState();
  const type = url.get('type');
  const tail = useTail(eventSource(type));
  return (
    <Page title={t.events.title} about={t.events.about} actions={<LiveBar tail={tail} />}>
      <div class="toolbar">
        <TypeSelect value={type} onChange={(value) => url.set({ type: value })} />
      </div>
      {tail.error !== null && <ProblemNotice problem={tail.error} retry={tail.reload} />}
      {tail.rows?.length === 0 ? (
        <Empty title={type === '' ? t.events.empty : t.events.noMatch}>
          {type === '' && <p>{t.events.emptyHint}</p>}
        </Empty>
      ) : (
        (tail.rows !== null || tail.error === null) && <EventList rows={tail.rows} />
      )}
      {tail.hasOlder && (
        <div class="more">
          <button type="button" class="button" onClick={tail.more}>
            {t.showMore}
          </button>
        </div>
      )}
    </Page>
  );
}

function TypeSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <>
      <label class="visually-hidden" for={id}>
        {t.events.type}
      </label>
      <select id={id} class="input select" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t.events.anyType}</option>
        {EVENT_TYPES.map((type) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
      </select>
    </>
  );
}

function EventList({ rows }: { rows: readonly CloudEvent[] | null }) {
  if (rows === null) return <StreamSkeleton />;
  return (
    <ul class="stream">
      {rows.map((event) => (
        <li key={`${event.source} ${event.id}`}>
          <details class="stream-item">
            <summary>
              <span class="event">
                <code class="event-type">{event.type}</code>
                <span class="event-subject mono">{shortId(event.subject)}</span>
                {Number(event.data.count) > 1 && (
                  <span class="muted">{t.events.others(Number(event.data.count) - 1)}</span>
                )}
              </span>
              <Moment at={event.time} />
            </summary>
            <div class="stream-detail">
              <Subject event={event} />
              <Json value={event} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

/** What an event is about, to open or to copy. */
function Subject({ event }: { event: CloudEvent }) {
  const records = recordsOf(event.subject, event.tenant);
  // A UUID may be a registration or a statement; the event knows which.
  const record = event.type.startsWith('progress.statement.') ? records.at(-1) : records[0];
  return (
    <p class="subject">
      <span class="muted">{t.events.subject}</span>
      <Id value={event.subject} what={t.events.subject} />
      {record !== undefined && <a href={record.href}>{t.events.open(t.palette.record[record.kind])}</a>}
    </p>
  );
}
