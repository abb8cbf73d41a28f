import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LaunchResponse } from '../../domain/session/contract.ts';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { openBridge } from '../bridge/bridge.ts';
import type { ToFrame, ToShell } from '../bridge/messages.ts';
import { t } from './messages.ts';
import type { Player } from './player.ts';

/**
 * The course may run scripts, forms, dialogs, windows and downloads on its own origin; it may not take this window to
 * another address. `allow-same-origin` keeps its origin, which is never the shell's.
 */
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads allow-pointer-lock allow-presentation';
const PERMISSIONS = 'autoplay; fullscreen; clipboard-write; picture-in-picture; encrypted-media';

/** Where the course stands, with what lies over it while there is nothing to see. */
export function Stage({ player }: { player: Player }) {
  const launch = player.launch.value;
  const phase = player.phase.value;
  return (
    <main class="stage" aria-busy={phase.name !== 'playing'} aria-label={t.courseArea}>
      {launch !== undefined && <RuntimeFrame key={launch.launch} launch={launch} player={player} />}
      {phase.name === 'playing' ? (
        phase.missing && (
          <div class="stage-cover">
            <Notice tone="bad" title={t.missing.title}>
              {t.missing.body}
            </Notice>
          </div>
        )
      ) : (
        <Cover waiting={phase.name === 'moving' && (phase.waiting || player.saved.value === 'device')} />
      )}
      <Welcome player={player} />
    </main>
  );
}

function Cover({ waiting }: { waiting: boolean }) {
  if (waiting) {
    return (
      <div class="stage-cover">
        <Notice tone="warn" title={t.waiting}>
          {t.waitingDetail}
        </Notice>
      </div>
    );
  }
  return (
    <div class="stage-cover stage-skeleton">
      <span class="visually-hidden">{t.starting}</span>
      <Skeleton width="min(22rem, 60%)" height="1.75rem" />
      <Skeleton width="100%" height="0.875rem" />
      <Skeleton width="94%" height="0.875rem" />
      <Skeleton width="72%" height="0.875rem" />
    </div>
  );
}

/** One quiet line for who comes back; it lies over the course, moves nothing, and can be put away. */
function Welcome({ player }: { player: Player }) {
  const title = player.welcome.value;
  const playing = player.phase.value.name === 'playing';
  const dismiss = (): void => {
    player.welcome.value = undefined;
    player.stepRefused.value = false;
  };
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(dismiss, TOAST_MS);
    return () => clearTimeout(timer);
  }, [playing]);
  const text = player.stepRefused.value ? t.refusedStep : title === undefined ? undefined : t.welcomeBack(title);
  if (text === undefined || !playing) return null;
  return (
    <div class="toast">
      <p>{text}</p>
      <button type="button" class="icon-button" aria-label={t.dismiss} onClick={dismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Long enough to read two short lines twice. */
const TOAST_MS = 10_000;

function RuntimeFrame({ launch, player }: { launch: LaunchResponse; player: Player }) {
  const iframe = useRef<HTMLIFrameElement>(null);
  useLayoutEffect(() => {
    const element = iframe.current!;
    const nonce = crypto.randomUUID();
    const bridge = openBridge<ToShell, ToFrame>({
      own: window,
      peer: element.contentWindow!,
      peerOrigin: launch.contentOrigin,
      nonce,
      understands: [
        'hello',
        'ready',
        'loaded',
        'missing',
        'returned',
        'unloading',
        'unloaded',
        'saved',
        'view',
        'refused',
      ],
      receive: (message) => player.heard(message),
    });
    player.connect(bridge.post);
    element.src = `${launch.frameUrl}#${nonce}`;
    return () => {
      player.connect(undefined);
      bridge.close();
    };
  }, [launch, player]);
  const phase = player.phase.value;
  const covered = phase.name !== 'playing' || phase.missing;
  const shown = player.shown.value;
  useLayoutEffect(() => {
    if (shown > 0 && !covered) iframe.current?.focus();
  }, [shown, covered]);
  return (
    <iframe
      ref={iframe}
      class="runtime"
      title={launch.view.title}
      sandbox={SANDBOX}
      allow={PERMISSIONS}
      inert={covered}
    />
  );
}
