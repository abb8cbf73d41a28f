/** How long an issuer's keys are used before they are read again: what it withdraws is out of force so soon. */
const FRESH_SECONDS = 600;
/** An issuer that cannot be reached for a day may have withdrawn its keys meanwhile. */
const USABLE_SECONDS = 24 * 3600;
/** Between two attempts, whatever tokens come in: strangers can send any. Two attempts a minute bother nobody. */
const COOLDOWN_SECONDS = 30;

/** [ACC-12] Of keys that were read at `readAt` (milliseconds since 1970). `fresh`: as they are. `stale`: good for now, to be read again. `expired`: they verify nothing any more. */
export function keyAge({ readAt, now }: { readAt: number; now: number }): 'fresh' | 'stale' | 'expired' {
  const seconds = (now - readAt) / 1000;
  if (seconds < FRESH_SECONDS) return 'fresh';
  return seconds < USABLE_SECONDS ? 'stale' : 'expired';
}

/** [ACC-12] Keys that were last tried at or before this time (milliseconds since 1970) may be read again. */
export const triedBefore = (now: number): number => now - COOLDOWN_SECONDS * 1000;
