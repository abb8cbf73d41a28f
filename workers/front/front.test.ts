import { expect, it } from 'vitest';
import front from './index.ts';
import { routeOf } from './routes.ts';

const named = (name: string) =>
  ({
    fetch: async (input: Request | URL | string) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.pathname !== '/openapi.json') return new Response(`${name} ${url.pathname}`);
      return Response.json({ paths: { [`/${name}`]: {} }, components: { schemas: { [name]: {} } } });
    },
  }) as unknown as Fetcher;
const env = {
  API: named('api'),
  DELIVERY: named('delivery'),
  PROGRESS: named('progress'),
  ASSETS: named('assets'),
  SHELL_HOST: 'lectern.localhost',
} as FrontEnv;
const ask = async (url: string) => (await front.fetch(new Request(url) as never, env)).text();

it('[FRONT-1] a content host belongs to delivery, except the frame’s static files', async () => {
  expect(await ask('http://demo-pkg-1.lectern.localhost:1/api/v1/packages')).toBe('delivery /api/v1/packages');
  expect(await ask('http://demo-pkg-1.lectern.localhost:1/.lectern/static/frame.js')).toBe(
    'assets /.lectern/static/frame.js',
  );
});
it('[FRONT-2] elsewhere the path decides', () => {
  const to = (path: string) => routeOf(path).to;
  expect(to('/api/v1/play-sessions')).toBe('delivery');
  expect(to('/api/v1/play-sessions/x/events')).toBe('delivery');
  expect(to('/api/v1/play-sessionsx')).toBe('api');
  expect(to('/api/v1/events')).toBe('progress');
  expect(to('/api/v1/learners/x/transcript')).toBe('progress');
  expect(to('/api/v1/learners/x')).toBe('api');
  expect(to('/xapi/statements')).toBe('progress');
  expect(to('/api/v1/imports')).toBe('api');
  expect(to('/api/v1/health')).toBe('health');
});
it('[FRONT-3] pages of the applications are their one document', async () => {
  expect(routeOf('/console/courses/x')).toEqual({ to: 'asset', path: '/console/index.html' });
  expect(routeOf('/play/demo-ses-1')).toEqual({ to: 'asset', path: '/play/index.html' });
  expect(routeOf('/console/main-ab12.js')).toEqual({ to: 'asset', path: '/console/main-ab12.js' });
  expect(routeOf('/')).toEqual({ to: 'redirect', location: '/console/' });
  expect(routeOf('/docs')).toEqual({ to: 'redirect', location: '/docs/' });
});
it('[FRONT-4] the OpenAPI document is the services’ documents put together', async () => {
  const document = JSON.parse(await ask('http://localhost/api/v1/openapi.json'));
  expect(Object.keys(document.paths)).toEqual(['/api', '/delivery', '/progress']);
  expect(Object.keys(document.components.schemas)).toEqual(['api', 'delivery', 'progress']);
});
it('[FRONT-5] a doubled slash behind the xAPI endpoint is read as one', async () => {
  expect(await ask('http://localhost:1/xapi//statements')).toBe('progress /xapi/statements');
});
