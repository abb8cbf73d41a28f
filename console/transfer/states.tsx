import { State, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import type { StatementImport, StatementImportState } from '../wire.ts';

const LOOKS: Record<StatementImportState, { readonly tone: Tone; readonly icon: IconName }> = {
  receiving: { tone: 'neutral', icon: 'upload' },
  queued: { tone: 'neutral', icon: 'clock' },
  running: { tone: 'neutral', icon: 'half' },
  done: { tone: 'good', icon: 'done' },
  failed: { tone: 'bad', icon: 'failed' },
  cancelled: { tone: 'neutral', icon: 'close' },
};

/** The state of an import. One that left lines out does not look like one that took all. */
export function StatementImportMark({ it }: { it: Pick<StatementImport, 'state' | 'refused'> }) {
  if (it.state === 'done' && it.refused > 0) return <State tone="warn">{t.transfer.someRefused}</State>;
  return <State {...LOOKS[it.state]}>{t.transfer.states[it.state]}</State>;
}
