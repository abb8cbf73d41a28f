import { describe, expect, it } from 'vitest';
import type { AssetIndex } from './asset-index.ts';
import { mediaTypeOf } from './media-types.ts';
import { plainAssetSource } from './plain-source.ts';

const index: AssetIndex = {
  indexVersion: 1,
  codec: 'plain',
  containerBytes: 100,
  entries: { 'a/b.html': { offset: 40, bytes: 20, sha256: '0'.repeat(64), mediaType: 'text/html' } },
};

const asked: [number, number][] = [];
const source = plainAssetSource(index, async (start, end) => {
  asked.push([start, end]);
  return new Response(new Uint8Array(end - start)).body!;
});

describe('reading a plain container', () => {
  it('[BUN-12] a path is found by its exact name alone', async () => {
    expect(await source.stat('a/b.html')).toBe(index.entries['a/b.html']);
    for (const path of ['A/B.html', '/a/b.html', '', 'constructor', '__proto__', 'toString']) {
      expect(await source.stat(path), path).toBeUndefined();
    }
  });
  it('[BUN-13] a range of a file is the same range of the container, moved', async () => {
    await source.read('a/b.html', { start: 5, end: 20 });
    expect(asked.at(-1)).toEqual([45, 60]);
  });
  it('[BUN-13] a range beyond the file, or of no file, is a mistake of the caller', async () => {
    for (const [start, end] of [
      [0, 21],
      [-1, 5],
      [5, 5],
      [6, 5],
    ] as const) {
      await expect(source.read('a/b.html', { start, end })).rejects.toThrow(`range ${start}-${end}`);
    }
    await expect(source.read('no', { start: 0, end: 1 })).rejects.toThrow('no such path');
  });
});

describe('media types', () => {
  it('[BUN-14] the extension decides, in any case, and nothing else', () => {
    const expected: Record<string, string> = {
      'index.html': 'text/html',
      'INDEX.HTM': 'text/html',
      'a.mjs': 'text/javascript',
      'a.wasm': 'application/wasm',
      'a/b.v2.MP4': 'video/mp4',
      'a.vtt': 'text/vtt',
      'a.woff2': 'font/woff2',
      'a.swf': 'application/x-shockwave-flash',
      'pic.avif': 'image/avif',
      'a.constructor': 'application/octet-stream',
      html: 'application/octet-stream',
      'folder.html/file': 'application/octet-stream',
      'a.': 'application/octet-stream',
      '.htaccess': 'application/octet-stream',
    };
    for (const [path, type] of Object.entries(expected)) expect(mediaTypeOf(path), path).toBe(type);
  });
  it('[BUN-15] pages and styles carry no charset, so that what they say themselves counts', () => {
    for (const path of ['a.html', 'a.css', 'a.js', 'a.txt']) expect(mediaTypeOf(path)).not.toContain('charset');
  });
});
