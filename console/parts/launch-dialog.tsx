import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { api } from '../state/api.ts';
import { identity } from '../state/identity.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import type { PackageDetail, PlaySession } from '../wire.ts';
import { accountName } from './account-name.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './fields.tsx';
import { openPlayer } from './open-player.ts';
import { ProblemNotice } from './problem-notice.tsx';

/** Asks who the learner is and opens the course for them in a new tab. */
export function LaunchDialog({ course, onClose }: { course: PackageDetail; onClose: () => void }) {
  const [name, setName] = useState<string>(t.launch.defaultName);
  const [account, setAccount] = useState<string | null>(null);
  const [homePage, setHomePage] = useState(identity.me.value?.homePage ?? '');
  const [restart, setRestart] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [blocked, setBlocked] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const derived = account ?? accountName(name);

  const launch = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const url = await openPlayer(async () => {
        const learner = { name: name.trim(), account: { homePage: homePage.trim(), name: derived.trim() } };
        const body = { packageId: course.id, learner, ...(restart ? { restart } : {}) };
        return (await api.post<PlaySession>('/api/v1/play-sessions', body)).launchUrl;
      });
      if (url === null) onClose();
      else setBlocked(url);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog title={t.launch.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void launch();
        }}
      >
        <p class="muted">{t.launch.about(course.title)}</p>
        <Field label={t.launch.name} value={name} onInput={setName} />
        <Field label={t.launch.account} value={derived} onInput={setAccount} mono />
        <Field label={t.launch.homePage} value={homePage} onInput={setHomePage} mono />
        <label class="check">
          <input type="checkbox" checked={restart} onChange={(event) => setRestart(event.currentTarget.checked)} />
          {t.launch.restart}
        </label>
        {problem !== null && <ProblemNotice problem={problem} />}
        {blocked !== null && (
          <p>
            {t.launch.blocked}{' '}
            <a href={blocked} target="_blank" rel="noreferrer">
              {t.launch.open}
            </a>
          </p>
        )}
        <div class="form-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" class="button button-primary" disabled={busy}>
            <Icon name="external" />
            {t.launch.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
