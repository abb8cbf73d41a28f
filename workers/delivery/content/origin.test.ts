import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Asking, apiDouble, ask, manifest, playing, putFiles, putPackage } from '../testing/support.ts';
import { RECORD_SECONDS } from './packages.ts';

const FILES = {
  'one/index.html': '<!doctype html><title>One</title>',
  'one/Über uns.html': 'über'.normalize('NFC').replaceAll('ü', 'u'),
  'media/my%20picture.txt': 'encoded in the archive',
  'media/100%.txt': '0123456789',
  'A.txt': 'upper',
  'Case.txt': 'mixed',
  'a.txt': 'lower',
  'empty.txt': '',
};

let origin = '';
let frameUrl = '';
let cookie = '';
let other: { origin: string; cookie: string };

async function openFrame(url: string): Promise<{ response: Response; cookie: string }> {
  const response = await ask(url);
  return { response, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

beforeAll(async () => {
  const record = await putFiles('demo', FILES);
  const { launched } = await playing(record.id);
  ({ frameUrl, contentOrigin: origin } = launched);
  ({ cookie } = await openFrame(frameUrl));
  const theirs = await playing((await putFiles('demo', FILES)).id);
  other = { origin: theirs.launched.contentOrigin, cookie: (await openFrame(theirs.launched.frameUrl)).cookie };
});

const get = (path: string, headers: Record<string, string> = {}, over: Asking = {}) =>
  ask(`${origin}${path}`, { ...over, headers: { cookie, ...headers } });

describe('the runtime frame', () => {
  it('[ORI-1] exchanges its grant for the cookie', async () => {
    const { response } = await openFrame(frameUrl);
    expect(response.status).toBe(200);
    const attributes = (response.headers.get('set-cookie') ?? '').split('; ').slice(1);
    expect(attributes).toEqual(['Max-Age=3600', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=None', 'Partitioned']);
    expect(cookie.startsWith('__Host-lectern-content=')).toBe(true);
    const elsewhere = frameUrl.replace(origin, other.origin);
    for (const bad of [
      elsewhere,
      `${origin}/.lectern/frame`,
      `${frameUrl}x`,
      `${origin}/.lectern/frame?grant=${cookie.split('=')[1]}`,
    ]) {
      const refused = await openFrame(bad);
      expect(refused.response.status).toBe(401);
      expect(refused.cookie).toBe('');
      expect(await refused.response.text()).toContain('This course is not open');
    }
  });

  it('[ORI-2] listens to one shell and holds no secret', async () => {
    const { response } = await openFrame(frameUrl);
    const page = await response.text();
    expect(page).toContain('<meta name="lectern-shell" content="http://lectern.localhost:4160">');
    expect(page).toContain('src="/.lectern/static/frame.js"');
    expect(page).not.toMatch(/eyJ/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-ancestors http://lectern.localhost:4160');
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('files', () => {
  it('[ORI-3] are for holders of the cookie of this package', async () => {
    expect(await (await get('/one/index.html')).text()).toBe(FILES['one/index.html']);
    for (const wrong of ['', other.cookie, '__Host-lectern-content=x.y.z', `${cookie}x`]) {
      const refused = await get('/one/index.html', { cookie: wrong });
      expect(refused.status).toBe(401);
      expect(await refused.text()).toContain('Open it again');
    }
    expect((await get('/one/index.html', { cookie: `a=b; ${cookie}; c=d` })).status).toBe(200);
  });

  it('[ORI-4] are found as written, or without regard to case while that is clear', async () => {
    const text = async (path: string) => (await get(path)).text();
    expect(await text('/one/INDEX.HTML?x=1')).toBe(FILES['one/index.html']);
    expect((await get(`/one/${encodeURIComponent('über uns.html'.normalize('NFD'))}`)).status).toBe(200);
    expect(await text('/media/100%.txt')).toBe('0123456789');
    expect(await text('/A.txt')).toBe('upper');
    expect(await text('/a.txt')).toBe('lower');
    expect(await text('/case.TXT')).toBe('mixed');
    expect(await text('/media/my%20picture.txt')).toBe('encoded in the archive');
    for (const missing of ['/', '/one', '/one/', '/constructor', '/A.TXT', '/one/%2e%2e/../nothing', '/%E9']) {
      const response = await get(missing);
      expect([missing, response.status]).toEqual([missing, 404]);
      expect(response.headers.get('content-type')).toContain('text/html');
    }
    expect(await (await get('/<b>')).text()).not.toContain('<b>');
  });

  it('[ORI-5] are revalidated by their digest', async () => {
    const first = await get('/media/100%25.txt');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toBe('"digest-of-media/100%25.txt"');
    expect(first.headers.get('cache-control')).toBe('private, max-age=300, must-revalidate');
    const same = await get('/media/100%25.txt', { 'if-none-match': etag });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    const changed = await get('/media/100%25.txt', { range: 'bytes=0-1', 'if-range': '"old"' });
    expect([changed.status, await changed.text()]).toEqual([200, '0123456789']);
  });

  it('[ORI-6] come in ranges', async () => {
    const part = await get('/media/100%25.txt', { range: 'bytes=0-1' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 0-1/10');
    expect(part.headers.get('content-length')).toBe('2');
    expect(await part.text()).toBe('01');
    const tail = await get('/media/100%25.txt', { range: 'bytes=-3' });
    expect([tail.status, await tail.text()]).toEqual([206, '789']);
    const beyond = await get('/media/100%25.txt', { range: 'bytes=10-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    const head = await get('/media/100%25.txt', { range: 'bytes=0-1' }, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
    const whole = await get('/media/100%25.txt');
    expect([whole.headers.get('content-length'), whole.headers.get('accept-ranges')]).toEqual(['10', 'bytes']);
    const empty = await get('/empty.txt');
    expect([empty.status, empty.headers.get('content-length'), await empty.text()]).toEqual([200, '0', '']);
  });

  it('[ORI-7] say what a course may do', async () => {
    const { headers } = await get('/one/index.html');
    expect(headers.get('content-type')).toBe('text/html');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('origin-agent-cluster')).toBe('?1');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:");
    expect(policy).toContain("frame-ancestors 'self' http://lectern.localhost:4160");
    expect(policy).not.toContain('https:');
  });

  it('[ORI-7] an outside address that the manifest launches may be framed', async () => {
    const { structure, ...rest } = manifest();
    const launch = { path: 'https://video.example/watch/1', parameters: '' };
    const outside = { ...rest, structure: [...structure, { ...structure[0]!, id: 'three', launch }] };
    const { launched } = await playing((await putPackage('demo', { manifest: outside })).id);
    const { response } = await openFrame(launched.frameUrl);
    expect(response.headers.get('content-security-policy')).toContain("frame-src 'self' https://video.example;");
  });

  it('[ORI-12] a logo is shown by the shell, when it is a picture of the package and small', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    const files = { 'a/logo.svg': svg, 'page.html': '<p>', 'huge.svg': ' '.repeat(512 * 1024 + 1) };
    const of = async (logo: string | undefined) => {
      const branding = logo === undefined ? {} : { branding: { logo } };
      const { launched } = await playing(
        (await putFiles('demo', files, { manifest: { ...manifest(), ...branding } })).id,
      );
      const mine = (await openFrame(launched.frameUrl)).cookie;
      const asked = (headers: Record<string, string>) => ask(`${launched.contentOrigin}/.lectern/logo`, { headers });
      return { launched, response: await asked({ cookie: mine }), closed: await asked({}) };
    };
    const { launched, response, closed } = await of('a/logo.svg');
    expect(launched.view.logo).toEqual({ path: '/.lectern/logo' });
    expect([response.status, await response.text()]).toEqual([200, svg]);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-site');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
    expect(closed.status).toBe(401);
    for (const none of [undefined, 'page.html', 'huge.svg', 'gone.svg'])
      expect((await of(none)).response.status).toBe(404);
  });

  it('[ORI-8] [ORI-9] nothing else is served', async () => {
    expect((await get('/one/index.html', { 'service-worker': 'script' })).status).toBe(403);
    expect((await get('/api/v1/play-sessions')).status).toBe(404);
    expect((await get('/openapi.json')).status).toBe(404);
    expect((await get('/.lectern/other')).status).toBe(404);
    expect((await get('/.lectern/frame', {}, { method: 'POST', body: {} })).status).toBe(404);
    const post = await get('/one/index.html', {}, { method: 'POST', body: {} });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await ask('http://nonsense.lectern.localhost:4160/one/index.html')).status).toBe(404);
  });

  it('[ORI-11] a package that was withdrawn is served no longer than its record is believed', async () => {
    const record = await putFiles('demo', FILES);
    const { launched } = await playing(record.id);
    const mine = (await openFrame(launched.frameUrl)).cookie;
    const status = async () =>
      (await ask(`${launched.contentOrigin}/one/index.html`, { headers: { cookie: mine } })).status;
    expect(await status()).toBe(200);
    await apiDouble.putPackage({ ...record, state: 'revoked' });
    expect(await status()).toBe(200);
    const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + RECORD_SECONDS * 1000 + 1);
    expect(await status()).toBe(404);
    expect((await openFrame(launched.frameUrl)).response.status).toBe(404);
    later.mockRestore();
  });

  it('a container that is gone is our failure, told without the inside', async () => {
    const record = await putFiles('demo', FILES);
    const { launched } = await playing(record.id);
    const mine = (await openFrame(launched.frameUrl)).cookie;
    await env.PACKAGES_EU.delete(record.containerKey);
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const response = await ask(`${launched.contentOrigin}/A.txt`, { headers: { cookie: mine } });
    log.mockRestore();
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(record.containerKey);
  });
});

describe("the frame's journal", () => {
  it('[ORI-10] keeps the cookie alive', async () => {
    const { player, launched } = await playing((await putFiles('demo', FILES)).id);
    const mine = (await openFrame(launched.frameUrl)).cookie;
    const beat = (headers: Record<string, string>, url = `${launched.contentOrigin}/.lectern/journal`) =>
      ask(url, {
        token: launched.journalToken,
        headers,
        body: { writer: player.writer, launch: launched.launch, entries: [] },
      });
    const fresh = await beat({ cookie: mine });
    expect([fresh.status, fresh.headers.get('set-cookie')]).toEqual([200, null]);
    expect(await fresh.json()).toMatchObject({ acked: 0, view: { state: 'active' } });
    expect((await beat({})).headers.get('set-cookie')).toContain('__Host-lectern-content=');
    const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1801_000);
    const renewed = await beat({ cookie: mine });
    later.mockRestore();
    expect(renewed.headers.get('set-cookie')).toContain('__Host-lectern-content=');
    const elsewhere = await beat({}, `${other.origin}/.lectern/journal`);
    expect([elsewhere.status, elsewhere.headers.get('set-cookie')]).toEqual([401, null]);
  });
});
