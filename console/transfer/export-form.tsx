import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Notice, State } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatBytes } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { type ExportAsked, exportState, runExport } from './export.ts';

/** Takes statements out: all of them, or those of some days. */
export function ExportForm() {
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [form, setForm] = useState<'archive' | 'lines'>('archive');
  const state = exportState.value;
  const id = useId();
  return (
    <form
      class="transfer-form"
      onSubmit={(event) => {
        event.preventDefault();
        void runExport({ lines: form === 'lines', from, until });
      }}
    >
      <p class="muted">{t.transfer.exportHint}</p>
      <div class="transfer-fields">
        <Field id={`${id}-from`} label={t.transfer.since}>
          <input
            id={`${id}-from`}
            class="input"
            type="date"
            value={from}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </Field>
        <Field id={`${id}-until`} label={t.transfer.until}>
          <input
            id={`${id}-until`}
            class="input"
            type="date"
            value={until}
            onInput={(event) => setUntil(event.currentTarget.value)}
          />
        </Field>
        <Field id={`${id}-form`} label={t.transfer.form}>
          <select
            id={`${id}-form`}
            class="input select"
            value={form}
            onChange={(event) => setForm(event.currentTarget.value as typeof form)}
          >
            <option value="archive">{t.transfer.archive}</option>
            <option value="lines">{t.transfer.linesOnly}</option>
          </select>
        </Field>
      </div>
      <div class="transfer-act">
        {state?.phase === 'running' ? (
          <>
            <button type="button" class="button" onClick={state.cancel}>
              {t.cancel}
            </button>
            <span class="muted" role="status">
              {t.transfer.exporting(formatBytes(state.bytes))}
            </span>
          </>
        ) : (
          <button type="submit" class="button button-primary">
            <Icon name="download" />
            {t.transfer.start}
          </button>
        )}
        {state?.phase === 'done' && (
          <span role="status">
            <State tone="good">{t.transfer.exported(state.name, formatBytes(state.bytes))}</State>
          </span>
        )}
      </div>
      {state?.phase === 'done' && state.rest !== null && <Rest asked={state.rest} />}
      {state?.phase === 'failed' && <ProblemNotice problem={state.problem} />}
    </form>
  );
}

/** An archive that is full is not the whole store. */
function Rest({ asked }: { asked: ExportAsked }) {
  return (
    <Notice
      tone="warn"
      title={t.transfer.full}
      actions={
        <button type="button" class="button" onClick={() => void runExport(asked)}>
          {t.transfer.exportRest}
        </button>
      }
    >
      <p>{t.transfer.fullHint}</p>
    </Notice>
  );
}

function Field(props: { id: string; label: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.children}
    </div>
  );
}
