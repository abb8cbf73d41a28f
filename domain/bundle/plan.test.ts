import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDirectory } from '../package/zip/directory.ts';
import type { ByteSource } from '../package/zip/source.ts';
import { planContainer } from './plan.ts';
import type { ContainerFile, ContainerPlan } from './zip-records.ts';
import { containerBytes, directoryRecords, localHeader } from './zip-records.ts';

/** The container of a plan with zeros for contents: large ones exist only where they are read. */
function imagined(plan: ContainerPlan): ByteSource {
  const pieces: [number, Uint8Array][] = plan.entries.map((entry) => [entry.headerOffset, localHeader(entry)]);
  let at = plan.directoryOffset;
  for (const record of directoryRecords(plan)) {
    pieces.push([at, record]);
    at += record.length;
  }
  return {
    size: at,
    read: async (start, end) => {
      const out = new Uint8Array(end - start);
      for (const [offset, bytes] of pieces) {
        const from = Math.max(start, offset);
        const to = Math.min(end, offset + bytes.length);
        if (from < to) out.set(bytes.subarray(from - offset, to - offset), from - start);
      }
      return out;
    },
  };
}

async function readBack(files: readonly ContainerFile[]) {
  const plan = planContainer(files);
  const source = imagined(plan);
  const directory = await readDirectory(source);
  if (!directory.ok) throw new Error(directory.error.message);
  return { plan, source, entries: directory.value.entries };
}

describe('the plan of a container', () => {
  it('[BUN-1] what is planned is what a reader finds: any number of files of any size', async () => {
    const file = fc.record({ bytes: fc.nat(1000), crc32: fc.nat(0xffffffff) });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 20 }), async (list) => {
        const files = list.map((f, i) => ({ ...f, path: `folder ${i}/ä日-${i}.html` }));
        const { plan, source, entries } = await readBack(files);
        expect(entries.map(({ path, bytes, crc32, method }) => ({ path, bytes, crc32, method }))).toEqual(
          files.map((f) => ({ path: f.path, bytes: f.bytes, crc32: f.crc32, method: 0 })),
        );
        expect(entries.map((entry) => entry.headerOffset)).toEqual(plan.entries.map((entry) => entry.headerOffset));
        expect(source.size).toBe(containerBytes(plan));
      }),
      { numRuns: 50 },
    );
  });
  it('[BUN-2] zip64 records appear exactly where a size or an offset needs them', async () => {
    const edge = 0xffffffff;
    for (const sizes of [[edge - 1], [edge], [edge + 1, 5], [edge - 60, 1, 1], [2 ** 32, 2 ** 32, 3]]) {
      const files = sizes.map((bytes, i) => ({ path: `${i}.bin`, bytes, crc32: i + 1 }));
      const { plan, entries } = await readBack(files);
      expect(entries.map((entry) => entry.bytes)).toEqual(sizes);
      expect(entries.map((entry) => entry.headerOffset)).toEqual(plan.entries.map((entry) => entry.headerOffset));
    }
    const nameBytes = 5;
    expect(localHeader({ path: 'a.bin', bytes: edge - 1, crc32: 0 }).length).toBe(30 + nameBytes);
    expect(localHeader({ path: 'a.bin', bytes: edge, crc32: 0 }).length).toBe(30 + nameBytes + 20);
  });
  it('[BUN-2] more than 65,534 files need zip64 too', async () => {
    for (const count of [0xfffe, 0xffff]) {
      const files = Array.from({ length: count }, (_, i) => ({ path: `${i}`, bytes: 0, crc32: 0 }));
      const plan = planContainer(files);
      const records = [...directoryRecords(plan)];
      expect(records.at(-1)!.length).toBe(count < 0xffff ? 22 : 22 + 20 + 56);
    }
  }, 30_000);
  it('[BUN-3] offsets point at the first byte behind the header', () => {
    const [a, b] = planContainer([
      { path: 'a', bytes: 10, crc32: 0 },
      { path: 'bb', bytes: 20, crc32: 0 },
    ]).entries;
    expect(a).toMatchObject({ headerOffset: 0, offset: 31 });
    expect(b).toMatchObject({ headerOffset: 41, offset: 41 + 32 });
  });
});
