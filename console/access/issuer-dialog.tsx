import { useState } from 'preact/hooks';
import type { Grants } from '../../domain/access/grants.ts';
import { DEFAULT_SCOPES, type XapiScope } from '../../domain/access/scope.ts';
import { t } from '../messages.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Choice, Field, TextField } from '../parts/fields.tsx';
import { api } from '../state/api.ts';
import { unreachable } from '../state/problem.ts';
import type { Issuer } from '../wire.ts';
import { AccessForm } from './form.tsx';
import { ScopeField } from './scope-field.tsx';
import { readValues, showValues } from './values.ts';

type Source = keyof typeof t.access.keySources;

/** Registers an issuer, or changes one that is there: everything but issuer and audience, by which its tokens are known. */
export function IssuerDialog(props: { it?: Issuer; onClose: () => void; onChanged: (it: Issuer) => void }) {
  const { it, onClose } = props;
  const [name, setName] = useState(it?.name ?? '');
  const [issuer, setIssuer] = useState('');
  const [audience, setAudience] = useState('');
  const [keys, setKeys] = useState<KeyForm>({ source: it === undefined ? 'metadata' : 'keep', url: '', given: '' });
  const [grants, setGrants] = useState<GrantForm>(grantForm(it?.grants));
  const submit = async (): Promise<void> => {
    const body = { name: name.trim(), grants: grantsOf(grants), ...keysOf(keys) };
    props.onChanged(
      it === undefined
        ? await api.post<Issuer>('/api/v1/issuers', { ...body, issuer: issuer.trim(), audience: audience.trim() })
        : await api.patch<Issuer>(`/api/v1/issuers/${it.id}`, body),
    );
    onClose();
  };
  return (
    <Dialog title={it === undefined ? t.access.addIssuer : t.access.changeTitle(it.name)} onClose={onClose}>
      <AccessForm
        submit={it === undefined ? t.access.addIssuer : t.access.save}
        disabled={grants.kind === 'scopes' && grants.scopes.length === 0}
        onSubmit={submit}
        onCancel={onClose}
      >
        <p class="muted">{it === undefined ? t.access.issuerAbout : t.access.changeAbout}</p>
        <Field label={t.access.name} value={name} onInput={setName} />
        {it === undefined && (
          <>
            <Field label={t.access.issuer} hint={t.access.issuerHint} value={issuer} onInput={setIssuer} mono />
            <Field label={t.access.audience} hint={t.access.audienceHint} value={audience} onInput={setAudience} mono />
          </>
        )}
        <KeyFields value={keys} keep={it !== undefined} onChange={setKeys} />
        <GrantFields value={grants} onChange={setGrants} />
      </AccessForm>
    </Dialog>
  );
}

interface KeyForm {
  readonly source: Source;
  readonly url: string;
  readonly given: string;
}

function KeyFields(props: { value: KeyForm; keep: boolean; onChange: (value: KeyForm) => void }) {
  const { value, onChange } = props;
  const sources: readonly Source[] = [props.keep ? 'keep' : 'metadata', 'url', 'given'];
  return (
    <>
      <Choice
        label={t.access.keysFrom}
        options={sources.map((source) => ({ value: source, label: t.access.keySources[source] }))}
        value={value.source}
        onChange={(source) => onChange({ ...value, source })}
      />
      {value.source === 'url' && (
        <Field label={t.access.jwksUrl} value={value.url} onInput={(url) => onChange({ ...value, url })} mono />
      )}
      {value.source === 'given' && (
        <TextField
          label={t.access.jwks}
          rows={5}
          value={value.given}
          onInput={(given) => onChange({ ...value, given })}
        />
      )}
    </>
  );
}

function keysOf({ source, url, given }: KeyForm): object {
  if (source === 'url') return { jwksUrl: url.trim() };
  if (source !== 'given') return {};
  try {
    return { jwks: JSON.parse(given) as unknown };
  } catch {
    throw unreachable(t.access.jwksInvalid);
  }
}

interface GrantForm {
  readonly kind: keyof typeof t.access.grantKinds;
  readonly scopes: readonly XapiScope[];
  readonly claim: string;
  readonly values: string;
}

const GRANT_KINDS = (['scopes', 'claim'] as const).map((value) => ({ value, label: t.access.grantKinds[value] }));

function GrantFields({ value, onChange }: { value: GrantForm; onChange: (value: GrantForm) => void }) {
  return (
    <>
      <Choice
        label={t.access.grants}
        options={GRANT_KINDS}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      {value.kind === 'scopes' ? (
        <ScopeField label={t.access.may} value={value.scopes} onChange={(scopes) => onChange({ ...value, scopes })} />
      ) : (
        <>
          <Field
            label={t.access.claim}
            hint={t.access.claimHint}
            value={value.claim}
            onInput={(claim) => onChange({ ...value, claim })}
            mono
          />
          <TextField
            label={t.access.values}
            hint={t.access.valuesHint}
            rows={3}
            value={value.values}
            onInput={(values) => onChange({ ...value, values })}
            optional
          />
        </>
      )}
    </>
  );
}

function grantForm(grants: Grants | undefined): GrantForm {
  const empty = { kind: 'scopes', scopes: DEFAULT_SCOPES, claim: 'scope', values: '' } as const;
  if (grants === undefined) return empty;
  if ('scopes' in grants) return { ...empty, scopes: grants.scopes };
  return { ...empty, kind: 'claim', claim: grants.claim, values: showValues(grants.values) };
}

function grantsOf({ kind, scopes, claim, values }: GrantForm): Grants {
  if (kind === 'scopes') return { scopes };
  const read = readValues(values);
  if ('wrong' in read) throw unreachable(t.access.valueInvalid(read.wrong));
  return { claim: claim.trim(), ...(read.values === undefined ? {} : { values: read.values }) };
}
