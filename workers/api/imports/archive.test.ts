import { describe, expect, it } from 'vitest';
import { checkHead } from './archive.ts';

describe('the first bytes of a body', () => {
  it('[IMP-13] are a local header or the end of an archive without files', () => {
    const verdict = (...bytes: number[]) => {
      const checked = checkHead(new Uint8Array(bytes));
      return checked.ok ? 'fine' : checked.error.code;
    };
    expect(verdict(0x50, 0x4b, 3, 4)).toBe('fine');
    expect(verdict(0x50, 0x4b, 5, 6)).toBe('fine');
    expect(verdict(0x50, 0x4b, 7, 8)).toBe('import_not_zip');
    expect(verdict(0x50, 0x4b, 3)).toBe('import_not_zip');
    expect(verdict(0, 0x50, 0x4b, 3)).toBe('import_not_zip');
    expect(verdict()).toBe('import_empty');
  });
});
