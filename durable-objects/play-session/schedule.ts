/** When the object's one alarm must ring. Pure: times are milliseconds since 1970, storage and clock stay outside. */
import type { SessionData } from '../../domain/session/data.ts';
import { leaseEndsAt } from '../../domain/session/lease.ts';
import { ABANDON_AFTER_DAYS } from '../../domain/session/limits.ts';

/** The net under a drain that a kill may cut off: what was committed is sent on after this time at the latest. */
export const DRAIN_NET_MS = 10_000;
/** Waits between attempts to send the outbox: doubled from the first to the last. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_LAST_MS = 60_000;
/**
 * A heartbeat changes nothing but the time of contact, and every write is paid for: it is stored only once the stored
 * one is this old. After a kill the lease then ends early by this time at most, a third of its length.
 */
export const CONTACT_STALE_MS = 60_000;

/** The wait after `failures` failures in a row (1 or more). */
export const retryDelayMs = (failures: number): number =>
  Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** Math.min(failures - 1, 20));

/** When time itself changes the session next: the end of the lease, or the far deadline of one that nobody plays. */
export function sessionDueAt(data: SessionData): number | undefined {
  const lease = leaseEndsAt(data);
  if (lease !== null) return lease;
  if (data.state === 'completed' || data.state === 'abandoned') return undefined;
  return Date.parse(data.contactAt) + ABANDON_AFTER_DAYS * 86_400_000;
}
