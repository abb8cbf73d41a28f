import { describe, expect, it } from 'vitest';
import { readDirectory } from './directory.ts';
import { ZIP_LIMITS } from './limits.ts';
import { type ByteSource, bytesSource } from './source.ts';
import { concat, countingSource, fields, makeZip, type TestEntry } from './zip.testing.ts';

const read = (bytes: Uint8Array) => readDirectory(bytesSource(bytes));
const codeOf = async (bytes: Uint8Array) => {
  const result = await read(bytes);
  if (!result.ok) expect(result.error.message).toMatch(/^[A-Z“].{12,}\.$/u);
  return result.ok ? 'ok' : result.error.code;
};
const messageOf = async (bytes: Uint8Array) => {
  const result = await read(bytes);
  return result.ok ? 'ok' : result.error.message;
};
const pathsOf = async (entries: TestEntry[]) => {
  const result = await read(makeZip(entries));
  if (!result.ok) throw new Error(result.error.message);
  return result.value.entries.map((entry) => entry.path);
};
const notesOf = async (bytes: Uint8Array) => {
  const result = await read(bytes);
  return result.ok ? result.value.findings.map((f) => f.code) : [];
};

describe('the end of an archive', () => {
  it('[ZIP-1] an empty file, something else and a truncated archive are told apart', async () => {
    const zip = makeZip([{ name: 'a.txt', data: 'hello' }]);
    expect(await codeOf(new Uint8Array(0))).toBe('zip_empty');
    expect(await codeOf(new TextEncoder().encode('<html>not a zip</html>'))).toBe('zip_not_a_zip');
    expect(await codeOf(new Uint8Array([80]))).toBe('zip_not_a_zip');
    expect(await codeOf(zip.subarray(0, zip.length - 10))).toBe('zip_truncated');
    expect(await codeOf(zip)).toBe('ok');
  });
  it('[ZIP-2] a comment, padding behind it and bytes before the archive do no harm', async () => {
    const entries = [{ name: 'a.txt', data: 'hello' }];
    expect(await codeOf(makeZip(entries, { comment: 'PK\x05\x06 made by a tool' }))).toBe('ok');
    expect(await codeOf(concat(makeZip(entries), new Uint8Array(100)))).toBe('ok');
    const stub = concat(new Uint8Array(5000).fill(7), makeZip(entries));
    expect(await notesOf(stub)).toEqual(['zip_prefix_ignored']);
    const found = await read(stub);
    expect(found.ok && found.value.entries[0]!.headerOffset).toBe(5000);
  });
  it('[ZIP-3] a list of contents that is missing, damaged or elsewhere refuses the archive', async () => {
    const entries = [{ name: 'a.txt', data: 'hello' }];
    expect(await codeOf(makeZip(entries, { count: 2 }))).toBe('zip_corrupt');
    expect(await codeOf(makeZip([...entries, { name: 'b.txt', data: 'hello' }], { count: 1 }))).toBe('zip_corrupt');
    expect(await codeOf(makeZip(entries, { directoryOffset: 5000 }))).toBe('zip_truncated');
    expect(await codeOf(makeZip(entries, { directoryOffset: 3 }))).toBe('zip_truncated');
    expect(await codeOf(makeZip(entries, { disk: 1 }))).toBe('zip_split');
    expect(await codeOf(makeZip([{ name: 'a', lie: { disk: 2 } }]))).toBe('zip_split');
    expect(await codeOf(makeZip([]))).toBe('zip_no_files');
    expect(await codeOf(makeZip([{ name: 'only/', method: 0 }]))).toBe('zip_no_files');
  });
  it('[ZIP-4] a small archive is known after one read', async () => {
    const source = countingSource(makeZip([{ name: 'a.txt', data: 'hello' }]));
    await readDirectory(source);
    expect(source.reads).toBeLessThanOrEqual(2);
  });
});

