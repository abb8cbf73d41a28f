import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { type BuildCheckpoint, buildContainer } from '../domain/bundle/build.ts';
import type { PlayPackageManifest } from '../domain/package/manifest.ts';
import { readDirectory } from '../domain/package/zip/directory.ts';
import type { ZipEntry } from '../domain/package/zip/entry.ts';
import { deleteCheckpoint, readCheckpoint, type StoredCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { packageKeys } from './keys.ts';
import { createMultipart, PART_BYTES, resumeMultipart } from './multipart-writer.ts';
import {
  deletePackage,
  packageAssets,
  readAssetIndex,
  readPackageManifest,
  writeAssetIndex,
  writePackageManifest,
} from './package-store.ts';
import { deflatedZip, hexSha256, randomBytes } from './packages.testing.ts';
import { runningSha256 } from './sha256.ts';
import { objectSource } from './source.ts';
import { NATIVE_CODEC as codec } from './zip-codec.ts';

const bucket = (env as unknown as { PACKAGES_EU: R2Bucket }).PACKAGES_EU;

async function filesOf(key: string) {
  const source = await objectSource(bucket, key);
  const directory = await readDirectory(source!);
  if (!directory.ok) throw new Error(directory.error.message);
  const files: ReadonlyMap<string, ZipEntry> = new Map(directory.value.entries.map((entry) => [entry.path, entry]));
  return { source: source!, files };
}

describe('an object as a source', () => {
  it('[R2-1] gives exactly the bytes asked for, and nothing for no object', async () => {
    expect(await objectSource(bucket, 'demo/none')).toBeUndefined();
    await bucket.put('demo/object', new Uint8Array([1, 2, 3, 4, 5]));
    const source = await objectSource(bucket, 'demo/object');
    expect(source!.size).toBe(5);
    expect([...(await source!.read(1, 4))]).toEqual([2, 3, 4]);
    expect([...(await source!.read(2, 2))]).toEqual([]);
  });
  it('[R2-1] an answer may be in the memory of an earlier one', async () => {
    const bytes = randomBytes(300_000);
    await bucket.put('demo/object', bytes);
    const source = (await objectSource(bucket, 'demo/object'))!;
    const whole = await source.read(0, 300_000);
    const memory = whole.buffer.byteLength;
    const less = await source.read(1000, 200_000, whole);
    expect(await hexSha256(less.slice() as BufferSource)).toBe(await hexSha256(bytes.slice(1000, 200_000)));
    expect([less.buffer.byteLength, whole.length]).toEqual([memory, 0]);
    const more = await source.read(5, 299_000, await source.read(0, 10));
    expect(await hexSha256(more.slice() as BufferSource)).toBe(await hexSha256(bytes.slice(5, 299_000)));
  });
  it('[R2-2] an object that is replaced while it is read throws', async () => {
    await bucket.put('demo/moving', 'first');
    const source = await objectSource(bucket, 'demo/moving');
    await bucket.put('demo/moving', 'other');
    await expect(source!.read(0, 2)).rejects.toThrow('has been replaced');
    await bucket.delete('demo/moving');
    await expect(source!.read(0, 2)).rejects.toThrow('is gone');
  });
});

describe('a container in R2', () => {
  const contents = {
    'big.bin': randomBytes(PART_BYTES + 5_000_000),
    'index.html': randomBytes(9),
    'c.js': randomBytes(70_000),
  };

  it('[R2-3] is built in steps from an archive in R2, and its files come out by path and range', async () => {
    const keys = packageKeys('demo', 'demo-pkg-1');
    await bucket.put(keys.original, await deflatedZip(contents));
    const { source, files } = await filesOf(keys.original);
    const created = await createMultipart(bucket, keys.container, { contentType: 'application/zip' });
    const step = () => resumeMultipart(bucket, keys.container, created.uploadId);

    const first = await buildContainer({ source, files, writer: step(), sha256: runningSha256, codec, maxParts: 1 });
    if (!first.ok || first.value.done) throw new Error('the first step was to stop');
    const { uploadId } = created;
    const { checkpoint } = first.value;
    await writeCheckpoint(bucket, 'demo', 'demo-pkg-1', { uploadId, checkpoint, replaces: null });
    const { checkpoint: from } = (await readCheckpoint(bucket, 'demo', 'demo-pkg-1'))!;
    const second = await buildContainer({
      source,
      files,
      writer: step(),
      sha256: runningSha256,
      codec,
      maxParts: 9,
      from,
    });
    if (!second.ok || !second.value.done) throw new Error('the second step was to finish');
    await step().complete(second.value.parts);
    await step().complete(second.value.parts);

    await writeAssetIndex(bucket, 'demo', 'demo-pkg-1', second.value.index);
    const index = (await readAssetIndex(bucket, 'demo', 'demo-pkg-1'))!;
    const assets = packageAssets(bucket, keys.container, index);
    for (const [path, bytes] of Object.entries(contents)) {
      const entry = (await assets.stat(path))!;
      expect(entry.sha256).toBe(await hexSha256(bytes));
      const whole = await new Response(await assets.read(path, { start: 0, end: entry.bytes })).arrayBuffer();
      expect(await hexSha256(whole)).toBe(entry.sha256);
    }
    const part = await new Response(await assets.read('big.bin', { start: 1000, end: 1010 })).bytes();
    expect([...part]).toEqual([...contents['big.bin'].subarray(1000, 1010)]);
    const again = await filesOf(keys.container);
    expect([...again.files.keys()]).toEqual(Object.keys(contents));
  });
  it('[R2-4] an upload that was aborted leaves nothing, and can be aborted twice', async () => {
    const writer = await createMultipart(bucket, 'demo/aborted', { contentType: 'application/zip' });
    const etag = await writer.put(1, new Uint8Array(10));
    await writer.abort();
    await writer.abort();
    await expect(writer.complete([{ partNumber: 1, etag }])).rejects.toThrow();
    expect(await bucket.head('demo/aborted')).toBeNull();
  });
  it('[R2-5] a package is erased with everything of it, and nothing else', async () => {
    const manifest: PlayPackageManifest = {
      manifestVersion: 1,
      minPlayerVersion: '0.1.0',
      format: 'scorm12',
      identifier: 'c',
      activityId: 'urn:c',
      title: 'C',
      languages: [],
      structure: [],
      assets: { count: 0, bytes: 0 },
    };
    await writePackageManifest(bucket, 'demo', 'demo-pkg-2', manifest);
    const checkpoint: BuildCheckpoint = { checkpointVersion: 1, parts: [], sha256: [] };
    await writeCheckpoint(bucket, 'demo', 'demo-pkg-2', { uploadId: 'u', checkpoint, replaces: null });
    await writePackageManifest(bucket, 'demo', 'demo-pkg-22', manifest);
    await deleteCheckpoint(bucket, 'demo', 'demo-pkg-2');
    expect(await readCheckpoint(bucket, 'demo', 'demo-pkg-2')).toBeNull();
    await deletePackage(bucket, 'demo', 'demo-pkg-2');
    await deletePackage(bucket, 'demo', 'demo-pkg-2');
    expect(await readPackageManifest(bucket, 'demo', 'demo-pkg-2')).toBeNull();
    expect(await readPackageManifest(bucket, 'demo', 'demo-pkg-22')).toEqual(manifest);
    expect(await readAssetIndex(bucket, 'demo', 'demo-pkg-2')).toBeNull();
  });
  it('[R2-11] a checkpoint replaces only the one that was read before', async () => {
    const write = async (uploadId: string, replaces: StoredCheckpoint | null) => {
      const checkpoint: BuildCheckpoint = { checkpointVersion: 1, parts: [], sha256: [uploadId] };
      return writeCheckpoint(bucket, 'demo', 'demo-pkg-4', { uploadId, checkpoint, replaces });
    };
    const read = () => readCheckpoint(bucket, 'demo', 'demo-pkg-4');
    expect(await write('a', null)).toBe(true);
    expect(await write('b', null)).toBe(false);
    const first = (await read())!;
    expect(first).toMatchObject({ uploadId: 'a', checkpoint: { sha256: ['a'] } });
    expect(await write('b', first)).toBe(true);
    expect(await write('a', first)).toBe(false);
    expect((await read())!.uploadId).toBe('b');
    const second = (await read())!;
    await deleteCheckpoint(bucket, 'demo', 'demo-pkg-4');
    expect(await write('b', second)).toBe(false);
    expect(await read()).toBeNull();
  });
  it('[R2-10] what is no manifest is never taken for one', async () => {
    await bucket.put(packageKeys('demo', 'demo-pkg-3').manifest, '{"manifestVersion": 1}');
    await expect(readPackageManifest(bucket, 'demo', 'demo-pkg-3')).rejects.toThrow('is no manifest');
  });
  it('[R2-6] the container is gone: a read throws', async () => {
    const entries = { a: { offset: 0, bytes: 5, sha256: '', mediaType: 'text/html' } };
    const assets = packageAssets(bucket, 'demo/nowhere', {
      indexVersion: 1,
      codec: 'plain',
      containerBytes: 5,
      entries,
    });
    await expect(assets.read('a', { start: 0, end: 5 })).rejects.toThrow('container is gone');
  });
});

describe('digests', () => {
  it('[R2-7] agree with WebCrypto whatever the sizes of the chunks', async () => {
    for (const sizes of [[], [0], [1, 2, 3], [300_000, 5, 300_000], [256 * 1024, 1], [200_000, 200_000, 7]]) {
      const hash = runningSha256();
      const chunks = sizes.map((size) => randomBytes(size));
      for (const chunk of chunks) await hash.update(chunk);
      expect(await hash.hex()).toBe(await hexSha256(await new Blob(chunks).arrayBuffer()));
    }
  });
});
