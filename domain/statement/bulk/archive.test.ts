import { describe, expect, it } from 'vitest';
import type { ZipEntry } from '../../package/zip/entry.ts';
import { layoutOf, manifestOf, manifestRefusal } from './archive.ts';

const entries = (...paths: string[]) => paths.map((path) => ({ path }) as ZipEntry);

describe('an archive', () => {
  it('[BULK-6] has its files in the root or in one folder', () => {
    for (const root of ['', 'export/', 'a/b/']) {
      const names = ['statements.ndjson', 'attachments/AB', 'manifest.json', 'readme.txt'].map((name) => root + name);
      const layout = layoutOf(entries(...names));
      if (!layout.ok) throw new Error(layout.error);
      expect(layout.value.statements.path).toBe(`${root}statements.ndjson`);
      expect(layout.value.manifest?.path).toBe(`${root}manifest.json`);
      expect([...layout.value.contents.keys()]).toEqual(['ab']);
    }
    expect(layoutOf(entries('my-statements.ndjson'))).toMatchObject({ ok: false });
    expect(layoutOf(entries('a/statements.ndjson', 'b/statements.ndjson'))).toMatchObject({ ok: false });
    expect(layoutOf(entries('statements.ndjson'))).toMatchObject({ ok: true, value: { manifest: undefined } });
  });
  it('[BULK-7] of a later version is refused', () => {
    const manifest = manifestOf({} as Parameters<typeof manifestOf>[0]);
    expect(manifestRefusal(JSON.stringify(manifest))).toBeUndefined();
    expect(manifestRefusal(JSON.stringify({ ...manifest, formatVersion: 2 }))).toContain('2');
    expect(manifestRefusal('{}')).toBeDefined();
    expect(manifestRefusal('nonsense')).toContain('not JSON');
    expect(manifestRefusal('null')).toBeDefined();
  });
});
