import { useId, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string;
  /** An identifier or address, in the mono face. */
  readonly mono?: boolean;
  readonly optional?: boolean;
}

/** A line of text with its label, and what it means. */
export function Field(props: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        class={props.mono === true ? 'input mono' : 'input'}
        type="text"
        value={props.value}
        required={props.optional !== true}
        autocomplete="off"
        spellcheck={props.mono !== true}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Hint id={id} hint={props.hint} />
    </div>
  );
}

/** Several lines, in the mono face. */
export function TextField(props: FieldProps & { rows: number }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <textarea
        id={id}
        class="input mono"
        rows={props.rows}
        value={props.value}
        required={props.optional !== true}
        spellcheck={false}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Hint id={id} hint={props.hint} />
    </div>
  );
}

const Hint = ({ id, hint }: { id: string; hint: string | undefined }) =>
  hint === undefined ? null : (
    <p id={`${id}-hint`} class="field-hint">
      {hint}
    </p>
  );

/** One of a few, all of them to be seen. */
export function Choice<Value extends string>(props: {
  label: string;
  options: readonly { readonly value: Value; readonly label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend>{props.label}</legend>
      {props.options.map(({ value, label }) => (
        <label key={value} class="choice">
          <input type="radio" name={name} checked={props.value === value} onChange={() => props.onChange(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** How long a copied value says so. */
const COPIED_MS = 1400;

/** A value that is there to be copied: all of it to be seen, on any screen. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <div class="field">
      <span class="field-name">{label}</span>
      <div class="copy-field">
        <code class="input copy-value">{value}</code>
        <button type="button" class="button" aria-label={t.access.copyOf(label)} onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'copy'} />
          {copied ? t.copied : t.access.copy}
        </button>
        <span role="status" class="visually-hidden">
          {copied && t.copied}
        </span>
      </div>
    </div>
  );
}
