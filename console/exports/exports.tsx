import { useId, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { More } from '../parts/more.tsx';
import { Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem, useList } from '../state/resource.ts';
import type { Export, PackageDetail } from '../wire.ts';
import { ExportRow } from './export-row.tsx';
import { offersOf } from './offers.ts';

/** Begins exports of a course, and shows those that are there. */
export function Exports({ course }: { course: PackageDetail }) {
  const path = `/api/v1/packages/${course.id}/exports`;
  const list = useList<Export>(
    path,
    ({ type, data }) => type.startsWith('content.export.') && data.packageId === course.id,
  );
  return (
    <Section title={t.exports.title}>
      <Begin course={course} path={path} onBegun={list.reload} />
      {list.rows === null && list.error !== null && <ProblemNotice problem={list.error} retry={list.reload} />}
      {list.rows !== null && list.rows.length > 0 && (
        <div class="jobs">
          {list.rows.map((row) => (
            <ExportRow key={row.id} it={row} onEnded={list.reload} />
          ))}
        </div>
      )}
      <More list={list} />
    </Section>
  );
}

function Begin({ course, path, onBegun }: { course: PackageDetail; path: string; onBegun: () => void }) {
  const repaired = course.report.findings.some(({ severity }) => severity === 'repaired');
  const offers = offersOf(course.format, repaired);
  const [chosen, setChosen] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const id = useId();
  const begin = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const { format, formatVersion } = offers[chosen]!;
      await api.post<Export>(path, { format, formatVersion });
      onBegun();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="export-begin"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <p class="muted">{t.exports.about}</p>
      <label class="visually-hidden" for={id}>
        {t.exports.format}
      </label>
      <select
        id={id}
        class="input select"
        value={chosen}
        onChange={(event) => setChosen(Number(event.currentTarget.value))}
      >
        {offers.map((offer, i) => (
          <option key={offer.label} value={i}>
            {offer.label}
          </option>
        ))}
      </select>
      <button type="submit" class="button" disabled={busy}>
        <Icon name="download" />
        {t.exports.begin}
      </button>
      {problem !== null && <ProblemNotice problem={problem} />}
    </form>
  );
}
