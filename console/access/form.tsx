import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../messages.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';

/** A form in a dialog: what it asks, what was refused, and the button that does it. What was typed stays when refused. */
export function AccessForm(props: {
  submit: string;
  danger?: boolean;
  disabled?: boolean;
  onSubmit: () => Promise<void>;
  onCancel: () => void;
  children: ComponentChildren;
}) {
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await props.onSubmit();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {props.children}
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="form-actions">
        <button type="button" class="button" onClick={props.onCancel}>
          {t.cancel}
        </button>
        <button
          type="submit"
          class={`button ${props.danger === true ? 'button-danger' : 'button-primary'}`}
          disabled={busy || props.disabled === true}
        >
          {props.submit}
        </button>
      </div>
    </form>
  );
}
