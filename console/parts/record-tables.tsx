import { t } from '../messages.ts';
import { ofLearner } from '../state/concerns.ts';
import { useList } from '../state/resource.ts';
import type { Attempt, CompletionRecord } from '../wire.ts';
import { Moment } from './moment.tsx';
import { More } from './more.tsx';
import { duration, score } from './numbers.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { AttemptStateMark, CompletionMark, SuccessMark } from './states.tsx';
import { DataTable } from './table.tsx';
import type { Column } from './table-sort.ts';

const ATTEMPTS: readonly Column<Attempt>[] = [
  { key: 'activity', title: t.learner.activity, cell: (row) => row.activity.title },
  { key: 'attempt', title: t.learner.attempt, cell: (row) => row.n, align: 'end', wideOnly: true },
  { key: 'state', title: t.learner.state, cell: (row) => <AttemptStateMark state={row.state} />, wideOnly: true },
  { key: 'completion', title: t.learner.completion, cell: (row) => <CompletionMark value={row.completion} /> },
  { key: 'success', title: t.learner.success, cell: (row) => <SuccessMark value={row.success} />, wideOnly: true },
  { key: 'score', title: t.learner.score, cell: (row) => score(row.score), align: 'end' },
  { key: 'time', title: t.learner.time, cell: (row) => duration(row.duration), align: 'end', wideOnly: true },
  {
    key: 'opened',
    title: t.learner.opened,
    cell: (row) => <Moment at={row.openedAt} />,
    align: 'end',
    wideOnly: true,
  },
];

const COMPLETIONS: readonly Column<CompletionRecord>[] = [
  { key: 'activity', title: t.learner.activity, cell: (row) => row.activity.title },
  { key: 'success', title: t.learner.success, cell: (row) => <SuccessMark value={row.success} /> },
  { key: 'score', title: t.learner.score, cell: (row) => score(row.score), align: 'end' },
  { key: 'time', title: t.learner.time, cell: (row) => duration(row.duration), align: 'end', wideOnly: true },
  {
    key: 'completed',
    title: t.learner.completed,
    cell: (row) => <Moment at={row.completedAt} />,
    align: 'end',
    wideOnly: true,
  },
];

export function AttemptTable({ learner }: { learner: string }) {
  const list = useList<Attempt>(`/api/v1/learners/${learner}/attempts`, ofLearner(learner));
  if (list.rows === null && list.error !== null) return <ProblemNotice problem={list.error} retry={list.reload} />;
  return (
    <>
      <DataTable
        label={t.learner.attempts}
        columns={ATTEMPTS}
        rows={list.rows}
        rowKey={(row) => `${row.registration} ${row.activity.id} ${row.n}`}
        empty={<p class="muted">{t.learner.noAttempts}</p>}
      />
      <More list={list} />
    </>
  );
}

export function CompletionTable({ learner }: { learner: string }) {
  const list = useList<CompletionRecord>(`/api/v1/learners/${learner}/completions`, ofLearner(learner));
  if (list.rows === null && list.error !== null) return <ProblemNotice problem={list.error} retry={list.reload} />;
  return (
    <>
      <DataTable
        label={t.learner.completions}
        columns={COMPLETIONS}
        rows={list.rows}
        rowKey={(row) => `${row.registration} ${row.activity.id}`}
        summary={(row) => <Moment at={row.completedAt} />}
        empty={<p class="muted">{t.learner.noCompletions}</p>}
      />
      <More list={list} />
    </>
  );
}
