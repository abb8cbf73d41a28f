import type { Completion, SessionState, Success } from '../../domain/session/contract.ts';
import { State, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import type { AttemptState, ImportState, PackageState } from '../wire.ts';

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}

const neutral = (icon: IconName): Look => ({ tone: 'neutral', icon });
const good: Look = { tone: 'good', icon: 'done' };
const bad: Look = { tone: 'bad', icon: 'failed' };

const SESSION: Record<SessionState, Look> = {
  created: neutral('circle'),
  active: neutral('play'),
  suspended: neutral('pause'),
  completed: good,
  abandoned: { tone: 'warn', icon: 'warning' },
};
const PACKAGE: Record<PackageState, Look> = { building: neutral('half'), built: good, revoked: bad };
const IMPORT: Record<ImportState, Look> = {
  queued: neutral('clock'),
  running: neutral('half'),
  built: good,
  failed: bad,
};
const COMPLETION: Record<Completion, Look> = {
  unknown: neutral('circle'),
  'not attempted': neutral('circle'),
  incomplete: neutral('half'),
  completed: good,
};
const SUCCESS: Record<Success, Look> = { unknown: neutral('circle'), passed: good, failed: bad };
const ATTEMPT: Record<AttemptState, Look> = {
  active: neutral('play'),
  suspended: neutral('pause'),
  closed: neutral('check'),
};

export const SessionStateMark = ({ state }: { state: SessionState }) => (
  <State {...SESSION[state]}>{t.sessionState[state]}</State>
);
export const PackageStateMark = ({ state }: { state: PackageState }) => (
  <State {...PACKAGE[state]}>{t.packageState[state]}</State>
);
export const ImportStateMark = ({ state }: { state: ImportState }) => (
  <State {...IMPORT[state]}>{t.importState[state]}</State>
);
/** Nothing is said as long as nothing is known. */
export const CompletionMark = ({ value }: { value: Completion }) =>
  value === 'unknown' ? <Unknown /> : <State {...COMPLETION[value]}>{t.completion[value]}</State>;
export const AttemptStateMark = ({ state }: { state: AttemptState }) => (
  <State {...ATTEMPT[state]}>{t.attemptState[state]}</State>
);

/** Most courses never judge. */
export const SuccessMark = ({ value }: { value: Success }) =>
  value === 'unknown' ? <Unknown /> : <State {...SUCCESS[value]}>{t.success[value]}</State>;

const Unknown = () => <span class="muted">{t.none}</span>;
