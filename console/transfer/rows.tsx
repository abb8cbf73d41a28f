import { useState } from 'preact/hooks';
import { State } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatBytes, formatDuration } from '../../ui/messages/format.ts';
import { TimeLeft } from '../imports/time-left.ts';
import { t } from '../messages.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import type { StatementImport } from '../wire.ts';
import { doing, shareOf } from './progress.ts';
import { dismissUpload, type StatementUpload, uploads } from './uploads.ts';

/** What leaves this browser and what the server works on: a row each, with its bar and the time that is left. */
export function TransferRows({ running, reload }: { running: readonly StatementImport[]; reload: () => void }) {
  if (uploads.value.length === 0 && running.length === 0) return null;
  return (
    <div class="jobs">
      {uploads.value.map((upload) => (
        <UploadRow key={upload.key} upload={upload} />
      ))}
      {running.map((it) => (
        <ImportRow key={it.id} it={it} reload={reload} />
      ))}
    </div>
  );
}

function UploadRow({ upload }: { upload: StatementUpload }) {
  if (upload.phase === 'refused') {
    return (
      <div class="job-failed">
        <div class="job-ended" role="status">
          <State tone="bad" icon="failed">
            {t.transfer.failed(upload.filename)}
          </State>
          <button
            type="button"
            class="icon-button"
            aria-label={t.dismiss}
            title={t.dismiss}
            onClick={() => dismissUpload(upload.key)}
          >
            <Icon name="close" />
          </button>
        </div>
        <ProblemNotice problem={upload.problem} />
      </div>
    );
  }
  const { filename, sent, total, secondsLeft, cancel } = upload;
  const what = t.transfer.uploading(formatBytes(sent), formatBytes(total));
  return <Row name={filename} share={sent / Math.max(1, total)} what={what} left={secondsLeft} cancel={cancel} />;
}

/** An import on the server, followed by whoever shows it. */
export function ImportRow({ it, reload }: { it: StatementImport; reload: () => void }) {
  const [clock] = useState(() => new TimeLeft(performance.now()));
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const share = shareOf(it);
  const left = it.state === 'running' ? clock.update(performance.now(), share, 1) : null;
  const cancel = (): void => {
    api.post(`/api/v1/statements/imports/${it.id}/cancel`).then(reload, (error) => setProblem(asProblem(error)));
  };
  return (
    <>
      <Row
        name={it.filename}
        href={`/console/statements/bulk/${it.id}`}
        share={share}
        what={doing(it)}
        left={left}
        cancel={cancel}
      />
      {problem !== null && <ProblemNotice problem={problem} />}
    </>
  );
}

function Row(props: {
  name: string;
  href?: string;
  share: number;
  what: string;
  left: number | null;
  cancel: () => void;
}) {
  return (
    <div class="job">
      <div class="job-head">
        <strong class="job-name">
          {props.href === undefined ? props.name : <a href={props.href}>{props.name}</a>}
        </strong>
        <button type="button" class="button button-quiet" onClick={props.cancel}>
          {t.cancel}
        </button>
      </div>
      <progress class="progress" value={props.share} max={1} aria-label={t.transfer.progress(props.name)} />
      <div class="job-foot">
        <span>{props.what}</span>
        <span>{props.left === null ? '' : t.transfer.left(formatDuration(props.left))}</span>
      </div>
    </div>
  );
}
