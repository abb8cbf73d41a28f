import { formatNumber } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { Moment } from '../parts/moment.tsx';
import { More } from '../parts/more.tsx';
import { Empty, Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { DataTable } from '../parts/table.tsx';
import type { Column } from '../parts/table-sort.ts';
import { useList } from '../state/resource.ts';
import { useUrlState } from '../state/url.ts';
import { ExportForm } from '../transfer/export-form.tsx';
import { ImportForm } from '../transfer/import-form.tsx';
import { usePolling } from '../transfer/polling.ts';
import { isOpen } from '../transfer/progress.ts';
import { TransferRows } from '../transfer/rows.tsx';
import { StatementImportMark } from '../transfer/states.tsx';
import { begun, uploads } from '../transfer/uploads.ts';
import type { StatementImport } from '../wire.ts';

const STATEMENTS = { href: '/console/statements', label: t.transfer.back };

const COLUMNS: readonly Column<StatementImport>[] = [
  { key: 'file', title: t.transfer.file, cell: (row) => row.filename, sortBy: (row) => row.filename },
  {
    key: 'state',
    title: t.transfer.state,
    cell: (row) => <StatementImportMark it={row} />,
    sortBy: (row) => row.state,
  },
  {
    key: 'stored',
    title: t.transfer.stored,
    cell: (row) => formatNumber(row.stored),
    sortBy: (row) => row.stored,
    align: 'end',
    wideOnly: true,
  },
  {
    key: 'existing',
    title: t.transfer.existing,
    cell: (row) => formatNumber(row.existing),
    sortBy: (row) => row.existing,
    align: 'end',
    wideOnly: true,
  },
  {
    key: 'refused',
    title: t.transfer.refused,
    cell: (row) => formatNumber(row.refused),
    sortBy: (row) => row.refused,
    align: 'end',
    wideOnly: true,
  },
  {
    key: 'started',
    title: t.transfer.started,
    cell: (row) => <Moment at={row.createdAt} />,
    sortBy: (row) => row.createdAt,
    align: 'end',
    wideOnly: true,
  },
];

/** Statements in bulk: in, out, and what came in before. */
export function TransferPage() {
  const url = useUrlState();
  const list = useList<StatementImport>('/api/v1/statements/imports', undefined, begun.value);
  const running = (list.rows ?? []).filter(isOpen);
  const ended = list.rows?.filter((it) => !isOpen(it)) ?? null;
  const underWay = running.length > 0 || uploads.value.length > 0;
  usePolling(list.reload, running.length > 0);
  return (
    <Page title={t.transfer.title} about={t.transfer.about} back={STATEMENTS}>
      <div class="transfer">
        <Section title={t.transfer.import}>
          <ImportForm />
        </Section>
        <Section title={t.transfer.export}>
          <ExportForm />
        </Section>
      </div>
      <Section title={t.transfer.imports}>
        <TransferRows running={running} reload={list.reload} />
        {list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
        {(list.rows !== null || list.error === null) && (
          <DataTable
            label={t.transfer.imports}
            columns={COLUMNS}
            rows={ended}
            rowKey={(row) => row.id}
            href={(row) => `/console/statements/bulk/${row.id}`}
            summary={(row) => (
              <>
                {t.transfer.taken(row.stored, row.existing)} · <Moment at={row.createdAt} />
              </>
            )}
            sort={url.get('sort')}
            onSort={(sort) => url.set({ sort })}
            empty={
              !underWay && (
                <Empty title={t.transfer.none}>
                  <p>{t.transfer.noneHint}</p>
                </Empty>
              )
            }
          />
        )}
        <More list={list} />
      </Section>
    </Page>
  );
}
