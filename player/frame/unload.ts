import { UNLOAD_MS } from './limits.ts';

/**
 * Takes a page out of its iframe so that its own beforeunload, pagehide and unload handlers run: SCOs call LMSFinish
 * there. Resolves when the page is gone, or after a limit: a page that hangs must not hold the learner.
 */
export async function unloadPage(iframe: HTMLIFrameElement): Promise<void> {
  const page = iframe.contentWindow;
  if (page !== null) {
    for (const win of sameOriginWindows(page)) farewell(win);
    const gone = new Promise<void>((resolve) => iframe.addEventListener('load', () => resolve(), { once: true }));
    const late = new Promise<void>((resolve) => setTimeout(resolve, UNLOAD_MS));
    // Replacing leaves no entry in the history that Back could return to.
    page.location.replace('about:blank');
    await Promise.race([gone, late]);
  }
  iframe.remove();
}

/**
 * A real beforeunload may open the browser's "Leave site?" dialog, which would ask the learner about a button that they
 * have just pressed. So its handlers run on an event that cannot ask, and the real one loses its voice: window events
 * are dispatched in order of registration, so it cannot be caught before the page's own listeners.
 */
function farewell(win: Window & Partial<Pick<typeof globalThis, 'BeforeUnloadEvent'>>): void {
  win.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  win.onbeforeunload = null;
  const prototype = win.BeforeUnloadEvent?.prototype;
  if (prototype === undefined) return;
  prototype.preventDefault = () => {};
  Object.defineProperty(prototype, 'returnValue', { get: () => '', set: () => {} });
}

/** The page and its frames as far as they are of this origin: others cannot be touched, and have no API to call. */
function sameOriginWindows(page: Window): Window[] {
  try {
    if (page.location.origin !== location.origin) return [];
  } catch {
    return [];
  }
  const frames = Array.from({ length: page.frames.length }, (_, i) => page.frames[i]!);
  return [page, ...frames.flatMap(sameOriginWindows)];
}
