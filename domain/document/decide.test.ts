import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { XapiVersion } from '../statement/types.ts';
import type { DocumentResource } from './address.ts';
import {
  type Document,
  decideDelete,
  decideWrite,
  MAX_CONTENT_TYPE_CHARS,
  MAX_DOCUMENT_BYTES,
  type StoredDocument,
} from './decide.ts';
import { etagOf } from './etag.ts';
import { mergeDocuments } from './merge.ts';
import { type Preconditions, readPreconditions } from './preconditions.ts';

const JSON_TYPE = 'application/json';
const SHA1 = 'a'.repeat(40);
const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (body: Uint8Array) => new TextDecoder().decode(body);
const doc = (text: string, contentType = JSON_TYPE): Document => ({ contentType, body: bytes(text) });
const stored = (text: string, contentType = JSON_TYPE): StoredDocument => ({
  etag: etagOf(bytes(text)),
  contentType,
  body: () => bytes(text),
});

function tags(ifMatch?: string, ifNoneMatch?: string): Preconditions {
  const read = readPreconditions({ ifMatch, ifNoneMatch });
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}
interface Case {
  method?: 'PUT' | 'POST';
  resource?: DocumentResource;
  version?: XapiVersion;
  preconditions?: Preconditions;
}
const decide = (now: StoredDocument | null, document: Document, more: Case = {}) =>
  decideWrite(now, {
    ...{ method: 'POST', resource: 'state', version: '2.0.0', preconditions: {}, ...more },
    document,
  });
/** The text that is stored, or the code of the refusal. */
function outcome(now: StoredDocument | null, document: Document, more: Case = {}): string {
  const decided = decide(now, document, more);
  return decided.ok ? textOf(decided.value.body) : decided.error.code;
}

