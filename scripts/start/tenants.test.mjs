import { afterEach, describe, expect, it } from 'vitest';
import { wantedTenants } from './tenants.mjs';

const before = process.env.LECTERN_TENANTS;
afterEach(() => {
  if (before === undefined) delete process.env.LECTERN_TENANTS;
  else process.env.LECTERN_TENANTS = before;
});

describe('which tenants are seeded', () => {
  it('[START-4] demo in eu, and those that LECTERN_TENANTS names', () => {
    delete process.env.LECTERN_TENANTS;
    expect(wantedTenants()).toEqual([{ tenant: 'demo', region: 'eu' }]);
    process.env.LECTERN_TENANTS = ' acme:us, zen ,demo:us';
    expect(wantedTenants()).toEqual([
      { tenant: 'demo', region: 'us' },
      { tenant: 'acme', region: 'us' },
      { tenant: 'zen', region: 'eu' },
    ]);
  });
  it.each(['a', 'Acme:eu', 'acme:ap', 'acme:'])('[START-4] %s is refused with how to write it', (text) => {
    process.env.LECTERN_TENANTS = text;
    expect(wantedTenants).toThrow('write tenants as name:region');
  });
});