describe('names', () => {
  it('[ZIP-5] names that could leave the package refuse it', async () => {
    for (const name of [
      '../a',
      'a/../../b',
      '/a',
      '\\a',
      'C:/a',
      'c:\\a',
      './C:/a',
      'a/.. /b',
      ' /a',
      '..\\..\\a',
      'a\0b',
      'a\nb',
      'a/..',
    ]) {
      expect(await codeOf(makeZip([{ name }])), JSON.stringify(name)).toBe('zip_unsafe_path');
    }
    expect(await codeOf(makeZip([{ name: '' }]))).toBe('zip_unsafe_path');
    expect(await codeOf(makeZip([{ name: 'folder/', data: 'contents' }]))).toBe('zip_unsafe_path');
  });
  it('[ZIP-6] backslashes, dots and double slashes become plain paths, and the repair is noted', async () => {
    expect(await pathsOf([{ name: 'a\\b.txt' }, { name: './c//d.txt' }, { name: 'a..b/c...' }])).toEqual([
      'a/b.txt',
      'c/d.txt',
      'a..b/c...',
    ]);
    expect(await notesOf(makeZip([{ name: 'a\\b.txt' }]))).toEqual(['backslash_paths']);
  });
  it('[ZIP-7] folders and what operating systems leave behind are passed over', async () => {
    const entries = [
      { name: 'a/', method: 0 },
      { name: 'a\\b\\', method: 0 },
      { name: '__MACOSX/a/._b' },
      { name: 'course/__MACOSX/._b' },
      { name: 'a/.DS_Store' },
      { name: 'Thumbs.db' },
      { name: 'x/desktop.ini' },
      { name: 'a/b' },
    ];
    expect(await pathsOf(entries)).toEqual(['a/b']);
    const result = await read(makeZip(entries));
    expect(result.ok && result.value.findings.map((f) => f.message)).toEqual([
      '5 files of an operating system left out.',
    ]);
  });
  it('[ZIP-8] UTF-8 is believed with and without its flag, everything else is code page 437', async () => {
    const cp437 = new Uint8Array([0x94, 0x81, 0x2e, 0x74]);
    const utf8 = new TextEncoder().encode('käse/日本.html');
    expect(
      await pathsOf([
        { name: cp437, flags: 0 },
        { name: utf8, flags: 0 },
        { name: concat(utf8, utf8), flags: 0x800 },
      ]),
    ).toEqual(['öü.t', 'käse/日本.html', 'käse/日本.htmlkäse/日本.html']);
  });
  it('[ZIP-8] a Unicode name beside the plain one counts while it belongs to it', async () => {
    const name = new Uint8Array([0x61, 0x94]);
    const unicode = new TextEncoder().encode('aö-better');
    const extra = (crc: number) => concat(fields([2, 0x7075], [2, 5 + unicode.length], [1, 1], [4, crc]), unicode);
    const { crc32 } = await import('./crc32.ts');
    expect(await pathsOf([{ name, flags: 0, extra: extra(crc32(name)) }])).toEqual(['aö-better']);
    expect(await pathsOf([{ name, flags: 0, extra: extra(1) }])).toEqual(['aö']);
  });
  it('[ZIP-9] a name or a nesting beyond the limit refuses the archive', async () => {
    expect(await codeOf(makeZip([{ name: 'x'.repeat(ZIP_LIMITS.maxNameBytes) }]))).toBe('ok');
    expect(await codeOf(makeZip([{ name: 'x'.repeat(ZIP_LIMITS.maxNameBytes + 1) }]))).toBe('zip_path_too_long');
    expect(await codeOf(makeZip([{ name: `${'d/'.repeat(ZIP_LIMITS.maxDepth - 1)}x` }]))).toBe('ok');
    expect(await codeOf(makeZip([{ name: `${'d/'.repeat(ZIP_LIMITS.maxDepth)}x` }]))).toBe('zip_path_too_long');
  });
  it('[ZIP-10] the same name twice refuses the archive; a manifest has its own reason', async () => {
    expect(await codeOf(makeZip([{ name: 'a' }, { name: 'a' }]))).toBe('zip_duplicate_path');
    expect(await codeOf(makeZip([{ name: 'a/b' }, { name: 'a\\b' }]))).toBe('zip_duplicate_path');
    expect(await codeOf(makeZip([{ name: 'imsmanifest.xml' }, { name: 'imsmanifest.xml' }]))).toBe(
      'manifest_duplicate',
    );
    expect(await codeOf(makeZip([{ name: 'a' }, { name: 'A' }]))).toBe('ok');
  });
});

