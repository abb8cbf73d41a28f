import { describe, expect, it } from 'vitest';
import { readManifest } from '../package/read-manifest.ts';
import type { AssetEntry, AssetIndex } from './asset-index.ts';
import { publishedManifest } from './published-manifest.ts';

const sha256 = 'ab'.repeat(32);
const entry = (bytes: number): AssetEntry => ({ offset: 40, bytes, sha256, mediaType: 'text/html' });
const indexOf = (paths: readonly string[]): AssetIndex => ({
  indexVersion: 1,
  codec: 'plain',
  containerBytes: 1,
  entries: Object.fromEntries(paths.map((path, i) => [path, entry(i)])),
});
const stored = {
  manifestVersion: 1,
  minPlayerVersion: '0.1.0',
  format: 'scorm12',
  identifier: 'c',
  activityId: 'urn:c',
  title: 'Käse',
  languages: [],
  structure: [],
  assets: { count: 1, bytes: 2, later: true },
  later: { a: [1] },
};
const published = (paths: readonly string[]) => {
  const pieces = [...publishedManifest(stored, indexOf(paths))];
  return { pieces, json: JSON.parse(Buffer.concat(pieces).toString()) };
};

describe('the manifest that is published', () => {
  it('[BUN-30] has every file with path, media type, size and digest, and keeps what it does not know', () => {
    const { json } = published(['käse/a "b".html', '__proto__', 'c.html']);
    const { assets, ...others } = json;
    const { assets: _, ...before } = stored;
    expect(others).toEqual(before);
    expect(assets).toEqual({
      ...stored.assets,
      files: ['käse/a "b".html', '__proto__', 'c.html'].map((path, bytes) => ({
        path,
        mediaType: 'text/html',
        bytes,
        sha256,
      })),
    });
    expect(readManifest(json).ok).toBe(true);
  });
  it('[BUN-30] is written in pieces, and is whole without a file as well', () => {
    const paths = Array.from({ length: 1_201 }, (_, i) => `f/${i}.html`);
    const { pieces, json } = published(paths);
    expect(json.assets.files.map(({ path }: { path: string }) => path)).toEqual(paths);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
    expect(published([]).json.assets.files).toEqual([]);
  });
});
