import type { ComponentChildren } from 'preact';
import { t } from '../messages.ts';
import { concerns } from '../state/concerns.ts';
import { useList } from '../state/resource.ts';
import { withQuery } from '../state/url.ts';
import type { SessionSummary } from '../wire.ts';
import { Moment } from './moment.tsx';
import { More } from './more.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { SessionStateMark } from './states.tsx';
import { DataTable } from './table.tsx';
import type { Column } from './table-sort.ts';

const COLUMNS: readonly Column<SessionSummary>[] = [
  { key: 'learner', title: t.sessions.learner, cell: (row) => row.learner.name, sortBy: (row) => row.learner.name },
  {
    key: 'course',
    title: t.sessions.course,
    cell: (row) => row.packageTitle,
    sortBy: (row) => row.packageTitle,
    wideOnly: true,
  },
  {
    key: 'state',
    title: t.sessions.state,
    cell: (row) => <SessionStateMark state={row.state} />,
    sortBy: (row) => row.state,
  },
  {
    key: 'take',
    title: t.sessions.take,
    cell: (row) => row.take,
    sortBy: (row) => row.take,
    align: 'end',
    wideOnly: true,
  },
  {
    key: 'opened',
    title: t.sessions.opened,
    cell: (row) => <Moment at={row.createdAt} />,
    sortBy: (row) => row.createdAt,
    align: 'end',
    wideOnly: true,
  },
];

interface SessionTableProps {
  /** What the API filters by. */
  readonly query: Readonly<Record<string, string>>;
  /** A column that says the same in every row. */
  readonly without?: 'course' | 'learner';
  readonly empty: ComponentChildren;
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
}

/** Sessions, kept current while they are played. */
export function SessionTable({ query, without, empty, ...order }: SessionTableProps) {
  const list = useList<SessionSummary>(withQuery('/api/v1/play-sessions', '', query), concerns.sessions);
  if (list.rows === null && list.error !== null) return <ProblemNotice problem={list.error} retry={list.reload} />;
  return (
    <>
      <DataTable
        label={t.sessions.title}
        columns={COLUMNS.filter(({ key }) => key !== without)}
        rows={list.rows}
        rowKey={(row) => row.id}
        href={(row) => `/console/sessions/${row.id}`}
        summary={(row) => (
          <>
            {without === undefined && (
              <>
                <bdi>{row.packageTitle}</bdi> ·{' '}
              </>
            )}
            <Moment at={row.createdAt} />
          </>
        )}
        empty={empty}
        {...order}
      />
      <More list={list} />
    </>
  );
}