describe('entries', () => {
  const unix = (type: number) => ({ externalAttributes: (type << 28) >>> 0 });
  it('[ZIP-11] links and special files refuse the archive', async () => {
    expect(await codeOf(makeZip([{ name: 'l', ...unix(0xa) }]))).toBe('zip_symlink');
    expect(await messageOf(makeZip([{ name: 'l', ...unix(0xa) }]))).toBe('“l” is a symbolic link, not a file.');
    expect(await messageOf(makeZip([{ name: 'd', ...unix(0x6) }]))).toBe('“d” is a device or another special file.');
    for (const type of [0x1, 0x2, 0x6, 0xc]) {
      expect(await codeOf(makeZip([{ name: 'd', ...unix(type) }]))).toBe('zip_symlink');
    }
    expect(
      await codeOf(
        makeZip([
          { name: 'f', ...unix(0x8) },
          { name: 'd/', method: 0, ...unix(0x4) },
        ]),
      ),
    ).toBe('ok');
  });
  it('[ZIP-12] encryption and unknown methods refuse the archive', async () => {
    for (const bit of [0, 6, 13]) expect(await codeOf(makeZip([{ name: 'a', flags: 1 << bit }]))).toBe('zip_encrypted');
    for (const method of [1, 9, 12, 14, 99]) {
      expect(await codeOf(makeZip([{ name: 'a', method }]))).toBe('zip_method_unknown');
    }
  });
  it('[ZIP-13] entries that share bytes, or reach beyond the archive, refuse it', async () => {
    const data = 'x'.repeat(100);
    const overlapping = [
      { name: 'a', data, method: 0 },
      { name: 'b', data, method: 0, lie: { headerOffset: 0 } },
    ];
    expect(await codeOf(makeZip(overlapping))).toBe('zip_overlapping_entries');
    const inside = [
      { name: 'a', data, method: 0 },
      { name: 'b', data, method: 0, lie: { headerOffset: 20 } },
    ];
    expect(await codeOf(makeZip(inside))).toBe('zip_overlapping_entries');
    const beyond = [{ name: 'a', lie: { compressedBytes: 1000 } }];
    expect(await codeOf(makeZip(beyond))).toBe('zip_truncated');
  });
  it('[ZIP-14] a stored file has one size', async () => {
    expect(await codeOf(makeZip([{ name: 'a', data: 'abc', method: 0, lie: { bytes: 4 } }]))).toBe('zip_size_mismatch');
  });
  it('[ZIP-15] an archive that would expand too far is refused by what it says of itself', async () => {
    const bomb = (bytes: number, compressedBytes: number): TestEntry => ({
      name: `b${bytes}`,
      raw: new Uint8Array(compressedBytes),
      lie: { bytes },
    });
    const floor = ZIP_LIMITS.ratioFloorBytes;
    expect(await codeOf(makeZip([bomb(floor, 10)]))).toBe('ok');
    expect(await codeOf(makeZip([bomb(floor + 1, 10)]))).toBe('zip_bomb');
    expect(await codeOf(makeZip([bomb(floor + 200, Math.ceil(floor / 200) + 1)]))).toBe('ok');
    expect(await codeOf(makeZip([bomb(floor, 10), bomb(floor - 1, 10)]))).toBe('zip_bomb');
    expect(await messageOf(makeZip([bomb(floor * 2, floor / 1024)]))).toBe(
      `The file “b${floor * 2}” would expand 2048 times.`,
    );
    expect(await messageOf(makeZip([bomb(floor, 0)]))).toBe('ok');
    expect(await messageOf(makeZip([bomb(floor + 1, 0)]))).toContain(`would expand ${floor + 1} times`);
    expect(await messageOf(makeZip([bomb(floor, 10), bomb(floor - 1, 10)]))).toContain('the package would be over 200');
  });
  it('[ZIP-16] entries come in the order in which they lie, each bounded by the next', async () => {
    const first = { name: 'first', data: '1' };
    const zip = makeZip([first, { name: 'dir/', method: 0 }, { name: 'second', data: '2' }]);
    const result = await read(zip);
    if (!result.ok) throw new Error('refused');
    const [a, b] = result.value.entries;
    expect([a!.path, b!.path]).toEqual(['first', 'second']);
    expect(a!.limitOffset).toBeLessThan(b!.headerOffset);
    expect(b!.limitOffset).toBeGreaterThan(b!.headerOffset);
  });
});

/** A source of any size that holds bytes only where they are given; the rest is zeros. */
function sparse(size: number, at: readonly [number, Uint8Array][]): ByteSource {
  return {
    size,
    read: async (start, end) => {
      const out = new Uint8Array(end - start);
      for (const [offset, bytes] of at) {
        const from = Math.max(start, offset);
        const to = Math.min(end, offset + bytes.length);
        if (from < to) out.set(bytes.subarray(from - offset, to - offset), from - start);
      }
      return out;
    },
  };
}

