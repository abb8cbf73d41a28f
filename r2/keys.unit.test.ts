import { describe, expect, it } from 'vitest';
import { packageKeys, packagePrefix } from './keys.ts';

describe('keys of the packages bucket', () => {
  it('[R2-8] begin with the tenant, and a package is one prefix', () => {
    const keys = packageKeys('demo', 'demo-pkg-x');
    expect(packagePrefix('demo', 'demo-pkg-x')).toBe('demo/packages/demo-pkg-x/');
    for (const key of Object.values(keys)) expect(key.startsWith(packagePrefix('demo', 'demo-pkg-x'))).toBe(true);
    expect(Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key.split('/').at(-1)]))).toEqual({
      container: 'container.zip',
      index: 'index.json',
      manifest: 'manifest.json',
      original: 'original.zip',
      tail: 'tail.bin',
      inspection: 'inspection.json',
      checkpoint: 'checkpoint.json',
    });
  });
});
