import type { SessionView } from '../../domain/session/contract.ts';
import { State, type Tone } from '../../ui/feedback.tsx';
import { formatDuration, formatNumber, formatPercent } from '../../ui/messages/format.ts';
import { t } from './messages.ts';
import { type Achieved, achieved, progressOf, shareOf } from './outcome.ts';
import type { Player } from './player.ts';
import { Saved } from './saved.tsx';
import { Sheet } from './sheet.tsx';

const TONES: Record<Achieved, Tone> = { passed: 'good', completed: 'good', failed: 'warn', open: 'neutral' };

/** The end of a visit: what was achieved, what happens next, and the way back in. */
export function Ended({ player }: { player: Player }) {
  const view = player.view.value!;
  const result = achieved(view);
  return (
    <Sheet
      title={t.ended[result]}
      over={
        <p class="sheet-over">
          <bdi>{view.title}</bdi>
        </p>
      }
    >
      <dl class="facts numeric">
        <div>
          <dt>{t.ended.status}</dt>
          <dd>
            <State tone={TONES[result]} icon={result === 'open' ? 'half' : 'done'}>
              {result === 'open' ? t.incomplete : t[result]}
            </State>
          </dd>
        </div>
        {facts(view).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{result === 'open' ? t.ended.resume : t.ended.kept}</p>
      <div class="sheet-actions">
        <button type="button" class="button button-primary" onClick={() => player.reopen()}>
          {result === 'open' ? t.ended.continueAgain : t.ended.openAgain}
        </button>
        <Saved state={player.saved.value} />
      </div>
    </Sheet>
  );
}

function facts(view: SessionView): [string, string][] {
  const { done, of } = progressOf(view);
  const share = shareOf(view.score);
  const out: [string, string][] = [];
  if (share !== undefined) out.push([t.ended.score, formatPercent(share)]);
  else if (view.score?.raw !== undefined) out.push([t.ended.score, formatNumber(view.score.raw)]);
  if (of > 1) out.push([t.ended.progress, t.place(done, of)]);
  out.push([t.ended.time, formatDuration(view.totalSeconds)]);
  return out;
}
