import { useEffect, useRef } from 'preact/hooks';
import type { ScenarioBlock } from '../../domain/package/document/document.ts';
import { Icon } from '../../ui/icon.tsx';
import { indexOf, letterOf } from './answers.ts';
import { Markdown } from './markdown.tsx';
import { useWords } from './messages.ts';
import { scenesOn, storyState } from './page-state.ts';
import type { PageSession } from './session.ts';

/** A branching scenario: the way so far, the scene that it has come to, and where it can go. */
export function Story({ block, session }: { block: ScenarioBlock; session: PageSession }) {
  const t = useWords();
  const { way } = storyState(session.state.value, block.id);
  const scenes = scenesOn(block, way);
  const scene = scenes.at(-1)!;
  const here = useRef<HTMLDivElement>(null);
  const before = useRef(way);
  // The focus goes on with the story; who comes back to one keeps it where it is.
  useEffect(() => {
    if (before.current !== way) here.current?.focus();
    before.current = way;
  }, [way]);
  const ended = scene.choices.length === 0;
  return (
    <section class="card" aria-label={block.title ?? t.story}>
      {block.title !== undefined && <h2 class="card-title">{block.title}</h2>}
      {scenes.slice(0, -1).map((past, i) => (
        <div key={`${i}-${past.id}`} class="scene scene-past">
          <Markdown text={past.markdown} />
          <p class="scene-choice">
            <Icon name="chevron-right" />
            <span>{t.yourChoice(past.choices[indexOf(way[i]!)]!.text)}</span>
          </p>
        </div>
      ))}
      <div class="scene" ref={here} tabIndex={-1}>
        <Markdown text={scene.markdown} />
        {ended && (
          <p class="result">
            {t.theEnd}
            {block.points > 0 && ` · ${t.storyScore(scene.score ?? 100)}`}
          </p>
        )}
      </div>
      <div class={ended ? 'card-actions' : 'choices'}>
        {scene.choices.map(({ text }, index) => (
          <button
            key={`${way}-${index}`}
            type="button"
            class="button choice"
            onClick={() => session.choose(block, { letter: letterOf(index), index })}
          >
            {text}
          </button>
        ))}
        {ended && (
          <button type="button" class="button" onClick={() => session.restart(block)}>
            <Icon name="refresh" />
            {t.startAgain}
          </button>
        )}
      </div>
    </section>
  );
}
