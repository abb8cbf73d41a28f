import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../package/zip/crc32.ts';
import { bytesSource } from '../../package/zip/source.ts';
import { concat } from '../../package/zip/zip.testing.ts';
import { BATCH_BYTES, BATCH_CONTENTS, BATCH_LINES, type Batch, MAX_LINE_BYTES, readBatches, START } from './reader.ts';

const JOB = '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b';
const RULES = { job: JOB, authority: { mbox: 'mailto:import@example.com' } };
const utf8 = new TextEncoder();
const statement = (more: object = {}) => ({
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: 'https://example.com/did' },
  object: { id: 'https://example.com/a' },
  ...more,
});
const uuid = (n: number) => `0193a1b2-c3d4-4e5f-8a6b-${String(n).padStart(12, '0')}`;

async function batchesOf(file: string | Uint8Array, from = START): Promise<Batch[]> {
  const bytes = typeof file === 'string' ? utf8.encode(file) : file;
  const out: Batch[] = [];
  for await (const batch of readBatches(bytesSource(bytes), from, RULES)) out.push(batch);
  return out;
}
/** Number and id of each line, or the rule that refuses it. */
const told = (batches: readonly Batch[]) =>
  batches.flatMap(({ lines }) =>
    lines.map(({ number, record }): [number, string] => [
      number,
      record.ok ? record.value.id : record.error.findings[0]!.rule,
    ]),
  );

describe('reading lines', () => {
  it('[BULK-1] ends of lines, blank lines, a byte order mark and a last line without an end', async () => {
    const [a, b, c] = [1, 2, 3].map((n) => JSON.stringify(statement({ id: uuid(n) })));
    expect(told(await batchesOf(`\ufeff${a}\r\n\n  \r\n${b}\n${c}`))).toEqual([
      [1, uuid(1)],
      [4, uuid(2)],
      [5, uuid(3)],
    ]);
    expect(told(await batchesOf(''))).toEqual([]);
    const [blank] = await batchesOf('\n\n');
    expect(blank!.end).toEqual({ line: 2, offset: 2, crc32: crc32(utf8.encode('\n\n')) });
  });
  it('[BULK-1] goes on at any place, and ends with the checksum of the file', async () => {
    const line = fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((n) => JSON.stringify(statement({ id: uuid(n) }))),
      fc.constantFrom('', '{}', 'ä', '[1]', 'null', JSON.stringify(statement({ result: { response: '日本\u2028' } }))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 60 }), fc.boolean(), async (lines, ended) => {
        const bytes = utf8.encode(lines.join('\n') + (ended ? '\n' : ''));
        const all = await batchesOf(bytes);
        const expected = told(all);
        for (const batch of all) {
          expect(batch.end.crc32).toBe(crc32(bytes.subarray(0, batch.end.offset)));
          const rest = expected.filter(([number]) => number > batch.end.line);
          expect(told(await batchesOf(bytes, batch.end))).toEqual(rest);
        }
        const end = all.at(-1)?.end ?? START;
        expect([end.offset, end.crc32]).toEqual([bytes.length, crc32(bytes)]);
      }),
      { numRuns: 60 },
    );
  });
  it('[BULK-1] a line that is too long is told, and the next one is read', async () => {
    const good = utf8.encode(`${JSON.stringify(statement({ id: uuid(1) }))}\n`);
    const long = new Uint8Array(2 * MAX_LINE_BYTES + 7).fill(120);
    const file = concat(good, long, Uint8Array.of(10), good);
    const batches = await batchesOf(file);
    expect(told(batches)).toEqual([
      [1, uuid(1)],
      [2, 'BULK-1'],
      [3, uuid(1)],
    ]);
    expect(batches.at(-1)!.end).toEqual({ line: 3, offset: file.length, crc32: crc32(file) });
    expect(told(await batchesOf(concat(good, long)))).toEqual([
      [1, uuid(1)],
      [2, 'BULK-1'],
    ]);
  });
  it('[BULK-2] what is no JSON in UTF-8 or no statement is told by its line', async () => {
    const bad = { id: uuid(7), actor: {}, verb: {}, object: {}, x1: 1, x2: 1, x3: 1 };
    const [batch] = await batchesOf(concat(utf8.encode(`{"a":\n${JSON.stringify(bad)}\n`), Uint8Array.of(34, 255, 34)));
    const reports = batch!.lines.map(({ number, record }) => ({ number, ...(record.ok ? {} : record.error) }));
    const rule = 'BULK-2';
    const message = expect.stringContaining('not JSON in UTF-8');
    expect(reports).toEqual([
      { number: 1, id: null, total: 1, findings: [{ path: '$', rule, message }] },
      { number: 2, id: uuid(7), total: 6, findings: expect.any(Array) },
      { number: 3, id: null, total: 1, findings: [{ path: '$', rule, message }] },
    ]);
    expect(reports[1]?.findings).toHaveLength(5);
    const [unquoted] = await batchesOf(utf8.encode('{"a":1,}'));
    expect(JSON.stringify(unquoted!.lines[0]!.record)).toMatch(/in JSON at position 7"/);
  });
});

describe('batches', () => {
  const lines = (statements: readonly object[]) => statements.map((one) => `${JSON.stringify(one)}\n`).join('');
  const sizes = async (statements: readonly object[]) =>
    (await batchesOf(lines(statements))).map((batch) => batch.lines.length);

  it('[BULK-8] have so many lines and bytes', async () => {
    const many = Array.from({ length: BATCH_LINES + 3 }, (_, n) => statement({ id: uuid(n) }));
    expect(await sizes(many)).toEqual([BATCH_LINES, 3]);
    const response = 'x'.repeat(BATCH_BYTES / 5);
    const large = Array.from({ length: 7 }, (_, n) => statement({ id: uuid(n), result: { response } }));
    expect(await sizes(large)).toEqual([5, 2]);
  });
  it('[BULK-8] hold no id twice, in whatever case', async () => {
    const id = 'aaaaaaaa-c3d4-4e5f-8a6b-000000000001';
    expect(
      await sizes([statement({ id }), statement(), statement({ id: id.toUpperCase() }), statement({ id })]),
    ).toEqual([2, 1, 1]);
  });
  it('[BULK-8] need so many contents', async () => {
    const attachment = (n: number) => ({
      usageType: 'https://example.com/u',
      display: { en: 'A' },
      contentType: 'text/plain',
      length: 1,
      sha2: String(n).padStart(64, '0'),
    });
    const one = (n: number) => statement({ attachments: [attachment(n), attachment(0)] });
    const many = Array.from({ length: BATCH_CONTENTS + 20 }, (_, n) => one(n + 1));
    expect(await sizes(many)).toEqual([BATCH_CONTENTS - 1, 21]);
    const hoard = statement({ attachments: Array.from({ length: BATCH_CONTENTS * 2 }, (_, n) => attachment(n)) });
    expect(await sizes([hoard, statement()])).toEqual([1, 1]);
  });
});
