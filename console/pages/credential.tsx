import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { ChangeCredential, RotateCredential, WithdrawCredential } from '../access/credential-dialogs.tsx';
import { CredentialMark, LastUsed } from '../access/marks.tsx';
import { ScopeList } from '../access/scope-field.tsx';
import { endpoint } from '../access/secret-once.tsx';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { Moment } from '../parts/moment.tsx';
import { Facts, Page, Section } from '../parts/page.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { useResource } from '../state/resource.ts';
import type { Credential } from '../wire.ts';

const BACK = { href: '/console/credentials', label: t.access.title };
const DIALOGS = { change: ChangeCredential, rotate: RotateCredential, withdraw: WithdrawCredential } as const;

export function CredentialPage({ id }: { id: string }) {
  const credential = useResource<Credential>(`/api/v1/credentials/${id}`);
  const [open, setOpen] = useState<keyof typeof DIALOGS | null>(null);
  const it = credential.data;
  if (it === null) return <RecordSkeleton title={t.access.title} back={BACK} resource={credential} />;
  const Opened = open === null ? null : DIALOGS[open];
  return (
    <Page
      title={it.name}
      back={BACK}
      about={
        <>
          <CredentialMark it={it} />
          <span>{t.access.kinds[it.kind]}</span>
        </>
      }
      actions={
        it.state === 'active' && (
          <>
            <button type="button" class="button button-danger" onClick={() => setOpen('withdraw')}>
              {t.access.withdraw}
            </button>
            <button type="button" class="button" onClick={() => setOpen('change')}>
              {t.access.change}
            </button>
            <button type="button" class="button button-primary" onClick={() => setOpen('rotate')}>
              <Icon name="refresh" />
              {t.access.rotate}
            </button>
          </>
        )
      }
    >
      <div class="split">
        <Section title={t.access.scopes}>
          {it.kind === 'operator' ? <p>{t.access.operatorScopes}</p> : <ScopeList scopes={it.scopes} />}
        </Section>
        <Section title={t.access.facts}>
          <CredentialFacts it={it} />
        </Section>
      </div>
      {Opened !== null && <Opened it={it} onClose={() => setOpen(null)} onChanged={credential.reload} />}
    </Page>
  );
}

function CredentialFacts({ it }: { it: Credential }) {
  return (
    <Facts
      rows={[
        [t.access.endpoint, it.kind === 'xapi' && <Id key="endpoint" value={endpoint()} what={t.access.endpoint} />],
        [t.access.key, <Id key="key" value={it.id} what={t.access.key} />],
        [t.access.created, <Moment key="created" at={it.createdAt} />],
        [t.access.secretSince, it.rotatedAt !== null && <Moment key="rotated" at={it.rotatedAt} />],
        [t.access.earlierUntil, it.earlierSecretsUntil !== null && <Moment key="until" at={it.earlierSecretsUntil} />],
        [t.access.lastUsed, <LastUsed key="used" at={it.lastUsedAt} />],
        [t.access.withdrawn, it.withdrawnAt !== null && <Moment key="withdrawn" at={it.withdrawnAt} />],
      ]}
    />
  );
}
