import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUuid, encodeUuid, isIdOf, makeId, parseId, sessionIdOf } from './ids.ts';

const uuid = '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b';

describe('ids', () => {
  it('[ID-1] an id is a DNS label that begins with the tenant', () => {
    const id = makeId('a2345678901234567890', 'pkg', uuid);
    expect(id).toMatch(/^[a-z0-9-]{1,63}$/);
    expect(id.startsWith('a2345678901234567890-pkg-')).toBe(true);
  });
  it('[ID-2] a UUID survives the id and back', () => {
    fc.assert(fc.property(fc.uuid(), (u) => decodeUuid(encodeUuid(u)) === u));
    expect(parseId(makeId('demo', 'imp', uuid), 'imp')).toEqual({
      ok: true,
      value: { tenant: 'demo', kind: 'imp', uuid },
    });
  });
  it('[ID-3] another kind, an unknown form or an overflow is not found', () => {
    for (const text of [
      makeId('demo', 'imp', uuid),
      'x',
      `demo-pkg-8${'0'.repeat(25)}`,
      `Demo-pkg-${'0'.repeat(26)}`,
      '',
    ]) {
      const parsed = parseId(text, 'pkg');
      expect(parsed.ok ? undefined : parsed.error.code).toBe('not_found');
    }
  });
  it('[ID-3] whether it is an id of a kind in a tenant is told without reading it', () => {
    const id = makeId('demo', 'lrn', uuid);
    expect(isIdOf(id, 'demo', 'lrn')).toBe(true);
    const others = [id.slice(0, -1), `${id}0`, id.toUpperCase(), `demo-lrn-8${'0'.repeat(25)}`, ''];
    for (const text of [makeId('demo', 'key', uuid), makeId('demo2', 'lrn', uuid), ...others]) {
      expect(isIdOf(text, 'demo', 'lrn')).toBe(false);
    }
  });
  it('[ID-4] a registration names its session', () => {
    const parsed = parseId(sessionIdOf('demo', uuid), 'ses');
    expect(parsed.ok && parsed.value.uuid).toBe(uuid);
  });
  it('[ID-5] making an id from something else throws', () => {
    expect(() => makeId('No', 'imp', uuid)).toThrow('not a tenant id: No');
    expect(() => makeId('demo', 'imp', 'zz')).toThrow('not a UUID: zz');
  });
});
