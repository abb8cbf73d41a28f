import { useEffect, useId, useState } from 'preact/hooks';
import { t } from '../messages.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Mark } from '../parts/rail.tsx';
import { identity } from '../state/identity.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';

/** Where the console begins for somebody it does not know yet. */
export function SignInPage() {
  const id = useId();
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<ProblemError | null>(identity.notice.value);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = t.pageTitle(t.signIn.title);
  }, []);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await identity.signIn(token).catch((error: unknown) => setProblem(asProblem(error)));
    setBusy(false);
  };
  return (
    <main class="sign-in">
      <form
        class="sign-in-card form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="brand">
          <Mark />
          {t.product}
        </p>
        <h1>{t.signIn.title}</h1>
        <p class="muted">{t.signIn.about}</p>
        {problem !== null && <ProblemNotice problem={problem} />}
        <div class="field">
          <label for={id}>{t.signIn.token}</label>
          <input
            id={id}
            class="input mono"
            type="password"
            autocomplete="off"
            required
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="button button-primary" disabled={busy}>
          {t.signIn.submit}
        </button>
      </form>
    </main>
  );
}
