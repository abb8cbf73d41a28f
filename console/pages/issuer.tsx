import { useState } from 'preact/hooks';
import type { Grants } from '../../domain/access/grants.ts';
import { Notice } from '../../ui/feedback.tsx';
import { Withdraw } from '../access/credential-dialogs.tsx';
import { IssuerDialog } from '../access/issuer-dialog.tsx';
import { IssuerMark, LastUsed } from '../access/marks.tsx';
import { ScopeList } from '../access/scope-field.tsx';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Moment } from '../parts/moment.tsx';
import { Facts, Page, Section } from '../parts/page.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { useResource } from '../state/resource.ts';
import type { Issuer } from '../wire.ts';

const BACK = { href: '/console/credentials', label: t.access.title };

export function IssuerPage({ id }: { id: string }) {
  const issuer = useResource<Issuer>(`/api/v1/issuers/${id}`);
  const [open, setOpen] = useState<'change' | 'withdraw' | null>(null);
  const it = issuer.data;
  if (it === null) return <RecordSkeleton title={t.access.title} back={BACK} resource={issuer} />;
  const close = () => setOpen(null);
  return (
    <Page
      title={it.name}
      back={BACK}
      about={<IssuerMark it={it} />}
      actions={
        it.state === 'active' && (
          <>
            <button type="button" class="button button-danger" onClick={() => setOpen('withdraw')}>
              {t.access.withdraw}
            </button>
            <button type="button" class="button" onClick={() => setOpen('change')}>
              {t.access.change}
            </button>
          </>
        )
      }
    >
      {it.state === 'active' && it.keysError !== null && (
        <Notice tone="warn" title={t.access.keysErrorTitle}>
          <p>{it.keysError}</p>
          <p>{t.access.keysErrorRemedy}</p>
        </Notice>
      )}
      <div class="split">
        <Granted grants={it.grants} />
        <Section title={t.access.facts}>
          <IssuerFacts it={it} />
        </Section>
      </div>
      <Section title={t.access.issuerKeys} count={it.keys.length}>
        <Facts
          rows={it.keys.map(({ kty, kid }, at) => [
            kty,
            kid === null ? t.none : <Id key={at} value={kid} what={t.access.keyId} />,
          ])}
        />
      </Section>
      {open === 'change' && <IssuerDialog it={it} onClose={close} onChanged={issuer.reload} />}
      {open === 'withdraw' && (
        <Withdraw
          path={`/api/v1/issuers/${it.id}`}
          name={it.name}
          about={t.access.withdrawIssuer}
          onClose={close}
          onChanged={issuer.reload}
        />
      )}
    </Page>
  );
}

function Granted({ grants }: { grants: Grants }) {
  if ('scopes' in grants) {
    return (
      <Section title={t.access.grants}>
        <ScopeList scopes={grants.scopes} />
      </Section>
    );
  }
  return (
    <Section title={t.access.claimSays(grants.claim)}>
      {grants.values === undefined ? (
        <p>{t.access.namesOfScopes}</p>
      ) : (
        <dl class="scopes">
          {Object.entries(grants.values).map(([value, scopes]) => (
            <div key={value}>
              <dt class="mono">{value}</dt>
              <dd class="mono">{scopes.join(' ')}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}

function IssuerFacts({ it }: { it: Issuer }) {
  return (
    <Facts
      rows={[
        [t.access.issuer, <Id key="issuer" value={it.issuer} what={t.access.issuer} />],
        [t.access.audience, <Id key="audience" value={it.audience} what={t.access.audience} />],
        [
          t.access.readFrom,
          it.jwksUrl === null ? t.access.given : <Id key="url" value={it.jwksUrl} what={t.access.jwksUrl} />,
        ],
        [t.access.readAt, <Moment key="read" at={it.keysReadAt} />],
        [t.access.created, <Moment key="created" at={it.createdAt} />],
        [t.access.lastUsed, <LastUsed key="used" at={it.lastUsedAt} />],
        [t.access.withdrawn, it.withdrawnAt !== null && <Moment key="withdrawn" at={it.withdrawnAt} />],
      ]}
    />
  );
}
