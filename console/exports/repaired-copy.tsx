import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { api } from '../state/api.ts';
import type { ProblemError } from '../state/problem.ts';
import { asProblem } from '../state/resource.ts';
import type { Export, RepairedCopy as Offer } from '../wire.ts';
import { ExportRow } from './export-row.tsx';

/** Makes the copy of a course that has its import's repairs, and shows it like any export. */
export function RepairedCopy({ from }: { from: Offer }) {
  const [made, setMade] = useState<Export | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const begin = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const { exports, format, formatVersion } = from;
      setMade(await api.post<Export>(exports, { format, formatVersion }));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const read = async (id: string): Promise<void> => {
    try {
      setMade(await api.get<Export>(`/api/v1/exports/${id}`));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <div class="jobs repaired-copy">
      {made === null ? (
        <button type="button" class="button" disabled={busy} onClick={() => void begin()}>
          <Icon name="download" />
          {t.exports.repairedCopy}
        </button>
      ) : (
        <ExportRow it={made} onEnded={() => void read(made.id)} />
      )}
      {problem !== null && <ProblemNotice problem={problem} />}
    </div>
  );
}
