import { describe, expect, it } from 'vitest';
import { DEFAULT_SCOPES, isXapiScope, normalScopes, XAPI_SCOPES } from './scope.ts';

describe('scopes', () => {
  it('[ACC-1] are kept in the order of the standard, each once', () => {
    expect(normalScopes(['profile', 'state', 'statements/write', 'state'])).toEqual([
      'statements/write',
      'state',
      'profile',
    ]);
    expect(normalScopes([])).toEqual([]);
  });
  it.each([
    { given: XAPI_SCOPES, kept: ['all'] },
    { given: ['all/read', 'statements/read', 'statements/read/mine', 'state'], kept: ['state', 'all/read'] },
    { given: ['statements/read/mine', 'statements/read'], kept: ['statements/read'] },
    { given: ['statements/read/mine', 'all/read'], kept: ['all/read'] },
    { given: ['statements/write', 'all/read', 'define'], kept: ['statements/write', 'define', 'all/read'] },
  ] as const)('[ACC-1] one that includes another makes it superfluous: $kept', ({ given, kept }) => {
    expect(normalScopes(given)).toEqual(kept);
  });
  it('[ACC-1] an operator is no scope of a client', () => {
    expect(isXapiScope('all/read')).toBe(true);
    for (const text of ['operator', '', 'ALL', 'toString']) expect(isXapiScope(text), text).toBe(false);
  });
  it('[ACC-2] without a wish a client writes, and reads its own', () => {
    expect(DEFAULT_SCOPES).toEqual(['statements/write', 'statements/read/mine']);
  });
});
