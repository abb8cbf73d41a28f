/**
 * How long a claim may be used. A batch is stored within seconds of its claim, however busy the tenant is; after this it
 * is refused by its age alone, so that nobody has to remember for ever what was given up.
 */
export const MAX_CLAIM_MS = 60 * 60 * 1000;

/** Claims are UUIDs of version 7: they begin with the milliseconds since 1970 in 48 bits (RFC 9562, 5.7). */
const claimedAt = (claim: string): number => Number.parseInt(claim.slice(0, 8) + claim.slice(9, 13), 16);

/** [SHD-9] Whether it is too late to store anything under a claim. */
export const isOutdated = (claim: string, now: number): boolean => !(now - claimedAt(claim) < MAX_CLAIM_MS);

/** Every claim that sorts before this text was made before `ms`. */
export function claimsBefore(ms: number): string {
  const digits = ms.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
