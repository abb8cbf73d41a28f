import { RETURN_PATH } from '../../domain/session/au/return-path.ts';
import type { Delivery } from '../../domain/session/contract.ts';
import { t } from './messages.ts';

/** How often a window of an activity is looked at: nothing tells when one of another origin has been closed. */
const LOOK_MS = 500;

/**
 * An activity that asks for a window of its own (cmi5, 8.1). Browsers open one only when somebody presses something, so
 * there is a button. `left`: the activity has gone to its return address, or its window was closed.
 */
export function offerWindow(host: HTMLElement, delivery: Delivery, left: () => void): { close(): void } {
  const panel = document.createElement('main');
  panel.className = 'own-window';
  const title = document.createElement('h1');
  title.textContent = delivery.title;
  const text = document.createElement('p');
  text.setAttribute('role', 'status');
  text.textContent = t.ownWindow;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = t.openWindow;
  panel.append(title, text, button);
  host.append(panel);
  button.focus();
  let opened: Window | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = (): void => {
    if (opened === null || !(opened.closed || isReturned(opened))) return;
    clearInterval(timer);
    opened.close();
    left();
  };
  button.addEventListener('click', () => {
    opened = window.open(delivery.href, '_blank');
    text.textContent = opened === null ? t.windowBlocked : t.windowOpen;
    if (opened === null) return;
    // Its address is good for one launch: a second window of it would be refused by the activity itself.
    button.hidden = true;
    timer = setInterval(look, LOOK_MS);
  });
  return {
    close() {
      clearInterval(timer);
      opened?.close();
      panel.remove();
    },
  };
}

/** Whether a window shows the return address; one of another origin does not say where it is. */
export function isReturned(page: Window): boolean {
  try {
    return page.location.origin === location.origin && page.location.pathname === RETURN_PATH;
  } catch {
    return false;
  }
}
