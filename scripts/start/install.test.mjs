import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isInstalled } from './install.mjs';

/** Whether `present` in node_modules satisfies `wanted` in the lock file. */
function check(wanted, present) {
  const root = mkdtempSync(join(tmpdir(), 'lectern-install-'));
  try {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
    if (present !== undefined) {
      mkdirSync(join(root, 'node_modules'));
      writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: present }));
    }
    return isInstalled(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

it('[START-1] an install is complete when every version is there; packages for other systems may be absent', () => {
  const a = { 'node_modules/a': { version: '1.0.0' } };
  const foreign = { 'node_modules/b': { version: '1.0.0', optional: true } };
  expect(check(a, undefined)).toBe(false);
  expect(check(a, {})).toBe(false);
  expect(check(a, { 'node_modules/a': { version: '0.9.0' } })).toBe(false);
  expect(check({ ...a, ...foreign }, a)).toBe(true);
});
