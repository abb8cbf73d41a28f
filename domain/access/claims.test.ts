import { describe, expect, it } from 'vitest';
import { identityOf } from './claims.ts';

const CLAIMS = { iss: 'https://login.example', sub: 'u-1', aud: 'lrs' };
const whole = { issuer: 'https://login.example', subject: 'u-1', audiences: ['lrs'] };

describe('whom a token stands for', () => {
  it('[ACC-6] issuer, subject, audiences', () => {
    expect(identityOf(CLAIMS)).toEqual({ ok: true, value: whole });
    const several = identityOf({ ...CLAIMS, aud: ['a', 'b'], sub: 's'.repeat(255) });
    expect(several).toMatchObject({ ok: true, value: { audiences: ['a', 'b'] } });
  });
  it.each([
    { iss: undefined },
    { iss: '' },
    { iss: ['x'] },
    { sub: undefined },
    { sub: '' },
    { sub: 7 },
    { sub: 's'.repeat(256) },
    { aud: undefined },
    { aud: [] },
    { aud: ['a', 7] },
    { aud: Array.from({ length: 17 }, String) },
  ])('[ACC-6] refuses %j', (change) => {
    const refused = identityOf({ ...CLAIMS, ...change });
    expect(refused).toEqual({ ok: false, error: expect.stringContaining(`(${Object.keys(change)[0]})`) });
  });
  it.each([
    { claims: { client_id: 'app', azp: 'other' }, client: 'app' },
    { claims: { azp: 'app' }, client: 'app' },
    { claims: { client_id: '', azp: 'app' }, client: 'app' },
    { claims: { client_id: 7 }, client: undefined },
    { claims: { client_id: 'u-1' }, client: undefined },
  ])('[ACC-7] the application of $claims is $client', ({ claims, client }) => {
    const expected = client === undefined ? whole : { ...whole, client };
    expect(identityOf({ ...CLAIMS, ...claims })).toEqual({ ok: true, value: expected });
  });
});
