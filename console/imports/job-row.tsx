import type { ComponentChildren } from 'preact';
import { State } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatBytes, formatDuration } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { dismiss, type Job, jobs } from './jobs.ts';
import { currentStep, shareDone } from './progress.ts';
import { Report } from './report.tsx';

/** Everything that is being imported, or was since this page was opened and has not been put away. */
export function Jobs() {
  if (jobs.value.length === 0) return null;
  return (
    <section class="jobs" aria-label={t.imports.running}>
      {jobs.value.map((job) => (
        <JobRow key={job.key} job={job} />
      ))}
    </section>
  );
}

function JobRow({ job }: { job: Job }) {
  switch (job.phase) {
    case 'uploading':
      return (
        <Running
          filename={job.filename}
          share={job.total === 0 ? 0 : job.sent / job.total}
          what={
            job.sent === 0
              ? t.imports.queued
              : `${t.imports.uploading} · ${t.imports.sent(formatBytes(job.sent), formatBytes(job.total))}`
          }
          secondsLeft={job.secondsLeft}
          cancel={job.cancel}
        />
      );
    case 'building': {
      const current = currentStep(job.import);
      const what =
        current === null ? t.imports.waiting : t.imports.step(current.step.title, current.at, job.import.steps.length);
      return (
        <Running filename={job.filename} share={shareDone(job.import)} what={what} secondsLeft={job.secondsLeft} />
      );
    }
    case 'built':
      return (
        <Ended title={t.imports.done(job.filename)} tone="good" job={job}>
          {job.import.packageId !== null && (
            <a class="button" href={`/console/courses/${job.import.packageId}`}>
              {t.imports.openCourse}
            </a>
          )}
        </Ended>
      );
    case 'failed':
      return (
        <div class="job-failed">
          <Ended title={t.imports.failed(job.filename)} tone="bad" job={job} />
          {job.import.report !== null && <Report report={job.import.report} />}
        </div>
      );
    case 'refused':
      return (
        <div class="job-failed">
          <Ended title={t.imports.failed(job.filename)} tone="bad" job={job} />
          <ProblemNotice problem={job.problem} />
        </div>
      );
  }
}

function Running(props: {
  filename: string;
  share: number;
  what: string;
  secondsLeft: number | null;
  cancel?: () => void;
}) {
  const left = props.secondsLeft === null ? '' : t.imports.left(formatDuration(props.secondsLeft));
  return (
    <div class="job">
      <div class="job-head">
        <strong class="job-name">{props.filename}</strong>
        {props.cancel !== undefined && (
          <button type="button" class="button button-quiet job-cancel" onClick={props.cancel}>
            {t.cancel}
          </button>
        )}
      </div>
      <progress class="progress" value={props.share} max={1} aria-label={t.imports.progress(props.filename)} />
      <div class="job-foot">
        <span>{props.what}</span>
        <span>{left}</span>
      </div>
    </div>
  );
}

/** How an import ended, until it is put away. */
function Ended(props: { title: string; tone: 'good' | 'bad'; job: Job; children?: ComponentChildren }) {
  return (
    <div class="job-ended" role="status">
      <State tone={props.tone} icon={props.tone === 'good' ? 'done' : 'failed'}>
        {props.title}
      </State>
      <div class="job-ended-actions">
        {props.children}
        <button
          type="button"
          class="icon-button"
          aria-label={t.dismiss}
          title={t.dismiss}
          onClick={() => dismiss(props.job.key)}
        >
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}
