import { expect, it } from 'vitest';
import assets from './index.ts';

const files: Record<string, string> = {
  '/console/index.html': '<!doctype html>',
  '/assets/main-ab12.js': 'x',
  '/.lectern/static/document.html': '<!doctype html>',
  '/.lectern/static/embed.html': '<!doctype html>',
};
/** Static files as the platform gives them out: their headers cannot be set. */
const FILES = {
  fetch: async (request: Request) => {
    const text = files[new URL(request.url).pathname];
    return text === undefined ? new Response(null, { status: 404 }) : fetch(`data:text/plain,${text}`);
  },
} as unknown as Fetcher;
const get = (path: string, host = 'localhost') =>
  assets.fetch(new Request(`http://${host}${path}`) as never, { FILES });

it('[ASSET-1] no file is taken for another type than it says', async () => {
  const script = await get('/assets/main-ab12.js');
  expect([script.status, await script.text()]).toEqual([200, 'x']);
  expect(script.headers.get('x-content-type-options')).toBe('nosniff');
  expect(script.headers.get('content-security-policy')).toBeNull();
});
it('[ASSET-2] a page runs its own scripts only, and nobody else frames it', async () => {
  const page = await get('/console/index.html');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';.*frame-ancestors 'self'$/);
  expect(page.headers.get('content-security-policy')).toContain("img-src 'self' data: blob: http://*.localhost;");
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
});
it('[ASSET-4] a page of a content host is framed below its own shell, and embedded HTML has no origin', async () => {
  const policy = async (name: string) => {
    const page = await get(`/.lectern/static/${name}.html`, 'demo-pkg-1.lectern.localhost:8787');
    expect(page.headers.get('origin-agent-cluster')).toBe('?1');
    return page.headers.get('content-security-policy');
  };
  const framed = "frame-ancestors 'self' http://lectern.localhost:8787";
  expect(await policy('document')).toMatch(new RegExp(`^default-src 'self';.*${framed}$`));
  expect(await policy('embed')).toBe(`sandbox allow-scripts allow-forms allow-popups; ${framed}`);
});
it('[ASSET-3] what is not there is a 404 in plain text', async () => {
  const none = await get('/nowhere.js');
  expect([none.status, await none.text()]).toEqual([404, 'Not found\n']);
});
