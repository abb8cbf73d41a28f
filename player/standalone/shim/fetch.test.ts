import { describe, expect, it } from 'vitest';
import { LRS_ENDPOINT, LRS_ORIGIN } from '../lrs/lrs-address.ts';
import type { LrsRequest } from '../lrs/response.ts';
import { type Fetching, patchFetch } from './fetch.ts';
import { findLrs } from './find-lrs.ts';

function page() {
  const asked: LrsRequest[] = [];
  const elsewhere: string[] = [];
  const own: Fetching = {
    fetch: async (input) => {
      elsewhere.push(input instanceof Request ? input.url : String(input));
      return new Response('from elsewhere');
    },
    document: { baseURI: 'https://course.example/pages/' },
    navigator: { sendBeacon: (url) => elsewhere.push(String(url)) > 0 },
  };
  const lrs = {
    answer(request: LrsRequest) {
      asked.push(request);
      return request.method === 'GET'
        ? { status: 200, headers: { etag: '"1"' }, body: '{"a":1}' }
        : { status: 204, headers: {}, body: '' };
    },
  };
  patchFetch(own, { lrs, isOurs: (url) => url.startsWith(LRS_ORIGIN) });
  return { own, asked, elsewhere };
}

describe('fetch and sendBeacon in the page of an AU', () => {
  it('[STA-13] to the LRS are answered there', async () => {
    const { own, asked, elsewhere } = page();
    const read = await own.fetch(`${LRS_ENDPOINT}activities/state?stateId=s`, {
      headers: { Authorization: 'Basic x' },
    });
    expect([read.status, read.headers.get('etag'), await read.json()]).toEqual([200, '"1"', { a: 1 }]);
    expect(asked[0]).toMatchObject({ method: 'GET', headers: { authorization: 'Basic x' }, body: '' });
    await own.fetch(new Request(`${LRS_ENDPOINT}statements`, { method: 'POST', body: '[]', headers: { 'X-A': 'b' } }));
    await own.fetch(new URL(`${LRS_ENDPOINT}statements`), { method: 'put', body: new Blob(['{}']) });
    expect(asked.slice(1)).toMatchObject([
      { method: 'POST', headers: { 'x-a': 'b' }, body: '[]' },
      { method: 'PUT', body: '{}' },
    ]);
    expect(own.navigator.sendBeacon(`${LRS_ENDPOINT}statements`, 'text')).toBe(true);
    expect(own.navigator.sendBeacon(`${LRS_ENDPOINT}statements`, new Blob(['blob']))).toBe(true);
    await expect
      .poll(() => asked.slice(3).map(({ method, body }) => `${method} ${body}`))
      .toEqual(['POST text', 'POST blob']);
    expect(elsewhere).toEqual([]);
  });
  it('[STA-13] to anything else go their way', async () => {
    const { own, asked, elsewhere } = page();
    expect(await (await own.fetch('data.json')).text()).toBe('from elsewhere');
    await own.fetch(new Request('https://cdn.example/x'));
    expect(own.navigator.sendBeacon('/log')).toBe(true);
    expect([elsewhere, asked]).toEqual([['data.json', 'https://cdn.example/x', '/log'], []]);
  });
});

describe('the LRS', () => {
  it('[STA-13] is found in a window above, or above the one that opened this', () => {
    const lrs = { answer: () => ({ status: 200, headers: {}, body: '' }) };
    const top = (more: object): Window => {
      const own = { opener: null, ...more } as unknown as Window;
      return Object.assign(own, { parent: own });
    };
    const player = top({ LecternLrs: lrs });
    const below = { parent: { parent: player } } as unknown as Window;
    expect(findLrs(below)).toBe(lrs);
    expect(findLrs(top({ opener: below }))).toBe(lrs);
    expect(findLrs(top({}))).toBeUndefined();
    const foreign = Object.defineProperty({}, 'LecternLrs', {
      get: () => {
        throw new Error('another origin');
      },
    });
    expect(findLrs({ parent: foreign } as unknown as Window)).toBeUndefined();
  });
});
