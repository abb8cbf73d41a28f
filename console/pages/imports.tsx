import { formatBytes } from '../../ui/messages/format.ts';
import { RepairedCopy } from '../exports/repaired-copy.tsx';
import { Jobs } from '../imports/job-row.tsx';
import { Report } from '../imports/report.tsx';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Json } from '../parts/json.tsx';
import { Moment } from '../parts/moment.tsx';
import { More } from '../parts/more.tsx';
import { Empty, Facts, Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { ImportStateMark } from '../parts/states.tsx';
import { DataTable } from '../parts/table.tsx';
import type { Column } from '../parts/table-sort.ts';
import { concerns } from '../state/concerns.ts';
import { useList, useResource } from '../state/resource.ts';
import { useUrlState } from '../state/url.ts';
import type { Import } from '../wire.ts';

const COLUMNS: readonly Column<Import>[] = [
  { key: 'file', title: t.imports.file, cell: (row) => row.filename, sortBy: (row) => row.filename },
  {
    key: 'state',
    title: t.courses.state,
    cell: (row) => <ImportStateMark state={row.state} />,
    sortBy: (row) => row.state,
  },
  {
    key: 'started',
    title: t.imports.started,
    cell: (row) => <Moment at={row.createdAt} />,
    sortBy: (row) => row.createdAt,
    align: 'end',
    wideOnly: true,
  },
];

const COURSES = { href: '/console/courses', label: t.courses.title };
const BACK = { href: '/console/imports', label: t.imports.back };

/** Every import, also those that made no course. */
export function ImportsPage() {
  const url = useUrlState();
  const list = useList<Import>('/api/v1/imports', concerns.packages);
  return (
    <Page title={t.imports.title} back={COURSES}>
      <Jobs />
      {list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
      {(list.rows !== null || list.error === null) && (
        <DataTable
          label={t.imports.title}
          columns={COLUMNS}
          rows={list.rows}
          rowKey={(row) => row.id}
          href={(row) => `/console/imports/${row.id}`}
          summary={(row) => <Moment at={row.createdAt} />}
          sort={url.get('sort')}
          onSort={(sort) => url.set({ sort })}
          empty={<Empty title={t.imports.empty} />}
        />
      )}
      <More list={list} />
    </Page>
  );
}

export function ImportPage({ id }: { id: string }) {
  const resource = useResource<Import>(`/api/v1/imports/${id}`, concerns.packages);
  const it = resource.data;
  if (it === null) return <RecordSkeleton title={t.imports.title} back={BACK} resource={resource} />;
  return (
    <Page
      title={it.filename}
      back={BACK}
      about={
        <>
          <ImportStateMark state={it.state} />
          <Moment at={it.createdAt} />
        </>
      }
      actions={
        it.state === 'built' &&
        it.packageId !== null && (
          <a class="button" href={`/console/courses/${it.packageId}`}>
            {t.imports.openCourse}
          </a>
        )
      }
    >
      <Facts
        rows={[
          [t.imports.id, <Id key="id" value={it.id} what={t.imports.id} />],
          [t.imports.size, formatBytes(it.bytes)],
          [t.imports.finished, it.finishedAt === null ? '' : <Moment key="at" at={it.finishedAt} />],
        ]}
      />
      <Section title={t.course.report}>
        {it.report === null ? <p class="muted">{t.imports.notYet}</p> : <Report report={it.report} />}
        {it.repairedCopy !== null && <RepairedCopy from={it.repairedCopy} />}
      </Section>
      <details class="raw">
        <summary>{t.showJson}</summary>
        <Json value={it} />
      </details>
    </Page>
  );
}
