import { describe, expect, it } from 'vitest';
import { playable } from './playable.ts';

describe('what the player can play', () => {
  it('[PLAY-1] a format whose runtime it has is playable; of another it says which, and what to do', () => {
    expect(playable('scorm12')).toEqual({ ok: true });
    const answer = playable('scorm2004-4');
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('SCORM 2004 4th Edition') });
    expect(answer).toMatchObject({ reason: expect.stringContaining('publish it as SCORM 1.2') });
  });
});