describe('preconditions', () => {
  it('[DOC-5] are read', () => {
    expect(tags()).toEqual({});
    expect(tags('*', ' * ')).toEqual({ ifMatch: '*', ifNoneMatch: '*' });
    expect(tags('"a"')).toEqual({ ifMatch: ['a'] });
    expect(tags(undefined, 'W/"a", "b,c" ,"",')).toEqual({ ifNoneMatch: ['a', 'b,c', ''] });
    expect(tags(SHA1.toUpperCase())).toEqual({ ifMatch: [SHA1] });
    expect(tags(`"x", ${SHA1}`)).toEqual({ ifMatch: ['x', SHA1] });
  });
  it.each(['', ',', 'a', '"a', '"a" "b"', 'w/"a"', `${SHA1}a`, '*,"a"'])('[DOC-5] refuses %j', (header) => {
    const match = readPreconditions({ ifMatch: header, ifNoneMatch: undefined });
    expect(match.ok ? '' : `${match.error.code} ${match.error.where}`).toBe('bad_request If-Match');
    const none = readPreconditions({ ifMatch: undefined, ifNoneMatch: header });
    expect(none.ok ? '' : `${none.error.code} ${none.error.where}`).toBe('bad_request If-None-Match');
  });
  it('[DOC-6] hold or refuse', () => {
    const now = stored('{}');
    const own = `"${now.etag}"`;
    const [holds, fails] = ['{"a":1}', 'precondition_failed'];
    for (const method of ['PUT', 'POST'] as const) {
      const with_ = (on: StoredDocument | null, ifMatch?: string, ifNoneMatch?: string) =>
        outcome(on, doc('{"a":1}'), { method, preconditions: tags(ifMatch, ifNoneMatch) });
      expect([with_(now, own), with_(now, `W/${own}`), with_(now, `"x", ${own}`), with_(now, '*')]).toEqual(
        Array(4).fill(holds),
      );
      expect([with_(now, '"x"'), with_(null, own), with_(null, '*')]).toEqual(Array(3).fill(fails));
      expect([with_(now, undefined, '"x"'), with_(null, undefined, '*'), with_(null, undefined, own)]).toEqual(
        Array(3).fill(holds),
      );
      expect([with_(now, undefined, '*'), with_(now, undefined, own), with_(now, own, own)]).toEqual(
        Array(3).fill(fails),
      );
    }
    const refused = decide(now, doc('{}'), { preconditions: tags('"x"') });
    expect(refused.ok ? '' : refused.error).toMatchObject({
      where: 'If-Match',
      detail: expect.stringContaining(own),
    });
    const absent = decide(null, doc('{}'), { preconditions: tags('*') });
    expect(absent.ok ? '' : absent.error.detail).toContain('no document here');
  });
  it('[DOC-6] the tag is the SHA-1 of the bytes', () => {
    expect(etagOf(bytes('abc'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });
  it.each([
    ['DOC-7', 'state', '1.0.3', true, 'new'],
    ['DOC-7', 'state', '2.0.0', true, 'document_exists'],
    ['DOC-7', 'agent-profile', '1.0.3', true, 'document_exists'],
    ['DOC-7', 'activity-profile', '2.0.0', true, 'document_exists'],
    ['DOC-8', 'state', '1.0.3', false, 'new'],
    ['DOC-8', 'state', '2.0.0', false, 'new'],
    ['DOC-8', 'agent-profile', '1.0.3', false, 'precondition_missing'],
    ['DOC-8', 'activity-profile', '1.0.3', false, 'precondition_missing'],
    ['DOC-8', 'agent-profile', '2.0.0', false, 'new'],
  ] as const)('[%s] PUT of %s in %s without headers, stored: %s', (_, resource, version, there, expected) => {
    const now = there ? stored('old') : null;
    expect(outcome(now, doc('new'), { method: 'PUT', resource, version })).toBe(expected);
  });
});

describe('content', () => {
  it('[DOC-9] the first level is merged', () => {
    const merged = (a: string, b: string) => outcome(stored(a), doc(b));
    expect(merged('{"a":{"x":1},"b":2}', '{"a":{"y":1},"c":3}')).toBe('{"a":{"y":1},"b":2,"c":3}');
    expect(merged('{}', '{}')).toBe('{}');
    expect(merged('{"n": 12345678901234567890 , "m":1.0}', '{"k":"}\\",{\\\\"}')).toBe(
      '{"n":12345678901234567890,"m":1.0,"k":"}\\",{\\\\"}',
    );
    expect(merged('{"\\u0061":1}', '{"a":2}')).toBe('{"a":2}');
  });
  it('[DOC-9] merging is that of objects, whatever they hold', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, object, fc.nat(3), (a, b, indent) => {
        const result = mergeDocuments(bytes(JSON.stringify(a, null, indent)), bytes(JSON.stringify(b, null, indent)));
        expect(result.ok && JSON.parse(textOf(result.value))).toEqual(JSON.parse(JSON.stringify({ ...a, ...b })));
      }),
    );
  });
  it('[DOC-10] what is no JSON object of that type is not merged', () => {
    const refused = 'document_not_mergeable';
    expect(outcome(null, doc('{'))).toBe(refused);
    expect(outcome(null, { contentType: 'Application/JSON; charset=utf-8', body: Uint8Array.of(0xff) })).toBe(refused);
    expect(outcome(null, doc('{', 'text/plain'))).toBe('{');
    expect(outcome(null, doc('[1]'))).toBe('[1]');
    expect(outcome(stored('{}'), doc('{}', 'text/plain'))).toBe(refused);
    expect(outcome(stored('{}', 'text/plain'), doc('{}'))).toBe(refused);
    expect(outcome(stored('{}', 'application/json; charset=utf-8'), doc('{"a":1}'))).toBe('{"a":1}');
    for (const text of ['[]', '1', 'null', '"x"', '{']) {
      expect(outcome(stored('{}'), doc(text))).toBe(refused);
      expect(outcome(stored(text), doc('{}'))).toBe(refused);
    }
    expect(outcome(null, doc('{', JSON_TYPE), { method: 'PUT' })).toBe('{');
  });
  it('[DOC-11] sizes end, content stays as it is', () => {
    const large = (size: number, more: Case = {}) =>
      decide(null, { contentType: 'image/png', body: new Uint8Array(size) }, more);
    const most = large(MAX_DOCUMENT_BYTES, { method: 'PUT' });
    expect(most.ok && most.value.body.byteLength).toBe(MAX_DOCUMENT_BYTES);
    expect(most.ok && most.value.contentType).toBe('image/png');
    const more = large(MAX_DOCUMENT_BYTES + 1, { method: 'PUT' });
    expect(more.ok ? '' : more.error.code).toBe('payload_too_large');
    const half = 'x'.repeat(MAX_DOCUMENT_BYTES / 2);
    expect(outcome(stored(`{"a":"${half}"}`), doc(`{"b":"${half}"}`))).toBe('payload_too_large');
    expect(outcome(null, doc('x', 'x'.repeat(MAX_CONTENT_TYPE_CHARS)))).toBe('x');
    expect(outcome(null, doc('x', 'x'.repeat(MAX_CONTENT_TYPE_CHARS + 1)))).toBe('bad_request');
  });
  it('[DOC-12] deleting', () => {
    expect(decideDelete(null, {})).toBeUndefined();
    expect(decideDelete(SHA1, {})).toBeUndefined();
    expect(decideDelete(SHA1, tags(SHA1))).toBeUndefined();
    expect(decideDelete(SHA1, tags('"x"'))?.code).toBe('precondition_failed');
    expect(decideDelete(null, tags('*'))?.code).toBe('precondition_failed');
  });
});
