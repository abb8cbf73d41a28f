import { expect, it } from 'vitest';
import { isNewEnough, PLAYER_VERSION } from './player-version.ts';

it('[MAN-7] a manifest that wants a later player is known, whichever number is higher', () => {
  const [major, minor, patch] = PLAYER_VERSION.split('.').map(Number) as [number, number, number];
  const of = (...version: number[]) => isNewEnough({ minPlayerVersion: version.join('.') });
  expect([of(major, minor, patch), of(0, 1, 0), of(0, 0, 999)]).toEqual([true, true, true]);
  expect([of(major + 1, 0, 0), of(major, minor + 1, 0), of(major, minor, patch + 1)]).toEqual([false, false, false]);
  expect(of(major, minor + 10, 0)).toBe(false);
  expect([isNewEnough({ minPlayerVersion: '' }), isNewEnough({ minPlayerVersion: 'later' })]).toEqual([true, true]);
});
