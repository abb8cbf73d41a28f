import type { Transcript, TranscriptCourse } from '../../domain/projection/transcript.ts';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { duration, score } from '../parts/numbers.ts';
import { Page } from '../parts/page.tsx';
import { RecordSkeleton } from '../parts/record-skeleton.tsx';
import { ofLearner } from '../state/concerns.ts';
import { identity } from '../state/identity.ts';
import { useResource } from '../state/resource.ts';

/** A learner's record as a page for paper: everything on it is absolute, nothing needs a pointer. */
export function TranscriptPage({ id }: { id: string }) {
  const transcript = useResource<Transcript>(`/api/v1/learners/${id}/transcript`, ofLearner(id));
  const back = { href: `/console/learners/${id}`, label: transcript.data?.learner.name ?? t.learner.back };
  const it = transcript.data;
  if (it === null) return <RecordSkeleton title={t.transcript.title} back={back} resource={transcript} />;
  return (
    <Page
      title={t.transcript.title}
      back={back}
      actions={
        <button type="button" class="button" onClick={() => print()}>
          <Icon name="print" />
          {t.transcript.print}
        </button>
      }
    >
      <article class="paper" aria-label={t.transcript.title}>
        <header class="paper-head">
          <p class="paper-kind">{t.transcript.of}</p>
          <h2 class="paper-name">{it.learner.name}</h2>
          <p class="muted">
            {t.transcript.learnerId} <span class="mono">{it.learner.id}</span>
          </p>
        </header>
        {it.courses.length === 0 ? (
          <p class="muted">{t.transcript.empty}</p>
        ) : (
          <ol class="paper-courses">
            {it.courses.map((course) => (
              <Course key={`${course.registration} ${course.activity.id}`} course={course} />
            ))}
          </ol>
        )}
        <footer class="paper-foot">
          <span>{t.transcript.issuedBy(identity.me.value?.tenantName ?? '')}</span>
          <span>{t.transcript.generated(day(it.generatedAt, 'long'))}</span>
        </footer>
      </article>
    </Page>
  );
}

function Course({ course }: { course: TranscriptCourse }) {
  const facts: readonly (readonly [string, string])[] = [
    [t.transcript.started, day(course.startedAt)],
    [t.transcript.completed, course.completedAt === null ? t.none : day(course.completedAt)],
    [t.transcript.result, resultOf(course)],
    [t.transcript.score, score(course.score)],
    [t.transcript.time, duration(course.duration)],
  ];
  return (
    <li class="paper-course">
      <h3>{course.activity.title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function resultOf({ success, completion }: TranscriptCourse): string {
  if (success !== 'unknown') return t.success[success];
  return completion === 'completed' ? t.completion.completed : t.transcript.inProgress;
}

const day = (instant: string, style: 'long' | 'medium' = 'medium'): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: style }).format(new Date(instant));
