import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Player } from './player.ts';

/**
 * Whose course it is. The picture comes from the content host, whose cookie the frame has once it plays; until then, and when
 * it cannot be shown, there is nothing.
 */
export function Logo({ player }: { player: Player }) {
  const opened = useSignal(false);
  const failed = useSignal(false);
  const playing = player.phase.value.name === 'playing';
  useEffect(() => {
    if (playing) opened.value = true;
  }, [playing]);
  const logo = player.view.value?.logo;
  const origin = player.launch.value?.contentOrigin;
  if (logo === undefined || origin === undefined || !opened.value || failed.value) return null;
  return (
    <img
      class="bar-logo"
      src={origin + logo.path}
      alt={logo.name ?? ''}
      onError={() => {
        failed.value = true;
      }}
    />
  );
}
