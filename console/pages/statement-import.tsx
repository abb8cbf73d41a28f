import { MAX_KEPT_REPORTS } from '../../domain/statement/bulk/job.ts';
import { Notice } from '../../ui/feedback.tsx';
import { formatBytes, formatNumber } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Json } from '../parts/json.tsx';
import { Moment } from '../parts/moment.tsx';
import { More } from '../parts/more.tsx';
import { Facts, Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { DataTable } from '../parts/table.tsx';
import type { Column } from '../parts/table-sort.ts';
import { useList, useResource } from '../state/resource.ts';
import { usePolling } from '../transfer/polling.ts';
import { isOpen } from '../transfer/progress.ts';
import { ImportRow } from '../transfer/rows.tsx';
import { StatementImportMark } from '../transfer/states.tsx';
import type { RefusedLine, StatementImport } from '../wire.ts';

const BACK = { href: '/console/statements/bulk', label: t.transfer.title };

const COLUMNS: readonly Column<RefusedLine>[] = [
  { key: 'line', title: t.transfer.line, cell: ({ line }) => formatNumber(line) },
  {
    key: 'statement',
    title: t.transfer.statement,
    cell: ({ id }) => (id === null ? t.none : <Id value={id} what={t.transfer.statement} />),
    wideOnly: true,
  },
  { key: 'wrong', title: t.transfer.wrong, cell: (row) => <Wrong row={row} /> },
];

/** One import of statements, from its beginning to the lines that it left out. */
export function StatementImportPage({ id }: { id: string }) {
  const path = `/api/v1/statements/imports/${id}`;
  const resource = useResource<StatementImport>(path);
  const it = resource.data;
  usePolling(resource.reload, it !== null && isOpen(it));
  if (it === null) return <RecordSkeleton title={t.transfer.imports} back={BACK} resource={resource} />;
  return (
    <Page
      title={it.filename}
      back={BACK}
      about={
        <>
          <StatementImportMark it={it} />
          <Moment at={it.createdAt} />
        </>
      }
    >
      {it.failure !== null && (
        <Notice tone="bad" title={it.failure.detail}>
          <p>{it.failure.remedy}</p>
          <p class="problem-trace">
            <code>{it.failure.code}</code>
          </p>
        </Notice>
      )}
      {isOpen(it) && (
        <div class="jobs">
          <ImportRow it={it} reload={resource.reload} />
        </div>
      )}
      <Facts
        rows={[
          [t.transfer.stored, formatNumber(it.stored)],
          [t.transfer.existing, formatNumber(it.existing)],
          [t.transfer.refused, formatNumber(it.refused)],
          [t.transfer.lines, formatNumber(it.lines)],
          [t.transfer.size, formatBytes(it.fileBytes)],
          [t.transfer.mode, it.strict ? t.transfer.modeStrict : t.transfer.modeSkip],
          [t.transfer.by, it.by],
          [t.transfer.finished, it.finishedAt === null ? '' : <Moment key="at" at={it.finishedAt} />],
          [t.transfer.id, <Id key="id" value={it.id} what={t.transfer.id} />],
        ]}
      />
      <Refused it={it} path={`${path}/errors`} />
      <details class="raw">
        <summary>{t.showJson}</summary>
        <Json value={it} />
      </details>
    </Page>
  );
}

function Refused({ it, path }: { it: StatementImport; path: string }) {
  const list = useList<RefusedLine>(path, undefined, it.refused);
  const words = isOpen(it) ? t.transfer.noneYet : t.transfer.allStored;
  return (
    <Section title={t.transfer.refusedLines} count={it.refused}>
      {it.refused > MAX_KEPT_REPORTS && <p class="muted">{t.transfer.keptOf(MAX_KEPT_REPORTS, it.refused)}</p>}
      {list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
      {(list.rows !== null || list.error === null) && (
        <DataTable
          label={t.transfer.refusedLines}
          columns={COLUMNS}
          rows={list.rows}
          rowKey={({ line }) => String(line)}
          empty={<p class="muted">{words}</p>}
        />
      )}
      <More list={list} />
    </Section>
  );
}

function Wrong({ row: { findings, total } }: { row: RefusedLine }) {
  return (
    <>
      {findings.map(({ path, rule, message }) => (
        <p key={`${path} ${rule} ${message}`} class="line-finding">
          <code>{path}</code> {message} <span class="muted">{rule}</span>
        </p>
      ))}
      {total > findings.length && <p class="muted">{t.transfer.more(total - findings.length)}</p>}
    </>
  );
}
