import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Icon } from '../../ui/icon.tsx';
import { CreateCredential } from '../access/credential-dialogs.tsx';
import { IssuerDialog } from '../access/issuer-dialog.tsx';
import { CredentialMark, IssuerMark, LastUsed } from '../access/marks.tsx';
import { t } from '../messages.ts';
import { More } from '../parts/more.tsx';
import { Empty, Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { DataTable } from '../parts/table.tsx';
import type { Column } from '../parts/table-sort.ts';
import { useList } from '../state/resource.ts';
import { useUrlState, withQuery } from '../state/url.ts';
import type { Credential, Issuer } from '../wire.ts';

const lastUsed = {
  key: 'used',
  title: t.access.lastUsed,
  cell: (row: Credential | Issuer) => <LastUsed at={row.lastUsedAt} />,
  sortBy: (row: Credential | Issuer) => row.lastUsedAt ?? '',
  align: 'end',
} as const;

const CREDENTIALS: readonly Column<Credential>[] = [
  { key: 'name', title: t.access.name, cell: (row) => row.name, sortBy: (row) => row.name },
  { key: 'kind', title: t.access.kind, cell: (row) => t.access.kinds[row.kind], wideOnly: true },
  {
    key: 'may',
    title: t.access.may,
    cell: (row) => (row.kind === 'operator' ? t.access.operatorMay : <Scopes row={row} />),
    wideOnly: true,
  },
  { key: 'state', title: t.access.state, cell: (row) => <CredentialMark it={row} />, sortBy: (row) => row.state },
  lastUsed,
];

const ISSUERS: readonly Column<Issuer>[] = [
  { key: 'name', title: t.access.name, cell: (row) => row.name },
  {
    key: 'issuer',
    title: t.access.issuer,
    cell: (row) => <span class="address mono">{row.issuer}</span>,
    wideOnly: true,
  },
  {
    key: 'audience',
    title: t.access.audience,
    cell: (row) => <span class="address mono">{row.audience}</span>,
    wideOnly: true,
  },
  { key: 'state', title: t.access.state, cell: (row) => <IssuerMark it={row} /> },
  lastUsed,
];

const Scopes = ({ row }: { row: Credential }) => <span class="address mono">{row.scopes.join(' ')}</span>;

export function CredentialsPage() {
  const [creating, setCreating] = useState(false);
  const [version, setVersion] = useState(0);
  return (
    <Page
      title={t.access.title}
      about={t.access.about}
      actions={
        <button type="button" class="button button-primary" onClick={() => setCreating(true)}>
          <Icon name="key" />
          {t.access.create}
        </button>
      }
    >
      <Credentials version={version} />
      <Issuers />
      {creating && (
        <CreateCredential onClose={() => setCreating(false)} onChanged={() => setVersion((count) => count + 1)} />
      )}
    </Page>
  );
}

function Credentials({ version }: { version: number }) {
  const url = useUrlState();
  const all = url.get('withdrawn') !== '';
  const list = useList<Credential>(
    withQuery('/api/v1/credentials', '', { state: all ? '' : 'active' }),
    undefined,
    version,
  );
  return (
    <Section
      title={t.access.keys}
      actions={
        <label class="check">
          <input
            type="checkbox"
            checked={all}
            onChange={(event) => url.set({ withdrawn: event.currentTarget.checked ? '1' : '' })}
          />
          {t.access.showWithdrawn}
        </label>
      }
    >
      {list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
      {(list.rows !== null || list.error === null) && (
        <DataTable
          label={t.access.keys}
          columns={CREDENTIALS}
          rows={list.rows}
          rowKey={(row) => row.id}
          href={(row) => `/console/credentials/${row.id}`}
          summary={(row) => t.access.kinds[row.kind]}
          sort={url.get('sort')}
          onSort={(sort) => url.set({ sort })}
          empty={<Empty title={t.access.noKeys} />}
        />
      )}
      <More list={list} />
    </Section>
  );
}

function Issuers() {
  const { route } = useLocation();
  const [adding, setAdding] = useState(false);
  const list = useList<Issuer>('/api/v1/issuers');
  return (
    <Section
      title={t.access.issuers}
      actions={
        <button type="button" class="button" onClick={() => setAdding(true)}>
          {t.access.addIssuer}
        </button>
      }
    >
      {list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
      {(list.rows !== null || list.error === null) && (
        <DataTable
          label={t.access.issuers}
          columns={ISSUERS}
          rows={list.rows}
          rowKey={(row) => row.id}
          href={(row) => `/console/issuers/${row.id}`}
          summary={(row) => row.issuer}
          empty={
            <Empty title={t.access.noIssuers}>
              <p>{t.access.noIssuersHint}</p>
            </Empty>
          }
        />
      )}
      <More list={list} />
      {adding && (
        <IssuerDialog onClose={() => setAdding(false)} onChanged={(it) => route(`/console/issuers/${it.id}`)} />
      )}
    </Section>
  );
}
