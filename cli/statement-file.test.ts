import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { partsOfStream, statementFile } from './statement-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
async function read(path: string): Promise<{ text: string; reads: number[] }> {
  const reads: number[] = [];
  const chunks: Buffer[] = [];
  for await (const chunk of statementFile(path).read((bytes) => reads.push(bytes))) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), reads };
}

describe('a file of statements', () => {
  it('[CLI-11] is cut into parts that cover it exactly, however it comes', async () => {
    const stream = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(stream, fc.integer({ min: 1, max: 15 }), async (chunks, partBytes) => {
        const parts: { number: number; bytes: Buffer }[] = [];
        const comes = async function* () {
          for (const chunk of chunks) yield Buffer.from(chunk);
        };
        for await (const { number, bytes } of partsOfStream(comes(), partBytes)) {
          parts.push({ number, bytes: Buffer.from(bytes) });
        }
        expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(Buffer.concat(chunks));
        expect(parts.map(({ number }) => number)).toEqual(parts.map((_, i) => i + 1));
        expect(parts.slice(0, -1).every(({ bytes }) => bytes.length === partBytes)).toBe(true);
        const last = parts.at(-1);
        expect(last === undefined || (last.bytes.length > 0 && last.bytes.length <= partBytes)).toBe(true);
      }),
    );
  });
  it('[CLI-11] is expanded when it is gzip, and read as it is when it is not', async () => {
    const text = '{"a":1}\n'.repeat(50_000);
    const zipped = gzipSync(text);
    const gzip = await read(fileOf('a.gz', zipped));
    expect([gzip.text, gzip.reads.at(-1)]).toEqual([text, zipped.length]);
    const plain = await read(fileOf('a.ndjson', Buffer.from(text)));
    expect([plain.text, plain.reads.at(-1), statementFile(join(folder, 'a.ndjson')).bytes]).toEqual([
      text,
      text.length,
      text.length,
    ]);
    await expect(read(fileOf('damaged.gz', zipped.subarray(0, 30)))).rejects.toThrow('damaged');
    expect((await read(fileOf('empty', Buffer.alloc(0)))).text).toBe('');
  });
  it('[CLI-3] that is not there, or is a folder, is said', () => {
    expect(() => statementFile(join(folder, 'nowhere'))).toThrow('no file');
    expect(() => statementFile(folder)).toThrow('not a file');
  });
});
