import { State } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import { Moment } from '../parts/moment.tsx';
import { More } from '../parts/more.tsx';
import { Section } from '../parts/page.tsx';
import { SessionStateMark } from '../parts/states.tsx';
import { DataTable } from '../parts/table.tsx';
import type { Column } from '../parts/table-sort.ts';
import { concerns } from '../state/concerns.ts';
import { useList } from '../state/resource.ts';
import type { Enrolment } from '../wire.ts';

const COLUMNS: readonly Column<Enrolment>[] = [
  { key: 'learner', title: t.sessions.learner, cell: (row) => row.learner.name, sortBy: (row) => row.learner.name },
  {
    key: 'state',
    title: t.sessions.state,
    cell: (row) =>
      row.state === 'enrolled' ? (
        <span class="muted">{t.catalogue.notStarted}</span>
      ) : (
        <SessionStateMark state={row.state} />
      ),
    sortBy: (row) => row.state,
  },
  {
    key: 'due',
    title: t.catalogue.due,
    cell: (row) => <Due row={row} />,
    sortBy: (row) => row.dueAt ?? '',
    align: 'end',
  },
];

/** A date that has passed is marked as long as the course is not done. */
function Due({ row: { dueAt, state } }: { row: Enrolment }) {
  if (dueAt === null) return <span class="muted">{t.none}</span>;
  if (state === 'completed' || Date.parse(dueAt) > Date.now()) return <Moment at={dueAt} />;
  return (
    <State tone="warn">
      {t.catalogue.overdue} <Moment at={dueAt} />
    </State>
  );
}

/** Who is to take a course, until when, and how far they are; nothing while nobody is enrolled. */
export function Enrolments({ packageId }: { packageId: string }) {
  const list = useList<Enrolment>(`/api/v1/enrolments?packageId=${packageId}`, (event) =>
    event.type.startsWith('content.enrolment.') ? event.data.packageId === packageId : concerns.sessions(event),
  );
  if (list.rows === null || list.rows.length === 0) return null;
  return (
    <Section title={t.catalogue.enrolments}>
      <DataTable
        label={t.catalogue.enrolments}
        columns={COLUMNS}
        rows={list.rows}
        rowKey={(row) => row.id}
        href={(row) => `/console/learners/${row.learner.id}`}
        empty={null}
      />
      <More list={list} />
    </Section>
  );
}
