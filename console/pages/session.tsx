import { useState } from 'preact/hooks';
import type { NodeView, SessionView } from '../../domain/session/contract.ts';
import { Icon } from '../../ui/icon.tsx';
import { formatDuration } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Json } from '../parts/json.tsx';
import { countNodes, LongList } from '../parts/long-list.tsx';
import { score } from '../parts/numbers.ts';
import { openPlayer } from '../parts/open-player.ts';
import { Facts, Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { CompletionMark, SessionStateMark, SuccessMark } from '../parts/states.tsx';
import { Trace } from '../parts/trace.tsx';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import { useSessionView } from '../state/session-view.ts';

const BACK = { href: '/console/sessions', label: t.session.back };

export function SessionPage({ id }: { id: string }) {
  const session = useSessionView(id);
  const it = session.data;
  if (it === null) return <RecordSkeleton title={t.sessions.title} back={BACK} resource={session} />;
  return (
    <Page
      title={it.title}
      back={BACK}
      about={
        <>
          <SessionStateMark state={it.state} />
          <a href={`/console/learners/${it.learner.id}`}>{it.learner.name}</a>
        </>
      }
      actions={<OpenPlayer id={id} />}
    >
      <div class="split">
        <Section title={t.session.progress}>
          <LongList label={t.course.parts} length={countNodes(it.nodes)}>
            <Nodes nodes={it.nodes} current={it.cursor.current} />
          </LongList>
        </Section>
        <Section title={t.session.facts}>
          <SessionFacts it={it} />
        </Section>
      </div>
      <Section
        title={t.session.trace}
        actions={<a href={`/console/statements?registration=${it.registration}`}>{t.session.statements}</a>}
      >
        <Trace id={id} version={it.version} />
      </Section>
      <details class="raw">
        <summary>{t.showJson}</summary>
        <Json value={it} />
      </details>
    </Page>
  );
}

function SessionFacts({ it }: { it: SessionView }) {
  const { cursor } = it;
  return (
    <Facts
      rows={[
        [t.learner.completion, <CompletionMark key="c" value={it.completion} />],
        [t.learner.success, <SuccessMark key="s" value={it.success} />],
        [t.learner.score, score(it.score)],
        [t.session.time, formatDuration(it.totalSeconds)],
        [t.session.cursor, `${cursor.current ?? t.session.cursorNone}, ${t.session.cursorValue(cursor.version)}`],
        [
          t.session.course,
          <a key="p" href={`/console/courses/${it.packageId}`}>
            <bdi>{it.title}</bdi>
          </a>,
        ],
        [t.session.id, <Id key="id" value={it.id} what={t.session.id} />],
        [t.session.registration, <Id key="r" value={it.registration} what={t.session.registration} />],
      ]}
    />
  );
}

/** The course as this learner has it: what is done, how well, and where they are. */
function Nodes({ nodes, current }: { nodes: readonly NodeView[]; current: string | null }) {
  return (
    <ul class="outline">
      {nodes.map((node) => (
        <li key={node.id}>
          <div class="outline-item">
            <span class="outline-title">
              <bdi>{node.title}</bdi>
            </span>
            {node.id === current && <span class="outline-here">{t.session.here}</span>}
            {node.score !== undefined && <span class="outline-note numeric">{score(node.score)}</span>}
            {node.success !== 'unknown' && <SuccessMark value={node.success} />}
            <CompletionMark value={node.completion} />
          </div>
          {node.children.length > 0 && <Nodes nodes={node.children} current={current} />}
        </li>
      ))}
    </ul>
  );
}

/** Asks for a fresh launch link: links are short-lived, so none is kept. */
function OpenPlayer({ id }: { id: string }) {
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [blocked, setBlocked] = useState<string | null>(null);
  const open = async (): Promise<void> => {
    setProblem(null);
    try {
      setBlocked(
        await openPlayer(
          async () => (await api.post<{ launchUrl: string }>(`/api/v1/play-sessions/${id}/launch-links`, {})).launchUrl,
        ),
      );
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      {problem !== null && <ProblemNotice problem={problem} />}
      {blocked !== null && (
        <a href={blocked} target="_blank" rel="noreferrer">
          {t.launch.open}
        </a>
      )}
      <button type="button" class="button button-primary" onClick={() => void open()}>
        <Icon name="external" />
        {t.session.open}
      </button>
    </>
  );
}
