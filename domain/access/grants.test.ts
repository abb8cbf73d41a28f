import { describe, expect, it } from 'vitest';
import { type Claims, type Grants, grantedScopes } from './grants.ts';

const TABLE = {
  'lrs.write': ['statements/write', 'state'],
  'lrs.read': ['all/read'],
  'statements/write': ['profile'],
} as const;

describe('grants', () => {
  it('[ACC-3] fixed scopes are the same for every token', () => {
    expect(grantedScopes({ scopes: ['state', 'statements/write'] }, { scope: 'all' })).toEqual([
      'statements/write',
      'state',
    ]);
  });

  it.each<{ name: string; grants: Grants; claims: Claims; granted: string[] }>([
    {
      name: 'a text with values between spaces',
      grants: { claim: 'scope' },
      claims: { scope: 'openid state  statements/write' },
      granted: ['statements/write', 'state'],
    },
    {
      name: 'a list',
      grants: { claim: 'scp' },
      claims: { scp: ['state', 7, null, 'profile'] },
      granted: ['state', 'profile'],
    },
    { name: 'nothing when it is not there', grants: { claim: 'scope' }, claims: {}, granted: [] },
    { name: 'nothing when it is neither', grants: { claim: 'scope' }, claims: { scope: { all: true } }, granted: [] },
  ])('[ACC-3] a claim names scopes: $name', ({ grants, claims, granted }) => {
    expect(grantedScopes(grants, claims)).toEqual(granted);
  });

  it.each<{ claim: string; claims: Claims; granted: string[] }>([
    { claim: 'https://lrs.example/scopes', claims: { 'https://lrs.example/scopes': 'state' }, granted: ['state'] },
    { claim: '/realm_access/roles', claims: { realm_access: { roles: ['state'] } }, granted: ['state'] },
    { claim: '/resource_access/a~1b~0c', claims: { resource_access: { 'a/b~c': 'state' } }, granted: ['state'] },
    { claim: '/realm_access/roles', claims: { '/realm_access/roles': 'state' }, granted: [] },
    { claim: '/realm_access/roles', claims: { realm_access: 'roles' }, granted: [] },
    { claim: 'realm_access.roles', claims: { realm_access: { roles: 'state' } }, granted: [] },
    { claim: '/__proto__/scope', claims: {}, granted: [] },
    { claim: 'constructor', claims: {}, granted: [] },
  ])('[ACC-4] the claim $claim of $claims', ({ claim, claims, granted }) => {
    expect(grantedScopes({ claim }, claims)).toEqual(granted);
  });

  it.each<{ scope: string; granted: string[] }>([
    { scope: 'lrs.write', granted: ['statements/write', 'state'] },
    { scope: 'lrs.read lrs.write', granted: ['statements/write', 'state', 'all/read'] },
    { scope: 'statements/write', granted: ['profile'] },
    { scope: 'all toString __proto__', granted: [] },
  ])('[ACC-5] with a table, only what stands in it: $scope', ({ scope, granted }) => {
    expect(grantedScopes({ claim: 'scope', values: TABLE }, { scope })).toEqual(granted);
  });
  it('[ACC-5] without one, operators are not made by a claim', () => {
    expect(grantedScopes({ claim: 'scope' }, { scope: 'operator all/read' })).toEqual(['all/read']);
  });
});
