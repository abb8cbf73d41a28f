import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../report.ts';
import { crc32 } from './crc32.ts';
import { damageOf } from './damage.ts';
import { readDirectory } from './directory.ts';
import { readEntries, readEntry, storedRange } from './entries.ts';
import { WINDOW_BYTES } from './limits.ts';
import type { ByteSource } from './source.ts';
import { bytesSource } from './source.ts';
import { asBytes, concat, countingSource, makeZip, type TestEntry } from './zip.testing.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function entriesOf(source: ByteSource) {
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Error(directory.error.code);
  return directory.value.entries;
}

async function readAll(source: ByteSource, options: Parameters<typeof readEntries>[2] = {}) {
  const out: [number, string, Uint8Array][] = [];
  for await (const { entry, index, chunks } of readEntries(source, await entriesOf(source), options)) {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(chunk.slice());
    out.push([index, entry.path, concat(...parts)]);
  }
  return out;
}

const refusalOf = async (entries: TestEntry[]) => {
  try {
    await readAll(bytesSource(makeZip(entries)));
    return 'ok';
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.finding.code;
    throw thrown;
  }
};

const noise = (bytes: number): Uint8Array => {
  const out = new Uint8Array(bytes);
  let x = 1;
  for (let i = 0; i < bytes; i++) {
    x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
    out[i] = x >> 16;
  }
  return out;
};

it('[ZIP-28] the damage of files is found by reading them to their ends', async () => {
  const damage = async (zip: Uint8Array) => {
    const source = bytesSource(zip);
    return (await damageOf(source, await entriesOf(source)))?.code;
  };
  const zip = makeZip([
    { name: 'a', data: noise(1000) },
    { name: 'b', data: noise(1000) },
  ]);
  expect(await damage(zip)).toBeUndefined();
  zip[1500] = zip[1500]! ^ 1;
  expect(await damage(zip)).toBe('zip_crc_mismatch');
  const failing: ByteSource = { size: 10, read: () => Promise.reject(new Error('gone')) };
  await expect(damageOf(failing, await entriesOf(bytesSource(zip)))).rejects.toThrow('gone');
});

describe('crc32', () => {
  it('[ZIP-19] agrees with the known answer, in pieces of any size', () => {
    expect(crc32(asBytes('123456789'))).toBe(0xcbf43926);
    expect(crc32(asBytes(''))).toBe(0);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, cut) => {
        const whole = crc32(bytes);
        return crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut))) === whole;
      }),
    );
  });
});

