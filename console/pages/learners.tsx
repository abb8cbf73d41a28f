import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Moment } from '../parts/moment.tsx';
import { More } from '../parts/more.tsx';
import { Empty, Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { DataTable } from '../parts/table.tsx';
import type { Column } from '../parts/table-sort.ts';
import { concerns } from '../state/concerns.ts';
import { useList } from '../state/resource.ts';
import { useUrlState, withQuery } from '../state/url.ts';
import type { Learner } from '../wire.ts';

const COLUMNS: readonly Column<Learner>[] = [
  { key: 'name', title: t.learners.name, cell: (row) => row.name, sortBy: (row) => row.name },
  { key: 'id', title: t.learners.id, cell: (row) => <Id value={row.id} what={t.learners.id} />, wideOnly: true },
  {
    key: 'since',
    title: t.learners.since,
    cell: (row) => <Moment at={row.createdAt} />,
    sortBy: (row) => row.createdAt,
    align: 'end',
  },
];

export function LearnersPage() {
  const url = useUrlState();
  const search = url.get('q');
  const list = useList<Learner>(withQuery('/api/v1/learners', '', { q: search }), concerns.learners);
  return (
    <Page title={t.learners.title}>
      <div class="toolbar">
        <SearchField label={t.learners.search} value={search} onChange={(q) => url.set({ q })} />
      </div>
      {list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
      {(list.rows !== null || list.error === null) && (
        <DataTable
          label={t.learners.title}
          columns={COLUMNS}
          rows={list.rows}
          rowKey={(row) => row.id}
          href={(row) => `/console/learners/${row.id}`}
          sort={url.get('sort')}
          onSort={(sort) => url.set({ sort })}
          empty={
            search === '' ? (
              <Empty title={t.learners.empty}>
                <p>{t.learners.emptyHint}</p>
              </Empty>
            ) : (
              <Empty title={t.learners.noMatch(search)} />
            )
          }
        />
      )}
      <More list={list} />
    </Page>
  );
}
