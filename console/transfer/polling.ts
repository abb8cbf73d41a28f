import { useEffect } from 'preact/hooks';

/** Faster than a person notices, one read of an object. */
const POLL_MS = 1000;

/** Reads again and again as long as something is on its way, and not while nobody looks. */
export function usePolling(reload: () => void, active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [reload, active]);
}
