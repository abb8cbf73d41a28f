import { beforeAll, describe, expect, it, vi } from 'vitest';
import { migrate, xapi } from '../testing/support.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const RESOURCES = [
  'statements',
  'activities/state',
  'activities/profile',
  'agents/profile',
  'activities',
  'agents',
  'about',
];
const PATHS = ['', '/1.0.3', '/2.0'].flatMap((root) => RESOURCES.map((resource) => `${root}/${resource}`));
const origin = 'https://courses.example';

describe('a page of another origin', () => {
  it.each(PATHS)(
    '[HTTP-4] /xapi%s: asks beforehand without a credential, and may read even a refusal',
    async (path) => {
      const wanted = 'authorization,content-type,if-match,if-none-match,x-experience-api-version';
      for (const method of ['PUT', 'POST', 'GET', 'DELETE']) {
        const preflight = await xapi(path, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': method,
            'access-control-request-headers': wanted,
            authorization: '',
            'x-experience-api-version': '',
          },
        });
        expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
        expect(preflight.headers.get('access-control-allow-methods')).toContain(method);
        expect(preflight.headers.get('access-control-allow-headers')).toBe(wanted);
      }
      // Nothing that is asked for: 400, or 401 where a credential is needed.
      for (const headers of [{ origin }, { origin, authorization: 'Basic eDp5' }]) {
        const refusal = await xapi(`${path}?foo=1`, { headers });
        expect(refusal.headers.get('access-control-allow-origin')).toBe('*');
        for (const name of [
          'ETag',
          'Last-Modified',
          'X-Experience-API-Consistent-Through',
          'X-Experience-API-Version',
        ]) {
          expect(refusal.headers.get('access-control-expose-headers')?.split(', ')).toContain(name);
        }
        await refusal.body?.cancel();
      }
    },
  );
});
