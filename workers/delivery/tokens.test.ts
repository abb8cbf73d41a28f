import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { KEYS_SECONDS, KEYS_TENANTS, KeyCache } from './keys.ts';
import { type Audience, signToken, TOKEN_SECONDS, type TokenClaims, verifyToken } from './tokens.ts';

const secret = (text: string) => new TextEncoder().encode(text.padEnd(32, '.'));
const keys = {
  keys: [
    { kid: 'demo-key-2', secret: secret('new') },
    { kid: 'demo-key-1', secret: secret('old') },
  ],
};
const now = Date.UTC(2026, 10, 21);
const session = 'demo-ses-1';
const claims: readonly TokenClaims[] = [
  { audience: 'launch', tenant: 'demo', session },
  { audience: 'session', tenant: 'demo', session },
  { audience: 'journal', tenant: 'demo', session, launch: 'demo-lch-1', packageId: 'demo-pkg-1' },
  { audience: 'content', tenant: 'demo', session, packageId: 'demo-pkg-1' },
  { audience: 'content-cookie', tenant: 'demo', session, packageId: 'demo-pkg-1' },
];
const check = (token: string, audience: Audience, over: { tenant?: string; now?: number } = {}) =>
  verifyToken(keys, token, { audience, tenant: 'demo', now, ...over });

describe('tokens', () => {
  it.each(claims)('[TOK-1] $audience opens what is its own, for its time', async (made) => {
    const token = await signToken(keys, made, now);
    const expires = now / 1000 + TOKEN_SECONDS[made.audience];
    expect(await check(token, made.audience)).toEqual({ ...made, expires });
    for (const { audience } of claims) {
      if (audience !== made.audience) expect(await check(token, audience)).toBeNull();
    }
    expect(await check(token, made.audience, { tenant: 'other' })).toBeNull();
    expect(await check(token, made.audience, { now: expires * 1000 - 1000 })).not.toBeNull();
    expect(await check(token, made.audience, { now: expires * 1000 })).toBeNull();
  });

  it('[TOK-2] verifies with any key of the tenant and signs with the first', async () => {
    const old = await signToken({ keys: [keys.keys[1]!] }, claims[0]!, now);
    expect(await check(old, 'launch')).toMatchObject({ session });
    const token = await signToken(keys, claims[0]!, now);
    expect(
      await verifyToken({ keys: [keys.keys[0]!] }, token, { audience: 'launch', tenant: 'demo', now }),
    ).not.toBeNull();
    const strange = { keys: [{ kid: 'demo-key-9', secret: secret('new') }] };
    expect(await check(await signToken(strange, claims[0]!, now), 'launch')).toBeNull();
    await expect(signToken({ keys: [] }, claims[0]!, now)).rejects.toThrow('no signing key');
  });

  it('[TOK-2] refuses what is altered, of another algorithm or issuer, or no token at all', async () => {
    const token = await signToken(keys, claims[1]!, now);
    const [head, body, sign] = token.split('.') as [string, string, string];
    const forged = btoa(JSON.stringify({ alg: 'none', kid: 'demo-key-2' })).replaceAll('=', '');
    const made = (alg: string, issuer: string) =>
      new SignJWT({ tenant: 'demo' })
        .setProtectedHeader({ alg, kid: 'demo-key-2' })
        .setIssuer(issuer)
        .setAudience('session')
        .setSubject(session)
        .setExpirationTime(now / 1000 + 60)
        .sign(alg === 'HS256' ? keys.keys[0]!.secret : secret('new'.padEnd(64)));
    expect(await check(await made('HS256', 'lectern/delivery'), 'session')).toMatchObject({ session });
    const bad = [
      '',
      'x',
      'a.b.c',
      `${head}.${body}.${sign.slice(0, -2)}AA`,
      `${head}.${body.slice(0, -1)}.${sign}`,
      `${forged}.${body}.`,
      `${token}${'x'.repeat(3000)}`,
      await made('HS256', 'another'),
      await made('HS512', 'lectern/delivery'),
    ];
    for (const text of bad) expect(await check(text, 'session')).toBeNull();
  });

  it('[TOK-3] keys are asked for once in their time and per tenant, and the oldest are forgotten', async () => {
    let asked = 0;
    const api = {
      signingKeys: async () => {
        asked++;
        return keys;
      },
    };
    const cache = new KeyCache();
    await cache.of(api, 'demo', 0);
    expect(await cache.of(api, 'demo', KEYS_SECONDS * 1000 - 1)).toBe(keys);
    expect(asked).toBe(1);
    await cache.of(api, 'demo', KEYS_SECONDS * 1000);
    expect(asked).toBe(2);
    for (let i = 0; i < KEYS_TENANTS; i++) await cache.of(api, `t${i}`, KEYS_SECONDS * 1000);
    await cache.of(api, 'demo', KEYS_SECONDS * 1000);
    expect(asked).toBe(3 + KEYS_TENANTS);
  });
});
