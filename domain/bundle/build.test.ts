import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../package/zip/source.ts';
import { asBytes, countingSource, makeZip, type TestEntry } from '../package/zip/zip.testing.ts';
import { type BuildCheckpoint, type BuildProgress, buildContainer } from './build.ts';
import { filesOf, MemoryParts, nodeSha256 } from './bundle.testing.ts';

/** Builds to the end in steps; between them only JSON survives. */
async function build(
  zip: Uint8Array,
  { partBytes = 64, maxParts = 1_000_000, writer = new MemoryParts(partBytes) } = {},
) {
  const source = bytesSource(zip);
  const files = await filesOf(source);
  let from: BuildCheckpoint | undefined;
  for (let steps = 1; ; steps++) {
    const step = await buildContainer({ source, files, writer, sha256: nodeSha256, maxParts, from });
    if (!step.ok) return { refused: step.error.code, writer, steps };
    if (step.value.done) return { ...step.value, writer, steps };
    from = JSON.parse(JSON.stringify(step.value.checkpoint));
  }
}

/** Another hand's ZIP reader. */
const hasPython = spawnSync('python3', ['--version']).status === 0;

const entry = fc.record({
  data: fc.uint8Array({ maxLength: 300 }),
  method: fc.constantFrom(0, 8),
});

describe('building a container', () => {
  it('[BUN-4] every file lies where the index says, byte for byte, however often the work is interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 7, max: 200 }),
        fc.integer({ min: 1, max: 5 }),
        async (list, partBytes, maxParts) => {
          const zip = makeZip(list.map((e, i) => ({ ...e, name: `f/${i}.html` })));
          const built = await build(zip, { partBytes, maxParts });
          if (!('index' in built)) throw new Error('refused');
          const whole = built.writer.object();
          expect(whole.length).toBe(built.index.containerBytes);
          expect(built.parts.map((part) => part.partNumber)).toEqual(built.parts.map((_, i) => i + 1));
          list.forEach(({ data }, i) => {
            const { offset, bytes, sha256 } = built.index.entries[`f/${i}.html`]!;
            expect(Buffer.compare(whole.subarray(offset, offset + bytes), data)).toBe(0);
            expect(sha256).toBe(createHash('sha256').update(data).digest('hex'));
          });
          const [...parts] = built.writer.parts.values();
          expect(parts.slice(0, -1).every((part) => part.length === partBytes)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
  it('[BUN-5] interrupted or not, the container is the same', async () => {
    const entries: TestEntry[] = Array.from({ length: 20 }, (_, i) => ({ name: `${i}.txt`, data: 'x'.repeat(i * 17) }));
    const whole = await build(makeZip(entries));
    const stepwise = await build(makeZip(entries), { maxParts: 1 });
    expect(stepwise.steps).toBeGreaterThan(5);
    expect(Buffer.compare(stepwise.writer.object(), whole.writer.object())).toBe(0);
  });
  it.skipIf(!hasPython)('[BUN-6] any ZIP tool can test the container (skipped where python3 is absent)', async () => {
    const built = await build(
      makeZip([
        { name: 'a/ä.txt', data: 'hello' },
        { name: 'b.bin', data: 'world' },
      ]),
    );
    const folder = mkdtempSync(join(tmpdir(), 'container-'));
    try {
      const file = join(folder, 'container.zip');
      writeFileSync(file, built.writer.object());
      const out = execFileSync('python3', ['-m', 'zipfile', '-t', file], { encoding: 'utf8' });
      expect(out).toContain('Done testing');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('[BUN-7] a damaged entry refuses the package with its reason', async () => {
    const damaged = await build(makeZip([{ name: 'a', data: 'hello', lie: { crc32: 7 } }]));
    expect('refused' in damaged && damaged.refused).toBe('zip_crc_mismatch');
  });
  it('[BUN-8] a writer that fails is no fault of the package', async () => {
    const writer = new MemoryParts(10);
    writer.put = async () => {
      throw new Error('storage is away');
    };
    await expect(build(makeZip([{ name: 'a', data: 'hello' }]), { writer })).rejects.toThrow('storage is away');
  });
  it('[BUN-9] progress rises to the whole', async () => {
    const source = bytesSource(
      makeZip([
        { name: 'a', data: 'hello' },
        { name: 'b', data: 'world!' },
      ]),
    );
    const told: BuildProgress[] = [];
    const step = await buildContainer({
      source,
      files: await filesOf(source),
      writer: new MemoryParts(1000),
      sha256: nodeSha256,
      maxParts: 10,
      onProgress: (progress) => told.push(progress),
    });
    expect(told.map((p) => [p.filesDone, p.files])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(told[0]!.bytesDone).toBe(36);
    expect(told[1]!.bytesDone).toBe(told[1]!.bytes);
    if (!step.ok || !step.value.done) throw new Error('not done');
    expect(step.value.index.containerBytes).toBe(told[1]!.bytes);
  });
  it('[BUN-10] the source is read once, window by window', async () => {
    const data = asBytes('x').length + 40_000;
    const source = countingSource(makeZip([{ name: 'a', data: new Uint8Array(data), method: 0 }]));
    const files = await filesOf(source);
    source.reads = 0;
    await buildContainer({ source, files, writer: new MemoryParts(5000), sha256: nodeSha256, maxParts: 100 });
    expect(source.reads).toBe(1);
  });
  it('[BUN-11] names that objects are born with are ordinary paths', async () => {
    const built = await build(
      makeZip([
        { name: '__proto__', data: 'p' },
        { name: 'constructor', data: 'c' },
      ]),
    );
    if (!('index' in built)) throw new Error('refused');
    const index = JSON.parse(JSON.stringify(built.index));
    expect(Object.keys(index.entries)).toEqual(['__proto__', 'constructor']);
  });
});
