import type { Control, SessionView } from '../../domain/session/contract.ts';
import { State } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Logo } from './logo.tsx';
import { t } from './messages.ts';
import { achieved } from './outcome.ts';
import { placeOf } from './outline.ts';
import type { Player } from './player.ts';
import { Saved } from './saved.tsx';

/** Course title, place in the course, saved state, contents and Exit. */
export function Bar({ player, contents }: { player: Player; contents: { open: boolean; toggle(): void } }) {
  const view = player.view.value;
  // At the last of several parts, leaving is the way on.
  const last = view?.controls.previous && !view.controls.continue;
  return (
    <header class="bar">
      <button
        type="button"
        class="icon-button"
        aria-label={t.contents}
        aria-expanded={contents.open}
        disabled={view === undefined}
        onClick={contents.toggle}
      >
        <Icon name="contents" />
      </button>
      <Logo player={player} />
      <div class="bar-title">
        <h1 title={view?.title}>
          {view === undefined ? <span class="skeleton skeleton-title" /> : <bdi>{view.title}</bdi>}
        </h1>
        <Place player={player} />
      </div>
      <Saved state={player.saved.value} />
      <button
        type="button"
        class={`button ${last ? 'button-primary' : 'button-quiet'}`}
        hidden={isHidden(view, 'exit')}
        disabled={player.phase.value.name !== 'playing' || view?.controls.exit === false}
        onClick={() => player.go({ type: 'exit' })}
      >
        {t.exit}
      </button>
    </header>
  );
}

/** A part may bring controls of its own; then ours would be a second one of each (SCORM 2004 `hideLMSUI`). */
const isHidden = (view: SessionView | undefined, control: Control): boolean =>
  view?.hiddenControls?.includes(control) === true;

/** "3 of 18", and what has been achieved as soon as it has. */
function Place({ player }: { player: Player }) {
  const view = player.view.value;
  if (view === undefined) return <p class="bar-place"> </p>;
  const place = placeOf(view.nodes, view.cursor.current);
  const result = achieved(view);
  return (
    <p class="bar-place numeric">
      {place !== undefined && place.of > 1 && <span>{t.place(place.index, place.of)}</span>}
      {result !== 'open' && <State tone={result === 'failed' ? 'warn' : 'good'}>{t[result]}</State>}
    </p>
  );
}

/** Previous and Continue: beside the bar on a wide screen, under the thumb on a phone. */
export function Steps({ player }: { player: Player }) {
  const view = player.view.value;
  const { controls } = view ?? { controls: { continue: false, previous: false } };
  const free = player.phase.value.name === 'playing';
  return (
    <nav class="steps" aria-label={t.steps}>
      <button
        type="button"
        class="button"
        hidden={isHidden(view, 'previous')}
        disabled={!free || !controls.previous}
        onClick={() => player.go({ type: 'previous' })}
      >
        <Icon name="chevron-left" />
        {t.previous}
      </button>
      <button
        type="button"
        class="button button-primary"
        hidden={isHidden(view, 'continue')}
        disabled={!free || !controls.continue}
        onClick={() => player.go({ type: 'continue' })}
      >
        {t.continue}
        <Icon name="chevron-right" />
      </button>
    </nav>
  );
}