describe('reading entries', () => {
  const entries: TestEntry[] = [
    { name: 'a.txt', data: 'hello' },
    { name: 'b.bin', data: noise(300_000), method: 0 },
    { name: 'c.bin', data: noise(300_000) },
    { name: 'empty', data: '' },
    { name: 'nothing', data: '', method: 0 },
    { name: 'd.txt', data: 'x'.repeat(500_000), local: { extra: new Uint8Array(60) } },
  ];
  it('[ZIP-20] every entry comes out as it went in, whatever the size of a window', async () => {
    for (const windowBytes of [1000, 65_536, 10_000_000]) {
      const all = await readAll(bytesSource(makeZip(entries)), { windowBytes });
      expect(all.map(([index, path]) => `${index} ${path}`)).toEqual(entries.map((e, i) => `${i} ${e.name}`));
      for (const [index, , bytes] of all) expect(Buffer.compare(bytes, asBytes(entries[index]!.data!))).toBe(0);
    }
  });
  it('[ZIP-21] reading goes on at any entry, and each window is one read of the source', async () => {
    const source = countingSource(makeZip(entries));
    const directory = await entriesOf(source);
    source.reads = 0;
    const paths: string[] = [];
    for await (const { entry, chunks } of readEntries(source, directory, { fromEntry: 3, windowBytes: 100_000 })) {
      paths.push(entry.path);
      for await (const _ of chunks);
    }
    expect(paths).toEqual(['empty', 'nothing', 'd.txt']);
    expect(source.reads).toBe(1);
    source.largest = 0;
    await readAll(source, { windowBytes: 100_000 });
    expect(source.largest).toBeLessThanOrEqual(100_000);
  });
  it('[ZIP-22] an entry that lies about its size, its sum or itself is refused while it flows', async () => {
    const data = 'hello hello hello hello';
    expect(await refusalOf([{ name: 'a', data, lie: { bytes: 5 } }])).toBe('zip_size_mismatch');
    expect(await refusalOf([{ name: 'a', data, lie: { bytes: 50 } }])).toBe('zip_size_mismatch');
    expect(await refusalOf([{ name: 'a', data, lie: { crc32: 1 } }])).toBe('zip_crc_mismatch');
    expect(await refusalOf([{ name: 'a', data, local: { signature: 1 } }])).toBe('zip_entry_mismatch');
    expect(await refusalOf([{ name: 'a', data, local: { method: 0 } }])).toBe('zip_entry_mismatch');
    expect(await refusalOf([{ name: 'a', data, raw: noise(100) }])).toMatch(/zip_(corrupt|size_mismatch)/);
    const cut = await refusalOf([{ name: 'a', data: noise(1000), lie: { compressedBytes: 500 } }]);
    expect(cut).toBe('zip_corrupt');
    expect(await refusalOf([{ name: 'a', data }])).toBe('ok');
  });
  it('[ZIP-22] data behind the end of a Deflate stream ends in an answer', async () => {
    const { deflateRawSync } = await import('node:zlib');
    const raw = concat(new Uint8Array(deflateRawSync(asBytes('hello'))), noise(100_000));
    expect(await refusalOf([{ name: 'a', data: 'hello', raw }])).toMatch(/ok|zip_corrupt/);
  });
  it('[ZIP-23] a local header that pushes the data into the next entry is refused', async () => {
    const zip = makeZip([
      { name: 'a', data: 'hello', method: 0 },
      { name: 'b', data: 'world', method: 0 },
    ]);
    zip[28] = 200; // length of the extra field in the first local header
    const source = bytesSource(zip);
    const directory = await entriesOf(source);
    const result = await readEntry(source, directory[0]!, 100);
    expect(result.ok ? 'ok' : result.error.code).toBe('zip_overlapping_entries');
  });
  it('[ZIP-24] one entry is read whole, up to a limit', async () => {
    const source = bytesSource(makeZip(entries));
    const [a] = await entriesOf(source);
    const whole = await readEntry(source, a!, 5);
    expect(whole.ok && text(whole.value)).toBe('hello');
    const limited = await readEntry(source, a!, 4);
    expect(limited.ok ? 'ok' : limited.error.code).toBe('xml_too_large');
  });
  it('[ZIP-24] what lies between an entry and the next one is not read with it', async () => {
    const zip = makeZip([{ name: 'a', data: 'hello' }]);
    const source = countingSource(concat(zip, new Uint8Array(2 * WINDOW_BYTES)));
    const [a] = await entriesOf(bytesSource(zip));
    const whole = await readEntry(source, { ...a!, limitOffset: source.size }, 5);
    expect(whole.ok && text(whole.value)).toBe('hello');
    expect(source.largest).toBe(WINDOW_BYTES);
  });
  it('[ZIP-25] a failed read of the source is no fault of the archive', async () => {
    const zip = makeZip([{ name: 'a', data: noise(100_000) }]);
    const directory = await entriesOf(bytesSource(zip));
    let reads = 0;
    const failing: ByteSource = {
      size: zip.length,
      read: async (start, end) => {
        if (++reads > 2) throw new Error('storage is away');
        return zip.slice(start, end);
      },
    };
    const consume = async () => {
      for await (const { chunks } of readEntries(failing, directory, { windowBytes: 1000 })) {
        for await (const _ of chunks);
      }
    };
    await expect(consume()).rejects.toThrow('storage is away');
  });
  it('[ZIP-26] a consumer may leave in the middle of an entry', async () => {
    const source = bytesSource(makeZip([{ name: 'a', data: noise(3_000_000) }]));
    for await (const { chunks } of readEntries(source, await entriesOf(source))) {
      for await (const chunk of chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      break;
    }
  });
  it('[ZIP-27] the bytes of a stored file lie in one range, those of a compressed one nowhere', async () => {
    const archive = makeZip([
      { name: 'stored', data: 'as it is', method: 0, local: { extra: new Uint8Array(7) } },
      { name: 'deflated', data: 'as it is' },
    ]);
    const source = bytesSource(archive);
    const [stored, deflated] = await entriesOf(source);
    const range = await storedRange(source, stored!);
    expect(range.ok && text(archive.subarray(range.value.start, range.value.end))).toBe('as it is');
    expect(await storedRange(source, deflated!)).toMatchObject({ ok: false, error: { code: 'zip_method_unknown' } });
  });
});
