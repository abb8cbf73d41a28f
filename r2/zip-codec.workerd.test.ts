import { describe, expect, it } from 'vitest';
import { Refusal } from '../domain/package/report.ts';
import { PORTABLE_CODEC, type ZipCodec } from '../domain/package/zip/codec.ts';
import { readDirectory } from '../domain/package/zip/directory.ts';
import { readEntries } from '../domain/package/zip/entries.ts';
import { bytesSource } from '../domain/package/zip/source.ts';
import { deflatedZip, randomBytes } from './packages.testing.ts';
import { NATIVE_CODEC } from './zip-codec.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const filled = (bytes: Uint8Array, from: number, to: number): Uint8Array => bytes.slice().fill(0xff, from, to);
const text = (times: number) => new TextEncoder().encode('a line of text, '.repeat(times)) as Bytes;

async function filesOf(zip: Uint8Array, codec: ZipCodec): Promise<Bytes[]> {
  const source = bytesSource(zip);
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Refusal(directory.error);
  const files: Bytes[] = [];
  for await (const { chunks } of readEntries(source, directory.value.entries, { codec, windowBytes: 300_000 })) {
    const pieces: Bytes[] = [];
    for await (const chunk of chunks) pieces.push(chunk.slice() as Bytes);
    files.push(new Uint8Array(await new Blob(pieces).arrayBuffer()));
  }
  return files;
}

const refusalOf = (zip: Uint8Array, codec: ZipCodec): Promise<string> =>
  filesOf(zip, codec).then(
    () => 'ok',
    (thrown) => {
      if (thrown instanceof Refusal) return thrown.finding.code;
      throw thrown;
    },
  );

/** What the directory says of the size of the only file. */
function saying(bytes: number, zip: Uint8Array): Uint8Array {
  const lying = zip.slice();
  const directoryAt = new DataView(lying.buffer).getUint32(lying.length - 6, true);
  new DataView(lying.buffer).setUint32(directoryAt + 24, bytes, true);
  return lying;
}

describe.each([
  ['of node:zlib', NATIVE_CODEC],
  ['of streams', PORTABLE_CODEC],
])('the codec %s', (_, codec) => {
  it('[R2-12] gives what went in, in one go or piece by piece', async () => {
    const contents: Record<string, Bytes> = {
      empty: new Uint8Array(0),
      small: text(100),
      page: text(12_345),
      noise: randomBytes(700_000),
      large: text(200_000),
    };
    const files = await filesOf(await deflatedZip(contents), codec);
    expect(files).toHaveLength(5);
    Object.values(contents).forEach((bytes, i) => {
      expect(files[i]!.length).toBe(bytes.length);
      expect(files[i]!.every((byte, at) => byte === bytes[at])).toBe(true);
    });
  });
  it.each([
    ['small', text(1000)],
    ['large', text(40_000)],
    ['incompressible', randomBytes(600_000)],
  ])('[R2-9] a damaged, cut or overlong stream ends in an answer: %s', async (_kind, data) => {
    const zip = await deflatedZip({ 'a.txt': data });
    const dataAt = 30 + 'a.txt'.length;
    expect(await refusalOf(zip, codec)).toBe('ok');
    expect(await refusalOf(filled(zip, dataAt, dataAt + 40), codec)).toBe('zip_corrupt');
    expect(await refusalOf(await deflatedZip({ 'a.txt': data }, -9), codec)).toMatch(/zip_(corrupt|size_mismatch)/);
    expect(await refusalOf(await deflatedZip({ 'a.txt': data }, 50_000), codec)).toMatch(/ok|zip_corrupt/);
    expect(await refusalOf(saying(data.length - 1, zip), codec)).toBe('zip_size_mismatch');
    expect(await refusalOf(saying(data.length + 1, zip), codec)).toBe('zip_size_mismatch');
    expect(await refusalOf(saying(0, zip), codec)).toBe('zip_size_mismatch');
  });
  it('[R2-9] of data that are too long and then damaged, the length is told', async () => {
    // Noise is deflated as stored blocks of some 32 KB: the head of one of the later ones is hit.
    const zip = await deflatedZip({ 'a.txt': randomBytes(200_000) });
    const damaged = filled(zip, 80_000, 180_000);
    expect(await refusalOf(damaged, codec)).toBe('zip_corrupt');
    expect(await refusalOf(saying(10, damaged), codec)).toBe('zip_size_mismatch');
  });
  it('[R2-12] a source that fails is no damage, and a consumer may leave', async () => {
    const failing = async function* () {
      // An empty stored block that is not the last (RFC 1951, 3.2.4).
      yield Uint8Array.of(0, 0, 0, 0xff, 0xff);
      throw new Error('storage is away');
    };
    const read = async () => {
      for await (const _ of codec.inflate(failing()));
    };
    await expect(read()).rejects.toThrow(/storage is away/);
    let asked = 0;
    const endless = async function* () {
      // Stored blocks of 65,535 bytes, none of them the last.
      for (const block = new Uint8Array(65_540); ; asked++) {
        block.set([0, 0xff, 0xff, 0, 0]);
        yield block;
      }
    };
    for await (const chunk of codec.inflate(endless())) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    const before = asked;
    await scheduler.wait(20);
    expect(asked - before).toBeLessThan(100);
  });
});

it('[R2-12] what is not taken is not inflated', async () => {
  const bomb = new Uint8Array(await deflated(new Uint8Array(64 * 1024 * 1024)));
  let given = 0;
  const pieces = async function* () {
    for (let at = 0; at < bomb.length; at += 1000) {
      given = at;
      yield bomb.subarray(at, at + 1000);
    }
  };
  for await (const _ of NATIVE_CODEC.inflate(pieces())) {
    await scheduler.wait(20);
    break;
  }
  // A thousandth of what comes out; some pieces may wait inside.
  expect(given).toBeLessThan(20_000);
});

const deflated = (bytes: Bytes): Promise<ArrayBuffer> =>
  new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer();
