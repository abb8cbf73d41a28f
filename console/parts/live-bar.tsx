import { State } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../messages.ts';
import { feedState } from '../state/feed.ts';
import type { Tail } from '../state/tail.ts';

/** Says whether a list grows by itself, and stops or starts it. */
export function LiveBar<T>({ tail }: { tail: Tail<T> }) {
  const waiting = feedState.value !== 'live';
  const word = tail.paused ? t.live.paused : waiting ? t.nav.waiting : t.live.live;
  return (
    <div class="live-bar">
      <span role="status">
        <State
          tone={tail.paused || waiting ? 'neutral' : 'good'}
          icon={tail.paused ? 'pause' : waiting ? 'clock' : 'activity'}
        >
          {word}
          {tail.paused && tail.held.count > 0 && `: ${t.live.held(tail.held.count, tail.held.more)}`}
        </State>
      </span>
      <button type="button" class="button" onClick={tail.toggle}>
        <Icon name={tail.paused ? 'play' : 'pause'} />
        {tail.paused ? t.live.resume : t.live.pause}
      </button>
    </div>
  );
}
