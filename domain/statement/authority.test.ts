import { describe, expect, it } from 'vitest';
import { authorityKey, clientAuthority, tokenAuthority } from './authority.ts';
import { type ListQuery, matchesTerms, termNumbers } from './query.ts';
import { stored } from './statements.testing.ts';
import { termNumber, termsOf } from './terms.ts';
import type { Actor } from './types.ts';

const ISSUER = 'https://login.example';
const both = tokenAuthority({ issuer: ISSUER, subject: 'ann', client: 'app' });
const ann = tokenAuthority({ issuer: ISSUER, subject: 'ann' });
const app = tokenAuthority({ issuer: ISSUER, subject: 'app' });

describe('authority', () => {
  it('[AUTH-1] a client is its credential, as an account of the tenant', () => {
    const authority = clientAuthority('https://t.example', { id: 'demo-key-1', name: 'LMS' });
    const account = { homePage: 'https://t.example', name: 'demo-key-1' };
    expect(authority).toEqual({ objectType: 'Agent', name: 'LMS', account });
  });
  it('[AUTH-2] a token is its subject, as an account of the issuer', () => {
    expect(ann).toEqual({ objectType: 'Agent', account: { homePage: ISSUER, name: 'ann' } });
  });
  it('[AUTH-2] application and user are an anonymous Group of two', () => {
    expect(both).toEqual({ objectType: 'Group', member: [app, ann] });
  });
});

describe('own statements', () => {
  const query: ListQuery = {
    kind: 'list',
    terms: [],
    authority: authorityKey(both),
    ascending: false,
    limit: 10,
  };
  const by = (authority: Actor) => stored({ authority });

  it('[AUTH-3] the same application with the same user, and neither of them alone or with somebody else', () => {
    const stranger = tokenAuthority({ issuer: ISSUER, subject: 'bob', client: 'app' });
    const swapped = tokenAuthority({ issuer: ISSUER, subject: 'app', client: 'ann' });
    const elsewhere = tokenAuthority({ issuer: 'https://other.example', subject: 'ann', client: 'app' });
    const seen = [both, ann, app, stranger, swapped, elsewhere].map((authority) =>
      matchesTerms([by(authority)], query),
    );
    expect(seen).toEqual([true, false, false, false, false, false]);
  });
  it('[AUTH-3] the index knows the pair', () => {
    const numbers = [...termsOf(by(both))].map(termNumber);
    const found = (authority: Actor) =>
      termNumbers({ ...query, authority: authorityKey(authority) }).every((any) =>
        any.some((number) => numbers.includes(number)),
      );
    expect(found(both)).toBe(true);
    expect(found(tokenAuthority({ issuer: ISSUER, subject: 'bob', client: 'app' }))).toBe(false);
  });
});