describe('zip64', () => {
  const big = 5 * 1024 ** 3;
  const name = new TextEncoder().encode('film.mp4');
  const extra = fields([2, 1], [2, 24], [8, big], [8, big], [8, 0]);
  const record = (extraBytes: Uint8Array) =>
    concat(
      fields([4, 0x02014b50], [2, 45], [2, 45], [2, 0x800], [2, 0], [4, 0], [4, 0], [4, 0xffffffff], [4, 0xffffffff]),
      fields([2, name.length], [2, extraBytes.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, 0xffffffff]),
      name,
      extraBytes,
    );
  const archive = (extraBytes: Uint8Array, end: { stated?: number; offset?: number } = {}) => {
    const directory = record(extraBytes);
    const offset = big + 100;
    const recordAt = offset + directory.length;
    const tail = concat(
      directory,
      fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, 1], [8, 1]),
      fields([8, directory.length], [8, end.offset ?? offset]),
      fields([4, 0x07064b50], [4, 0], [8, end.stated ?? recordAt], [4, 1]),
      fields([4, 0x06054b50], [2, 0xffff], [2, 0xffff], [2, 0xffff], [2, 0xffff]),
      fields([4, 0xffffffff], [4, 0xffffffff], [2, 0]),
    );
    return sparse(offset + tail.length, [[offset, tail]]);
  };
  it('[ZIP-17] sizes and offsets above 4 GiB come from the zip64 records', async () => {
    const result = await readDirectory(archive(extra));
    expect(result.ok && result.value.entries[0]).toMatchObject({ path: 'film.mp4', bytes: big, headerOffset: 0 });
  });
  it('[ZIP-17] a zip64 record is also found right before its locator, and refused when it is nowhere', async () => {
    const moved = await readDirectory(archive(extra, { stated: 12 }));
    expect(moved.ok).toBe(true);
    const short = await readDirectory(archive(fields([2, 1], [2, 8], [8, big])));
    expect(short.ok ? 'ok' : short.error.code).toBe('zip_corrupt');
    const impossible = await readDirectory(archive(fields([2, 1], [2, 24], [8, 2 ** 60], [8, big], [8, 0])));
    expect(impossible.ok ? 'ok' : impossible.error.code).toBe('zip_corrupt');
    const gone = concat(
      new Uint8Array(200),
      fields([4, 0x07064b50], [4, 0], [8, 3], [4, 1]),
      fields([4, 0x06054b50], [4, 0], [4, 0], [4, 0], [4, 0], [2, 0]),
    );
    expect(await codeOf(gone)).toBe('zip_corrupt');
  });
  it('[ZIP-18] more than 100,000 files, too long a list or more than 20 GiB refuse the archive', async () => {
    const end = (count: number, bytes: number, offset: number) =>
      concat(
        fields(
          [4, 0x06064b50],
          [8, 44],
          [2, 45],
          [2, 45],
          [4, 0],
          [4, 0],
          [8, count],
          [8, count],
          [8, bytes],
          [8, offset],
        ),
        fields([4, 0x07064b50], [4, 0], [8, bytes + offset], [4, 1]),
        fields([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, 0xffffffff], [4, 0xffffffff], [2, 0]),
      );
    const codeOfEnd = async (count: number, bytes: number) => {
      const records = end(count, bytes, 0);
      const result = await readDirectory(sparse(bytes + records.length, [[bytes, records]]));
      return result.ok ? 'ok' : result.error.code;
    };
    expect(await codeOfEnd(ZIP_LIMITS.maxEntries + 1, 1000)).toBe('zip_too_many_entries');
    expect(await codeOfEnd(1, ZIP_LIMITS.maxDirectoryBytes + 1)).toBe('zip_too_many_entries');
    expect(await codeOfEnd(ZIP_LIMITS.maxEntries, ZIP_LIMITS.maxDirectoryBytes)).toBe('zip_corrupt');
    const huge = ZIP_LIMITS.maxTotalBytes + 1;
    const directory = record(fields([2, 1], [2, 24], [8, huge], [8, huge], [8, 0]));
    const offset = huge + 1000;
    const source = sparse(offset + directory.length + 98, [
      [offset, directory],
      [offset + directory.length, end(1, directory.length, offset)],
    ]);
    const result = await readDirectory(source);
    expect(result.ok ? 'ok' : result.error.code).toBe('zip_too_large');
  });
});
