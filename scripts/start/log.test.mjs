import { describe, expect, it } from 'vitest';
import { ErrorFilter } from './log.mjs';

/** What of a log is shown. */
const shown = (lines) => {
  const filter = new ErrorFilter();
  return lines.filter((line) => filter.isError(line));
};

describe('what of the server log is shown', () => {
  it('[START-6] an error with all its lines, until something else follows', () => {
    expect(shown(['\x1b[31m✘ [41;31m\x1b[0m[ERROR] x', 'at y', '', '[wrangler:info] GET / 200', 'z'])).toHaveLength(3);
    expect(shown(['✘ [ERROR] x', '[lectern-api] {"at":"2026","level":"info"}'])).toHaveLength(1);
  });
  it('[START-6] nothing of a quiet log', () => {
    expect(shown(['⎔ Starting local server...', '[wrangler:info] Ready', '[lectern-api] {"at":"2026"}'])).toEqual([]);
  });
  it('[START-7] a runtime that crashed', () => {
    expect(shown(['[wrangler:warn] The Workers runtime crashed unexpectedly and is being restarted'])).toHaveLength(1);
  });
});
