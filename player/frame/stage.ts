import type { Delivery } from '../../domain/session/contract.ts';
import { isReturned, offerWindow } from './own-window.ts';
import { unloadPage } from './unload.ts';

/** Where the page of the course stands: one iframe, replaced with every delivery. */
export interface Stage {
  /** Opens the page and resolves with its HTTP status, or undefined where the browser does not tell. */
  open(delivery: Delivery): Promise<number | undefined>;
  clear(): Promise<void>;
}

/** `left`: an activity has ended and gone to its return address. */
export function createStage(host: HTMLElement, left: () => void): Stage {
  let current: HTMLIFrameElement | undefined;
  let own: { close(): void } | undefined;
  // The shell gives the focus to the runtime frame; it belongs into the page, so that its keys work at once. Passing it
  // on while it is still being given has no effect in Chromium, hence the next task.
  const passOn = (): void => {
    if (document.hasFocus() && document.activeElement === document.body) current?.contentWindow?.focus();
  };
  window.addEventListener('focus', () => setTimeout(passOn));
  return {
    async open(delivery) {
      if (delivery.window === 'own') {
        own = offerWindow(host, delivery, left);
        return undefined;
      }
      const iframe = document.createElement('iframe');
      current = iframe;
      iframe.title = delivery.title;
      iframe.allow = 'autoplay; fullscreen; clipboard-write; picture-in-picture; encrypted-media';
      const loaded = new Promise<void>((resolve) => iframe.addEventListener('load', () => resolve(), { once: true }));
      iframe.addEventListener('load', () => current === iframe && isReturned(iframe.contentWindow!) && left());
      iframe.src = delivery.href;
      host.append(iframe);
      await loaded;
      if (iframe.isConnected) iframe.contentWindow?.focus();
      return statusOf(iframe);
    },
    async clear() {
      own?.close();
      own = undefined;
      const leaving = current;
      current = undefined;
      if (leaving !== undefined) await unloadPage(leaving);
    },
  };
}

function statusOf(iframe: HTMLIFrameElement): number | undefined {
  try {
    const [entry] = iframe.contentWindow?.performance.getEntriesByType('navigation') ?? [];
    const status = (entry as PerformanceNavigationTiming | undefined)?.responseStatus;
    return status === 0 ? undefined : status;
  } catch {
    return undefined; // a page of another origin
  }
}
