import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDirectory } from '../package/zip/directory.ts';
import { readEntry, storedRange } from '../package/zip/entries.ts';
import { bytesSource } from '../package/zip/source.ts';
import { concat } from '../package/zip/zip.testing.ts';
import { dataDescriptor, directoryRecords } from './zip-records.ts';
import { ZipStream } from './zip-stream.ts';

type Files = readonly { readonly path: string; readonly chunks: readonly Uint8Array[] }[];

async function archive(files: Files): Promise<Uint8Array> {
  const zip = new ZipStream();
  const out: Uint8Array[] = [];
  for (const { path, chunks } of files) {
    for await (const piece of zip.entry(path, inTurn(chunks))) out.push(piece);
  }
  return concat(...out, ...zip.end());
}

async function* inTurn(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const hasPython = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

describe('an archive that is written while its contents are made', () => {
  it('[BUN-16] holds what went in, however it was cut', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunks, { minLength: 1, maxLength: 8 }), async (list) => {
        const files = list.map((pieces, i) => ({ path: `folder/ä-${i}.bin`, chunks: pieces }));
        const source = bytesSource(await archive(files));
        const directory = await readDirectory(source);
        if (!directory.ok) throw new Error(directory.error.message);
        for (const [i, entry] of directory.value.entries.entries()) {
          const read = await readEntry(source, entry, 1000);
          expect(read).toEqual({ ok: true, value: concat(...files[i]!.chunks) });
          const range = await storedRange(source, entry);
          expect(range.ok && (await source.read(range.value.start, range.value.end))).toEqual(
            concat(...files[i]!.chunks),
          );
        }
        expect(directory.value.entries.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
      }),
      { numRuns: 50 },
    );
  });
  it('[BUN-16] sizes beyond 4 GiB have eight bytes', () => {
    const bytes = 5 * 1024 ** 3;
    expect(new DataView(dataDescriptor({ bytes, crc32: 1 }).buffer).getBigUint64(8, true)).toBe(BigInt(bytes));
    const entry = { path: 'a', bytes, crc32: 1, headerOffset: 0, offset: 51, streamed: true };
    const [record] = directoryRecords({ entries: [entry], directoryOffset: 51 + bytes + 24 });
    expect(record!.length).toBe(46 + 1 + 4 + 16);
  });
  it.skipIf(!hasPython)('[BUN-16] any ZIP tool can test it (skipped where python3 is absent)', async () => {
    const text = (value: string) => [new TextEncoder().encode(value)];
    const folder = mkdtempSync(join(tmpdir(), 'archive-'));
    try {
      const file = join(folder, 'archive.zip');
      writeFileSync(
        file,
        await archive([
          { path: 'a.ndjson', chunks: text('{}\n') },
          { path: 'b/é', chunks: [] },
        ]),
      );
      expect(execFileSync('python3', ['-m', 'zipfile', '-t', file], { encoding: 'utf8' })).toContain('Done testing');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
