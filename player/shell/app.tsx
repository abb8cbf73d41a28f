import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { accentProperties } from '../document/accent.ts';
import { announcement } from './announcement.ts';
import { Bar, Steps } from './bar.tsx';
import { Contents } from './contents.tsx';
import { Ended } from './ended.tsx';
import { Failure } from './failure.tsx';
import { t } from './messages.ts';
import { progressOf } from './outcome.ts';
import { findNode } from './outline.ts';
import type { Player } from './player.ts';
import { Stage } from './stage.tsx';
import { wide } from './wide.ts';

/** The player's screen: whatever the phase, one page. */
export function App({ player }: { player: Player }) {
  const phase = player.phase.value;
  useDocumentTitle(player);
  useBrand(player);
  if (phase.name === 'failed') return <Failure player={player} phase={phase} />;
  if (phase.name === 'ended') return <Ended player={player} />;
  return <Playing player={player} />;
}

function Playing({ player }: { player: Player }) {
  /** Undefined until the learner has decided: then open where there is room. */
  const wanted = useSignal<boolean | undefined>(undefined);
  const open = wanted.value ?? wide.value;
  const set = (value: boolean): void => {
    wanted.value = value;
  };
  return (
    <div class="player">
      <Bar player={player} contents={{ open, toggle: () => set(!open) }} />
      <Steps player={player} />
      {wide.value
        ? open && (
            <aside class="panel" aria-label={t.contents}>
              <ContentsOf player={player} chosen={() => {}} />
            </aside>
          )
        : open && (
            <Drawer close={() => set(false)}>
              <ContentsOf player={player} chosen={() => set(false)} />
            </Drawer>
          )}
      <Stage player={player} />
      <Announcer player={player} />
    </div>
  );
}

function ContentsOf({ player, chosen }: { player: Player; chosen(): void }) {
  const view = player.view.value;
  if (view === undefined) return <SkeletonRows />;
  const { done, of } = progressOf(view);
  const choose = (node: string): void => {
    chosen();
    // Choosing the part that is open leads back to it.
    if (node !== view.cursor.current) void player.go({ type: 'choice', node });
  };
  return (
    <>
      <p class="panel-progress muted numeric">{t.contentsDone(done, of)}</p>
      <Contents nodes={view.nodes} current={view.cursor.current} choose={choose} />
    </>
  );
}

/** As many rows as fit most courses' first screen; they have the size of real ones. */
function SkeletonRows() {
  return (
    <div class="tree" aria-hidden="true">
      {[62, 48, 71, 55, 66, 40].map((width) => (
        <div key={width} class="tree-item">
          <span class="skeleton" style={{ width: `${width}%`, height: '0.875rem' }} />
        </div>
      ))}
    </div>
  );
}

/** The contents on a small screen: a modal dialog keeps the focus and closes on Escape by itself. */
function Drawer({ close, children }: { close(): void; children: preact.ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog
    <dialog
      ref={dialog}
      class="drawer"
      aria-label={t.contents}
      onClose={close}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="drawer-body">
        <div class="drawer-head">
          <h2>{t.contents}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={t.closeContents}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** Says each change that matters once to a screen reader. */
function Announcer({ player }: { player: Player }) {
  const text = useSignal('');
  const before = useRef(player.saved.value);
  const saved = player.saved.value;
  const welcome = player.welcome.value;
  const refused = player.stepRefused.value;
  useEffect(() => {
    const said = announcement(before.current, saved);
    before.current = saved;
    if (said !== '') text.value = said;
  }, [saved]);
  useEffect(() => {
    if (refused) text.value = t.refusedStep;
    else if (welcome !== undefined) text.value = t.welcomeBack(welcome);
  }, [welcome, refused]);
  return (
    <p class="visually-hidden" aria-live="polite">
      {text}
    </p>
  );
}

/** A brand has the accent and a logo in the bar, and nothing else of this page. */
function useBrand(player: Player): void {
  const accent = player.view.value?.accent;
  useEffect(() => {
    if (accent === undefined) return;
    for (const [name, value] of Object.entries(accentProperties(accent))) {
      document.documentElement.style.setProperty(name, value);
    }
  }, [accent]);
}

function useDocumentTitle(player: Player): void {
  const view = player.view.value;
  const part = view === undefined ? undefined : findNode(view.nodes, view.cursor.current)?.title;
  const title = [part === view?.title ? undefined : part, view?.title].filter(Boolean).join(' · ');
  useEffect(() => {
    if (title !== '') document.title = title;
  }, [title]);
}
