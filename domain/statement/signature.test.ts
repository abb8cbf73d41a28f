import { describe, expect, it } from 'vitest';
import { attachmentsRefusal, SIGNATURE, SIGNATURE_TYPE } from './attachments.ts';
import { readSignature, signatureRefusal } from './signature.ts';
import { CERTIFICATE, JWS, SIGNED_STATEMENT } from './signed.testing.ts';
import { good } from './statements.testing.ts';
import type { Attachment, Statement } from './types.ts';
import { publicKeyOf } from './x509.ts';

const decode = (text: string) => Buffer.from(text, 'base64url').toString();
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const jws = (header: unknown, payload: unknown) => `${encode(header)}.${encode(payload)}.c2ln`;
const read = (text: string) => {
  const result = readSignature(text, decode);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};
const attachment = (more: Partial<Attachment> = {}): Attachment => ({
  usageType: SIGNATURE,
  display: { en: 'Signature' },
  contentType: SIGNATURE_TYPE,
  length: 1,
  sha2: 'A'.repeat(64),
  ...more,
});

describe('reading a signature', () => {
  it('[SIG-2] takes header, payload and certificate apart', () => {
    expect(read(`${JWS}\r\n`)).toMatchObject({
      digest: 'SHA-256',
      certificate: CERTIFICATE,
      payload: SIGNED_STATEMENT,
    });
    expect(read(JWS).input).toBe(JWS.slice(0, JWS.lastIndexOf('.')));
    expect(read(jws({ alg: 'RS384' }, {}))).toMatchObject({ digest: 'SHA-384', certificate: null, signature: 'c2ln' });
    expect(read(jws({ alg: 'RS512', x5c: [1] }, {}))).toMatchObject({ digest: 'SHA-512', certificate: null });
  });
  it.each([
    ['HS256', jws({ alg: 'HS256' }, {})],
    ['none', jws({ alg: 'none' }, {})],
    ['a name of every object', jws({ alg: 'toString' }, {})],
    ['no algorithm', jws({}, {})],
    ['a header that is null', jws('null', {})],
  ])('[SIG-3] refuses the algorithm %s', (_why, text) => {
    expect(() => read(text)).toThrow();
  });
  it.each([
    ['two pieces', 'a.b'],
    ['four pieces', `${JWS}.x`],
    ['the JSON serialization', '{"payload":""}'],
    ['a payload that is no JSON', jws({ alg: 'RS256' }, "{'id'}")],
  ])('[SIG-2] refuses %s', (_why, text) => {
    expect(() => read(text)).toThrow(/signature of a statement/);
  });
});

describe('what was signed', () => {
  const signed = { ...read(JWS) };
  const statement = (more: object = {}) =>
    ({
      ...SIGNED_STATEMENT,
      context: { contextActivities: { parent: [{ id: 'https://example.com/p' }] } },
      attachments: [attachment()],
      ...more,
    }) as Statement;
  it('[SIG-4] is the statement without its signature, by the rules of comparison', () => {
    expect(signatureRefusal(signed, statement(), '1.0.3')).toBeUndefined();
    expect(signatureRefusal(signed, statement({ result: { duration: 'PT1.2345S' } }), '1.0.3')).toBeUndefined();
    expect(signatureRefusal(signed, statement({ timestamp: '2026-01-01T00:00:00Z' }), '1.0.3')).toBeUndefined();
  });
  it('[SIG-4] another statement, another attachment or no statement at all is refused', () => {
    const plain = attachment({ usageType: 'https://example.com/usage' });
    const { id: _, ...anonymous } = SIGNED_STATEMENT;
    expect(signatureRefusal({ ...signed, payload: anonymous }, statement(), '1.0.3')).toBeUndefined();
    const others = [{ id: good.id }, { result: { success: true } }, { attachments: [attachment(), plain] }];
    for (const other of others) {
      expect(signatureRefusal(signed, statement(other), '1.0.3')?.detail).toContain('not the one');
    }
    expect(signatureRefusal({ ...signed, payload: { id: 1 } }, statement(), '1.0.3')?.detail).toContain('$.id');
  });
});

describe('declared and brought', () => {
  const refusal = (attachments: Attachment[], brought: string[] = []) =>
    attachmentsRefusal([{ statement: { ...good, attachments }, path: '$[2]' }], new Set(brought))?.where;
  it('[ATT-3] an attachment has a fileUrl or came along', () => {
    const usageType = 'https://example.com/usage';
    expect(refusal([attachment({ usageType, fileUrl: 'https://example.com/f' })])).toBeUndefined();
    expect(refusal([attachment({ usageType })], ['a'.repeat(64)])).toBeUndefined();
    expect(refusal([attachment({ usageType })])).toBe('$[2].attachments[0]');
    const inner = { objectType: 'SubStatement' as const, ...good, attachments: [attachment({ usageType })] };
    const outer = [{ statement: { ...good, object: inner }, path: '$' }];
    expect(attachmentsRefusal(outer, new Set())?.where).toBe('$.object.attachments[0]');
  });
  it('[SIG-1] a signature comes along in any case', () => {
    expect(refusal([attachment({ fileUrl: 'https://example.com/f' })])).toBe('$[2].attachments[0]');
  });
});

describe('certificates', () => {
  const der = new Uint8Array(Buffer.from(CERTIFICATE, 'base64'));
  it('[SIG-5] the public key of a certificate', async () => {
    const key = publicKeyOf(der)!;
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    expect((await crypto.subtle.importKey('spki', new Uint8Array(key), algorithm, false, ['verify'])).type).toBe(
      'public',
    );
  });
  it('[SIG-5] what is cut off or something else has none', () => {
    for (let length = 0; length < der.length; length += 7) expect(publicKeyOf(der.subarray(0, length))).toBeUndefined();
    expect(publicKeyOf(new Uint8Array([0x30, 0x85, 1, 1, 1, 1, 1]))).toBeUndefined();
    expect(publicKeyOf(new Uint8Array([0x02, 0x01, 0x05]))).toBeUndefined();
  });
});
