/** How old a note of the last use may get: a credential is used thousands of times a second, a write costs money. */
const USE_NOTE_SECONDS = 60;

/** A use is noted when the last note is from before this time (RFC 3339). */
export const usedBefore = (now: number): string => new Date(now - USE_NOTE_SECONDS * 1000).toISOString();
