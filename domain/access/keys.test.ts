import { describe, expect, it } from 'vitest';
import { issuerAddress, keyAddress } from './key-address.ts';
import { keyAge, triedBefore } from './key-age.ts';
import { readKeySet } from './key-set.ts';

const RSA = { kty: 'RSA', n: 'abc', e: 'AQAB' };
const EC = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' };
const ED = { kty: 'OKP', crv: 'Ed25519', x: 'a' };

describe('key sets', () => {
  it('[ACC-8] are read down to what verifying needs', () => {
    const more = { kid: '1', alg: 'RS256', use: 'sig', x5c: ['MII'], key_ops: ['verify'] };
    const read = readKeySet({ keys: [{ ...RSA, ...more }, EC, ED], other: true });
    expect(read).toEqual({ ok: true, value: { keys: [{ ...RSA, kid: '1', alg: 'RS256' }, EC, ED] } });
  });
  it.each([
    { ...RSA, use: 'enc' },
    { ...RSA, alg: 'RS512' },
    { ...RSA, alg: 'RSA-OAEP' },
    { ...RSA, n: undefined },
    { ...RSA, crv: 'P-256' },
    { ...EC, crv: 'P-384' },
    { ...EC, y: '' },
    { ...ED, crv: 'X25519' },
    { kty: 'constructor' },
    {},
    null,
    'key',
  ])('[ACC-8] leave out %j', (key) => {
    expect(readKeySet({ keys: [ED, key] })).toEqual({ ok: true, value: { keys: [ED] } });
    expect(readKeySet({ keys: [key] })).toEqual({ ok: false, error: expect.stringContaining('no key for') });
  });
  it('[ACC-8] have 1 to 32 keys', () => {
    const some = (length: number) => readKeySet({ keys: Array.from({ length }, () => ED) }).ok;
    expect([0, 1, 32, 33].map(some)).toEqual([false, true, true, false]);
    for (const json of [undefined, null, [], {}, { keys: {} }, 'keys']) {
      expect(readKeySet(json)).toEqual({ ok: false, error: expect.stringContaining('no JWK Set') });
    }
  });
  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])('[ACC-9] %s is a secret', (name) => {
    expect(readKeySet({ keys: [ED, { ...RSA, [name]: 'x' }] }).ok).toBe(false);
  });
  it.each([
    { ...RSA, d: 'x' },
    { ...RSA, p: '' },
    { ...EC, d: 'x' },
    { kty: 'oct', k: 'x' },
    { ...ED, use: 'enc', d: 'x' },
  ])('[ACC-9] with a secret are refused whole: %j', (key) => {
    expect(readKeySet({ keys: [ED, key] })).toEqual({ ok: false, error: expect.stringContaining('private or shared') });
  });
});

describe('where keys are fetched', () => {
  it.each([
    'https://login.example/keys',
    'https://login.example:8443/a/b?c=d',
    'https://xn--bcher-kva.example/',
    'https://a_b.login.example/x',
    'HTTPS://LOGIN.EXAMPLE/keys',
  ])('[ACC-10] a public name: %s', (url) => {
    expect(keyAddress(url, false)).toEqual({ ok: true, value: new URL(url).href });
  });
  it.each([
    'http://login.example/keys',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://localhost/',
    'https://intranet/',
    'https://a.localhost/',
    'https://printer.local/',
    'https://db.internal/',
    'https://nas.home.arpa/',
    'https://a.intranet/',
    'https://a.lan/',
    'https://a.home/',
    'https://a.corp/',
    'https://a.private/',
    'https://login.example./',
    'https://ann:secret@login.example/',
    'https://login.example\\@10.0.0.1/',
    'https://login.example/ keys',
    `https://login.example/${'a'.repeat(500)}`,
    'ftp://login.example/',
    'data:application/json,{}',
    '/keys',
    '',
  ])('[ACC-10] nothing else: %s', (url) => {
    expect(keyAddress(url, false).ok).toBe(false);
  });
  it('[ACC-10] the machine itself on a development stack only', () => {
    const own = ['http://localhost:9000/k', 'http://127.0.0.1:1/', 'http://[::1]/', 'https://idp.localhost/'];
    for (const url of own) expect([keyAddress(url, true).ok, keyAddress(url, false).ok], url).toEqual([true, false]);
    for (const url of [
      'http://10.0.0.1/',
      'http://localhost.evil.example/',
      'http://login.example/',
      'ftp://localhost/',
    ]) {
      expect(keyAddress(url, true).ok, url).toBe(false);
    }
    expect(keyAddress('https://login.example/', true).ok).toBe(true);
  });
});

describe('issuers', () => {
  it('[ACC-11] are kept to the letter', () => {
    for (const url of [
      'https://login.example',
      'https://login.example/',
      'https://Login.example/realms/x',
      'https://10.0.0.1',
    ]) {
      expect(issuerAddress(url, false)).toEqual({ ok: true, value: url });
    }
  });
  it.each([
    'http://login.example',
    'https://a@login.example',
    'https://login.example?x',
    'https://login.example/#',
    'login',
    '',
  ])('[ACC-11] refuses %s', (text) => {
    expect([issuerAddress(text, false).ok, issuerAddress(text, true).ok]).toEqual([false, false]);
  });
  it('[ACC-11] of the machine itself may do without TLS on a development stack', () => {
    expect([issuerAddress('http://localhost:9000', true).ok, issuerAddress('http://localhost:9000', false).ok]).toEqual(
      [true, false],
    );
  });
});

describe('the age of keys', () => {
  it.each([
    { seconds: 0, age: 'fresh' },
    { seconds: 599, age: 'fresh' },
    { seconds: 600, age: 'stale' },
    { seconds: 86_399, age: 'stale' },
    { seconds: 86_400, age: 'expired' },
  ])('[ACC-12] after $seconds s they are $age', ({ seconds, age }) => {
    expect(keyAge({ readAt: 1_000_000, now: 1_000_000 + seconds * 1000 })).toBe(age);
  });
  it('[ACC-12] and are read again 30 seconds after the last attempt at the earliest', () => {
    expect(triedBefore(100_000)).toBe(70_000);
  });
});
