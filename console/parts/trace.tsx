import { t } from '../messages.ts';
import { api } from '../state/api.ts';
import { useLoaded } from '../state/resource.ts';
import type { TraceItem } from '../wire.ts';
import { Json } from './json.tsx';
import { Moment } from './moment.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { StreamSkeleton } from './stream-skeleton.tsx';

/** Every journal request of a session, newest first: what the page called, in its order. */
export function Trace({ id, version }: { id: string; version: number }) {
  // The view's version rises with every call that is admitted, so it tells when to read again.
  const trace = useLoaded(`trace ${id} ${version}`, () => readTrace(id));
  if (trace.error !== null) return <ProblemNotice problem={trace.error} retry={trace.reload} />;
  if (trace.data === null) return <StreamSkeleton />;
  if (trace.data.length === 0) return <p class="muted">{t.session.noTrace}</p>;
  return (
    <ul class="stream">
      {trace.data.map((item) => (
        <li key={item.no}>
          <details class="stream-item">
            <summary>
              <span class="calls">
                {item.entries.map((entry) => (
                  <code key={entry.seq} class="call">
                    {entry.kind === 'call'
                      ? `${entry.method}(${(entry.args ?? []).map(quoted).join(', ')})`
                      : t.session.entered}
                  </code>
                ))}
              </span>
              <Moment at={item.receivedAt} />
            </summary>
            <div class="stream-detail">
              <Json value={item} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

/** Values of suspend data run to thousands of characters; the JSON has them whole. */
const SHOWN = 80;
const quoted = (text: string): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** Pages of the trace are read at most this often: 2,000 requests are an hour of busy play. */
const MAX_PAGES = 20;

async function readTrace(id: string): Promise<readonly TraceItem[]> {
  const items: TraceItem[] = [];
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer: { items: TraceItem[]; next: string | null } = await api.get(
      `/api/v1/play-sessions/${id}/journal?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    items.push(...answer.items);
    if (answer.next === null) break;
    cursor = answer.next;
  }
  return items.reverse();
}
