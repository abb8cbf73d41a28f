import { Icon } from '../../ui/icon.tsx';
import { formatBytes, formatNumber } from '../../ui/messages/format.ts';
import { CourseFilters, courseQuery, isFiltered } from '../catalogue/filters.tsx';
import { Jobs } from '../imports/job-row.tsx';
import { importFiles } from '../imports/jobs.ts';
import { t } from '../messages.ts';
import { Moment } from '../parts/moment.tsx';
import { More } from '../parts/more.tsx';
import { Empty, Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { PackageStateMark } from '../parts/states.tsx';
import { DataTable } from '../parts/table.tsx';
import type { Column } from '../parts/table-sort.ts';
import { concerns } from '../state/concerns.ts';
import { useList } from '../state/resource.ts';
import { useUrlState, withQuery } from '../state/url.ts';
import type { PackageSummary } from '../wire.ts';

const COLUMNS: readonly Column<PackageSummary>[] = [
  { key: 'title', title: t.courses.name, cell: (row) => row.title, sortBy: (row) => row.title },
  {
    key: 'state',
    title: t.courses.state,
    cell: (row) => (
      <>
        <PackageStateMark state={row.state} />
        {row.archivedAt !== null && <span class="muted"> {t.catalogue.archived}</span>}
      </>
    ),
    sortBy: (row) => row.state,
  },
  {
    key: 'format',
    title: t.courses.format,
    cell: (row) => t.format[row.format],
    sortBy: (row) => row.format,
    wideOnly: true,
  },
  {
    key: 'files',
    title: t.courses.files,
    cell: (row) => formatNumber(row.sizes.assets),
    sortBy: (row) => row.sizes.assets,
    align: 'end',
    wideOnly: true,
  },
  {
    key: 'size',
    title: t.courses.size,
    cell: (row) => formatBytes(row.sizes.assetBytes),
    sortBy: (row) => row.sizes.assetBytes,
    align: 'end',
    wideOnly: true,
  },
  {
    key: 'imported',
    title: t.courses.imported,
    cell: (row) => <Moment at={row.createdAt} />,
    sortBy: (row) => row.createdAt,
    align: 'end',
    wideOnly: true,
  },
];

export function CoursesPage() {
  const url = useUrlState();
  const search = url.get('q');
  const list = useList<PackageSummary>(withQuery('/api/v1/packages', '', courseQuery(url)), concerns.packages);
  return (
    <Page
      title={t.courses.title}
      actions={
        <>
          <a class="button button-quiet" href="/console/imports">
            {t.imports.all}
          </a>
          <ImportButton />
        </>
      }
    >
      <Jobs />
      <div class="toolbar">
        <SearchField label={t.courses.search} value={search} onChange={(q) => url.set({ q })} />
        <CourseFilters url={url} />
      </div>
      {list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
      {(list.rows !== null || list.error === null) && (
        <DataTable
          label={t.courses.title}
          columns={COLUMNS}
          rows={list.rows}
          rowKey={(row) => row.id}
          href={(row) => `/console/courses/${row.id}`}
          summary={(row) => (
            <>
              {t.format[row.format]} · <Moment at={row.createdAt} />
            </>
          )}
          sort={url.get('sort')}
          onSort={(sort) => url.set({ sort })}
          empty={
            search === '' && isFiltered(url) ? (
              <Empty title={t.catalogue.noFit} />
            ) : search === '' ? (
              <Empty title={t.courses.empty}>
                <p>{t.courses.emptyHint}</p>
                <ImportButton />
              </Empty>
            ) : (
              <Empty title={t.courses.noMatch(search)} />
            )
          }
        />
      )}
      <More list={list} />
    </Page>
  );
}

/** Opens the file chooser; what is chosen is imported. */
function ImportButton() {
  return (
    <label class="button button-primary file-button">
      <Icon name="upload" />
      {t.courses.import}
      <input
        class="visually-hidden"
        type="file"
        accept=".zip,.xml,.json,application/zip,text/xml,application/json"
        multiple
        onChange={(event) => {
          importFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
    </label>
  );
}
