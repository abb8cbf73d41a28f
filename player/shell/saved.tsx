import type { Tone } from '../../ui/feedback.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { SavedState } from '../bridge/messages.ts';
import { t } from './messages.ts';

const LOOK: Record<SavedState, { tone: Tone; icon: IconName; text: string }> = {
  saved: { tone: 'neutral', icon: 'check', text: t.saved },
  saving: { tone: 'neutral', icon: 'refresh', text: t.saving },
  device: { tone: 'warn', icon: 'device', text: t.savedOnDevice },
  unsaved: { tone: 'bad', icon: 'error', text: t.notSaved },
};

/**
 * The saved state, always true. It changes with every click in a busy course: a screen reader hears only that something
 * is wrong, and that it is well again (`Announcer`).
 */
export function Saved({ state }: { state: SavedState }) {
  const { tone, icon, text } = LOOK[state];
  return (
    <p class={`saved tone-${tone}`} role="status" aria-live="off" data-state={state}>
      <Icon name={icon} />
      <span class="saved-text">{text}</span>
    </p>
  );
}
