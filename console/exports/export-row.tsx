import { useEffect, useState } from 'preact/hooks';
import type { ExportSeverity } from '../../domain/package/export/report.ts';
import { State, type Tone } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatBytes } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { Moment } from '../parts/moment.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { api } from '../state/api.ts';
import { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import { chunksOf, targetOf } from '../state/save-file.ts';
import { retryDelayMs } from '../state/streaming.ts';
import type { Export } from '../wire.ts';
import { nameOf } from './offers.ts';

const TONE: Record<ExportSeverity, Tone> = { lost: 'warn', changed: 'neutral', kept: 'good' };

/** An export: its progress while it runs, then its file and what is otherwise in it. */
export function ExportRow({ it, onEnded }: { it: Export; onEnded: () => void }) {
  const now = useFollowed(it, onEnded);
  const name = nameOf(now);
  if (now.state === 'queued' || now.state === 'running') {
    const { done, total } = now.progress;
    return (
      <div class="job">
        <strong class="job-name">{name}</strong>
        <progress
          class="progress"
          value={total === 0 ? 0 : done / total}
          max={1}
          aria-label={t.exports.progress(name)}
        />
        <div class="job-foot">
          <span>{total === 0 ? t.exports.planning : t.exports.writing(formatBytes(done), formatBytes(total))}</span>
        </div>
      </div>
    );
  }
  return (
    <div class="job">
      <div class="export-ended" role="status">
        <State tone={now.state === 'done' ? 'good' : 'bad'} icon={now.state === 'done' ? 'done' : 'failed'}>
          {now.state === 'done'
            ? t.exports.ready(name, formatBytes(now.bytes ?? 0))
            : t.exports.failed(name, now.problem ?? '')}
        </State>
        <span class="muted">
          {t.exports.until} <Moment at={now.expiresAt} />
        </span>
        {now.download !== null && <Download it={now} path={now.download} />}
      </div>
      {now.report !== null && now.report.findings.length > 0 && (
        <ul class="findings">
          {now.report.findings.map(({ code, severity, message }) => (
            <li key={code} class="finding">
              <State tone={TONE[severity]}>{t.exports.severity[severity]}</State>
              <div class="finding-body">
                <p class="finding-message">{message}</p>
                <p class="finding-trace">
                  <code>{code}</code>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Download({ it, path }: { it: Export; path: string }) {
  const [written, setWritten] = useState<number | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const run = async (): Promise<void> => {
    const target = await targetOf(it.filename, 'application/zip');
    if (target === null) return;
    setProblem(null);
    setWritten(0);
    try {
      let bytes = 0;
      for await (const chunk of chunksOf(await api.stream(path, {}))) {
        await target.write(chunk);
        bytes += chunk.length;
        setWritten(bytes);
      }
      await target.close();
    } catch (error) {
      await target.abort().catch(() => undefined);
      setProblem(asProblem(error));
    } finally {
      setWritten(null);
    }
  };
  return (
    <>
      {written !== null && <span class="muted">{t.exports.downloading(formatBytes(written))}</span>}
      <button type="button" class="button" disabled={written !== null} onClick={() => void run()}>
        <Icon name="download" />
        {t.exports.download}
      </button>
      {problem !== null && <ProblemNotice problem={problem} />}
    </>
  );
}

/** The export as it is now, followed until it ends. Lost contact is taken up again: the export itself does not need us. */
function useFollowed(it: Export, onEnded: () => void): Export {
  const [seen, setSeen] = useState(it);
  const open = it.state === 'queued' || it.state === 'running';
  useEffect(() => {
    if (!open) return;
    const gone = new AbortController();
    void follow(it.id, gone.signal, setSeen).then(() => gone.signal.aborted || onEnded());
    return () => gone.abort();
  }, [it.id, open]);
  return open ? seen : it;
}

async function follow(id: string, signal: AbortSignal, show: (it: Export) => void): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      for await (const message of api.events(`/api/v1/exports/${id}/events`, signal)) {
        failures = 0;
        const it = JSON.parse(message.data) as Export;
        show(it);
        if (it.state === 'done' || it.state === 'failed') return;
      }
    } catch (error) {
      if (error instanceof ProblemError && error.status >= 400 && error.status < 500) return;
    }
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs(failures)));
  }
}
