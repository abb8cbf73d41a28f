import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { claimsBefore, isOutdated, MAX_CLAIM_MS } from './claim.ts';

const NOW = Date.UTC(2026, 10, 21);
const madeAt = (msecs: number) => v7({ msecs });

it('[SHD-9] a claim may be used for an hour; what is no UUID of a time may not', () => {
  expect(isOutdated(madeAt(NOW), NOW)).toBe(false);
  expect(isOutdated(madeAt(NOW - MAX_CLAIM_MS + 1), NOW)).toBe(false);
  expect(isOutdated(madeAt(NOW - MAX_CLAIM_MS), NOW)).toBe(true);
  expect(isOutdated(madeAt(NOW + 5000), NOW)).toBe(false);
  expect(isOutdated('claim', NOW)).toBe(true);
});

it('[SHD-9] claims sort by the time they were made at', () => {
  for (const ms of [0, 1, 0xffff, 0x10000, NOW]) {
    expect(madeAt(ms) > claimsBefore(ms)).toBe(true);
    expect(madeAt(ms) < claimsBefore(ms + 1)).toBe(true);
  }
});
