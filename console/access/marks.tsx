import { State } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import { Moment } from '../parts/moment.tsx';
import type { Credential, Issuer } from '../wire.ts';

export function CredentialMark({ it }: { it: Credential }) {
  if (it.state === 'withdrawn') return <Withdrawn />;
  if (it.earlierSecretsUntil !== null) {
    return (
      <State tone="warn" icon="clock">
        {t.access.states.rotating}
      </State>
    );
  }
  return <Active />;
}

export function IssuerMark({ it }: { it: Issuer }) {
  if (it.state === 'withdrawn') return <Withdrawn />;
  return it.keysError === null ? <Active /> : <State tone="warn">{t.access.states.keysError}</State>;
}

const Active = () => <State tone="good">{t.access.states.active}</State>;
const Withdrawn = () => (
  <State tone="neutral" icon="failed">
    {t.access.states.withdrawn}
  </State>
);

export const LastUsed = ({ at }: { at: string | null }) =>
  at === null ? <span class="muted">{t.access.never}</span> : <Moment at={at} />;
