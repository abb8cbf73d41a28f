import { describe, expect, it } from 'vitest';
import { importOriginalKey, packageKeys, packagePrefix, tenantPrefix, uploadKey } from './keys.ts';

describe('keys of the packages bucket', () => {
  it('[R2-8] begin with the tenant, and one thing is one prefix', () => {
    const keys = packageKeys('demo', 'demo-pkg-x');
    const all = [...Object.values(keys), uploadKey('demo', 'demo-upl-x'), importOriginalKey('demo', 'demo-imp-x')];
    for (const key of all) expect(key.startsWith(tenantPrefix('demo'))).toBe(true);
    for (const key of Object.values(keys)) expect(key.startsWith(packagePrefix('demo', 'demo-pkg-x'))).toBe(true);
    expect(new Set(all).size).toBe(all.length);
    expect(keys.container).toBe('demo/packages/demo-pkg-x/container.zip');
    expect(keys.index).toBe('demo/packages/demo-pkg-x/index.json');
    expect(keys.manifest).toBe('demo/packages/demo-pkg-x/manifest.json');
    expect(keys.original).toBe('demo/packages/demo-pkg-x/original.zip');
    expect(importOriginalKey('demo', 'demo-imp-x')).toBe('demo/imports/demo-imp-x/original.zip');
  });
});
