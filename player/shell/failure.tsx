import { useEffect } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { SavedState } from '../bridge/messages.ts';
import { t } from './messages.ts';
import type { Phase, Player } from './player.ts';
import type { FailureKind } from './recovery.ts';
import { Sheet } from './sheet.tsx';

/** A page of its own for what ends playing: what happened, what becomes of the work, what to do. */
export function Failure({ player, phase }: { player: Player; phase: Extract<Phase, { name: 'failed' }> }) {
  const text = t.failure[phase.failure];
  const action = 'action' in text ? text.action : undefined;
  useEffect(() => {
    if (phase.failure !== 'unreachable') return undefined;
    const again = (): void => void player.reopen();
    const timer = setTimeout(again, AGAIN_MS);
    addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [phase, player]);
  return (
    <Sheet
      title={text.title}
      over={
        <span class="sheet-icon tone-warn">
          <Icon name={phase.failure === 'unreachable' ? 'refresh' : 'warning'} />
        </span>
      }
    >
      <p>{text.body}</p>
      {player.view.value !== undefined && <p>{workText(phase.failure, player.saved.value)}</p>}
      {phase.failure === 'other' && phase.detail !== '' && <p class="sheet-detail mono">{phase.detail}</p>}
      {action !== undefined && (
        <div class="sheet-actions">
          <button type="button" class="button button-primary" onClick={() => player.reopen()}>
            {action}
          </button>
        </div>
      )}
    </Sheet>
  );
}

/**
 * Whoever reads this is no longer connected: what was on its way is on the device. Only a newer window's work stands in
 * the way of sending it later.
 */
function workText(failure: FailureKind, saved: SavedState): string {
  if (saved === 'saved') return t.work.saved;
  if (failure === 'superseded') return t.work.superseded;
  return saved === 'unsaved' ? t.work.unsaved : t.work.device;
}

/** Trying by itself: soon enough to feel automatic, seldom enough for a server that is coming back. */
const AGAIN_MS = 6_000;
