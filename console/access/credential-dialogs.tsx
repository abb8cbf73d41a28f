import { useState } from 'preact/hooks';
import { DEFAULT_SCOPES, type XapiScope } from '../../domain/access/scope.ts';
import { Notice } from '../../ui/feedback.tsx';
import { t } from '../messages.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Choice, Field } from '../parts/fields.tsx';
import { api } from '../state/api.ts';
import { identity } from '../state/identity.ts';
import type { Credential, IssuedCredential } from '../wire.ts';
import { AccessForm } from './form.tsx';
import { ScopeField } from './scope-field.tsx';
import { SecretOnce } from './secret-once.tsx';

interface DialogProps {
  readonly onClose: () => void;
  /** Something is another way now. */
  readonly onChanged: () => void;
}

const isOwn = ({ id }: Credential): boolean => identity.me.value?.credential === id;

const KINDS = (['xapi', 'operator'] as const).map((value) => ({ value, label: t.access.kinds[value] }));

export function CreateCredential({ onClose, onChanged }: DialogProps) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Credential['kind']>('xapi');
  const [scopes, setScopes] = useState<readonly XapiScope[]>(DEFAULT_SCOPES);
  const [made, setMade] = useState<IssuedCredential | null>(null);
  const create = async (): Promise<void> => {
    const body = { name: name.trim(), kind, ...(kind === 'xapi' ? { scopes } : {}) };
    setMade(await api.post<IssuedCredential>('/api/v1/credentials', body));
    onChanged();
  };
  if (made !== null) {
    return (
      <Dialog title={made.name} held onClose={onClose}>
        <SecretOnce issued={made.issued} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t.access.create} onClose={onClose}>
      <AccessForm
        submit={t.access.create}
        disabled={kind === 'xapi' && scopes.length === 0}
        onSubmit={create}
        onCancel={onClose}
      >
        <p class="muted">{t.access.createAbout}</p>
        <Field label={t.access.name} value={name} onInput={setName} />
        <Choice label={t.access.kind} options={KINDS} value={kind} onChange={setKind} />
        {kind === 'xapi' ? (
          <ScopeField label={t.access.may} value={scopes} onChange={setScopes} />
        ) : (
          <p class="muted">{t.access.operatorScopes}</p>
        )}
      </AccessForm>
    </Dialog>
  );
}

export function ChangeCredential({ it, onClose, onChanged }: DialogProps & { it: Credential }) {
  const [name, setName] = useState(it.name);
  const [scopes, setScopes] = useState(it.scopes);
  const change = async (): Promise<void> => {
    const body = { name: name.trim(), ...(it.kind === 'xapi' ? { scopes } : {}) };
    await api.patch<Credential>(`/api/v1/credentials/${it.id}`, body);
    onChanged();
    onClose();
  };
  return (
    <Dialog title={t.access.changeTitle(it.name)} onClose={onClose}>
      <AccessForm submit={t.access.save} disabled={scopes.length === 0} onSubmit={change} onCancel={onClose}>
        <p class="muted">{t.access.changeAbout}</p>
        <Field label={t.access.name} value={name} onInput={setName} />
        {it.kind === 'xapi' && <ScopeField label={t.access.may} value={scopes} onChange={setScopes} />}
      </AccessForm>
    </Dialog>
  );
}

/** As the API does when nothing is said. */
const DEFAULT_GRACE = 86_400;
const GRACES = ([3600, 86_400, 604_800, 0] as const).map((seconds) => ({
  value: String(seconds),
  label: t.access.graces[seconds],
}));

export function RotateCredential({ it, onClose, onChanged }: DialogProps & { it: Credential }) {
  const [grace, setGrace] = useState(String(DEFAULT_GRACE));
  const [made, setMade] = useState<IssuedCredential | null>(null);
  const rotate = async (): Promise<void> => {
    const body = { graceSeconds: Number(grace) };
    setMade(await api.post<IssuedCredential>(`/api/v1/credentials/${it.id}/rotate`, body));
    onChanged();
  };
  if (made !== null) {
    return (
      <Dialog title={made.name} held onClose={onClose}>
        <SecretOnce issued={made.issued} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t.access.rotateTitle(it.name)} onClose={onClose}>
      <AccessForm submit={t.access.rotate} onSubmit={rotate} onCancel={onClose}>
        <p class="muted">{t.access.rotateAbout}</p>
        {isOwn(it) && (
          <Notice tone="warn" title={t.access.ownToken}>
            <p>{t.access.ownTokenRotated}</p>
          </Notice>
        )}
        <Choice label={t.access.grace} options={GRACES} value={grace} onChange={setGrace} />
      </AccessForm>
    </Dialog>
  );
}

/** Asks before a credential or an issuer is withdrawn at `path`. */
export function Withdraw(props: DialogProps & { path: string; name: string; about: string; own?: boolean }) {
  const withdraw = async (): Promise<void> => {
    await api.remove(props.path);
    props.onChanged();
    props.onClose();
  };
  return (
    <Dialog title={t.access.withdrawTitle(props.name)} onClose={props.onClose}>
      <AccessForm submit={t.access.withdraw} danger onSubmit={withdraw} onCancel={props.onClose}>
        <p>{props.about}</p>
        {props.own === true && (
          <Notice tone="warn" title={t.access.ownToken}>
            <p>{t.access.ownTokenWithdrawn}</p>
          </Notice>
        )}
      </AccessForm>
    </Dialog>
  );
}

export const WithdrawCredential = ({ it, ...rest }: DialogProps & { it: Credential }) => (
  <Withdraw
    path={`/api/v1/credentials/${it.id}`}
    name={it.name}
    about={t.access.withdrawKey}
    own={isOwn(it)}
    {...rest}
  />
);
