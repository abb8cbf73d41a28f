import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSse, type SseMessage, SseParser } from './sse.ts';

const parse = (...chunks: string[]): SseMessage[] => {
  const parser = new SseParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
};

describe('server-sent events', () => {
  it('reads name, data and id, and keeps the id for later messages', () => {
    expect(parse('id: 7\nevent: step\ndata: {"a":1}\n\ndata: x\n\n')).toEqual([
      { event: 'step', data: '{"a":1}', id: '7' },
      { event: 'message', data: 'x', id: '7' },
    ]);
  });

  it('joins several data lines by a line feed', () => {
    expect(parse('data: one\ndata:two\ndata:  three\ndata\n\n')[0]?.data).toBe('one\ntwo\n three\n');
  });

  it('passes over comments, retry, unknown fields and messages without data', () => {
    expect(parse(': keep-alive\n\nretry: 100\nfoo: bar\nevent: nothing\n\ndata: x\n\n')).toEqual([
      { event: 'message', data: 'x', id: '' },
    ]);
  });

  it('ignores an id with a null character', () => {
    expect(parse('id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n').map((m) => m.id)).toEqual(['1', '1']);
  });

  it('holds back what has not ended', () => {
    expect(parse('data: x\n')).toEqual([]);
    expect(parse('data: x')).toEqual([]);
  });

  it('reads the same whatever the line ends and wherever the stream is cut', () => {
    const text = 'id: 1\nevent: a\ndata: one\ndata: two\n\n:c\ndata: three\n\n';
    const whole = parse(text);
    expect(whole).toHaveLength(2);
    fc.assert(
      fc.property(
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.nat({ max: text.length * 2 }), { maxLength: 8 }),
        (end, cuts) => {
          const other = text.replaceAll('\n', end);
          const at = [0, ...cuts.sort((a, b) => a - b), other.length];
          expect(parse(...at.slice(1).map((to, i) => other.slice(at[i], to)))).toEqual(whole);
        },
      ),
    );
  });

  it('reads a body whose characters are cut in two, and cancels it when the reader leaves', async () => {
    const bytes = new TextEncoder().encode('data: é\n\ndata: 2\n\ndata: 3\n\n');
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (c) => {
        c.enqueue(bytes.slice(0, 7));
        c.enqueue(bytes.slice(7));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const seen: string[] = [];
    for await (const message of readSse(body)) {
      seen.push(message.data);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['é', '2']);
    expect(cancelled).toBe(true);
  });

  it('ends when the body ends', async () => {
    const body = new Response('data: 1\n\ndata: never finished\n').body!;
    const seen: string[] = [];
    for await (const message of readSse(body)) seen.push(message.data);
    expect(seen).toEqual(['1']);
  });
});
