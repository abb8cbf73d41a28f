import type { JournalEntry } from '../../domain/session/contract.ts';
import { State } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import { api } from '../state/api.ts';
import { useLoaded } from '../state/resource.ts';
import type { TraceItem } from '../wire.ts';
import { Json } from './json.tsx';
import { Moment } from './moment.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { StreamSkeleton } from './stream-skeleton.tsx';

/** Everything that was asked of a session, newest first: launches, steps of the learner, and what the course called. */
export function Trace({ id, version }: { id: string; version: number }) {
  const trace = useLoaded(`trace ${id}`, () => readTrace(id), undefined, version);
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
                <What item={item} />
              </span>
              <span class="stream-end">
                {item.statements.length > 0 && (
                  <span class="muted">{t.session.statementCount(item.statements.length)}</span>
                )}
                <Moment at={item.receivedAt} />
              </span>
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

function What({ item }: { item: TraceItem }) {
  return (
    <>
      <span>{titleOf(item)}</span>
      {item.entries.map((entry) => (
        <Entry key={entry.seq} entry={entry} />
      ))}
      {item.warnings.map((warning) => (
        <State key={warning.text} tone="warn">
          {warning.text}
        </State>
      ))}
    </>
  );
}

function titleOf({ kind, navigation }: TraceItem): string {
  if (navigation !== null) return t.session.step[navigation.type];
  return kind === 'navigation' ? '' : t.session.kind[kind];
}

function Entry({ entry }: { entry: JournalEntry }) {
  if (entry.kind !== 'call') return <span>{t.session.entered(entry.node)}</span>;
  return (
    <code class="call">
      {entry.method}({entry.args.map(quoted).join(', ')})
    </code>
  );
}

/** Values of suspend data run to thousands of characters; the JSON has them whole. */
const SHOWN = 80;
const quoted = (text: string): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** Pages that are read of a trace: 2,000 requests are an hour of busy play. */
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
