import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, MAX_PART_HEADER_BYTES, MultipartError, partsOf } from './multipart.ts';

const encoder = new TextEncoder();
const latin = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function read(body: string | Uint8Array, boundary = 'b', size = 1000) {
  const out: [Record<string, string>, string][] = [];
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  for await (const part of partsOf(cut(bytes, size), boundary)) {
    let text = '';
    for await (const piece of part.body) text += latin(piece);
    out.push([Object.fromEntries(part.headers), text]);
  }
  return out;
}

describe('multipart/mixed', () => {
  it('[ATT-1] headers and contents of each part, whatever stands before and after', async () => {
    const body =
      'preamble\r\n--b\r\nContent-Type:text/plain\r\nX-A: 1\r\n\r\none\r\n--b  \r\n\r\ntwo\r\n\r\n--b--\r\nrest';
    expect(await read(body)).toEqual([
      [{ 'content-type': 'text/plain', 'x-a': '1' }, 'one'],
      [{}, 'two\r\n'],
    ]);
    expect(await read('--b--')).toEqual([]);
    expect(await read('\r\n--b\r\n\r\n\r\n--b--')).toEqual([[{}, '']]);
  });
  it('[ATT-1] bytes come out as they went in, however the stream is cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 80 }),
        async (contents, size) => {
          const body = `${contents.map((content) => `--bound\r\nA: b\r\n\r\n${latin(content)}\r\n`).join('')}--bound--\r\n`;
          const bytes = Uint8Array.from(body, (c) => c.charCodeAt(0));
          expect((await read(bytes, 'bound', size)).map(([, text]) => text)).toEqual(contents.map(latin));
        },
      ),
    ));
  it('[ATT-1] what looks like a boundary and is none belongs to the content', async () => {
    expect(await read('--b\r\n\r\na\r\n-b\n--b\r\r\n--c\r\n--b--')).toEqual([[{}, 'a\r\n-b\n--b\r\r\n--c']]);
  });
  it.each([
    ['no boundary', 'x'],
    ['no end', '--b\r\n\r\nx'],
    ['a boundary that goes on', '--bx\r\n\r\n\r\n--b--'],
    ['a header that is none', '--b\r\nwhat\r\n\r\nx\r\n--b--'],
    ['a header without a name', '--b\r\n: x\r\n\r\nx\r\n--b--'],
    ['headers without end', `--b\r\nA: ${'x'.repeat(MAX_PART_HEADER_BYTES)}\r\n\r\nx\r\n--b--`],
  ])('[ATT-1] refuses %s', async (_why, body) => {
    await expect(read(body)).rejects.toBeInstanceOf(MultipartError);
  });
  it('[ATT-1] a part that is passed over is a mistake of the caller', async () => {
    const parts = partsOf(cut(encoder.encode('--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--'), 1000), 'b');
    await parts.next();
    await expect(parts.next()).rejects.toThrow('not read to its end');
  });
  it.each([
    ['multipart/mixed; boundary=abc', 'abc'],
    ['multipart/mixed;charset=x;  BOUNDARY="a b\\"c"; y=z', 'a b"c'],
    ['multipart/mixed', undefined],
    ['multipart/mixed; boundary=', undefined],
    [`multipart/mixed; boundary=${'x'.repeat(71)}`, undefined],
  ])('[ATT-1] the boundary of %s', (header, boundary) => {
    expect(boundaryOf(header)).toBe(boundary);
  });
});
