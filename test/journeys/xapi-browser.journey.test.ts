import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import type { Json } from '../support/client.ts';
import { freePort, type Stack, startStack } from '../support/stack.ts';

/**
 * A course that lies on its author's own server and speaks xAPI from the browser with `tincanjs`, as thousands do: every
 * request crosses origins, so this shows CORS too (preflight, headers that scripts may read).
 */
const TINCAN = readFileSync(createRequire(import.meta.url).resolve('tincanjs/build/tincan-min.js'));
const PAGE = `<!doctype html><html lang="en"><title>A course elsewhere</title><script src="/tincan.js"></script>
<script>
  /** The newest version that the library knows. */
  const connect = (given) => new TinCan.LRS({ ...given, version: '1.0.2', allowFail: false });
  /** Asks TinCan.LRS and waits for its callback. */
  const ask = (lrs, method, ...args) => new Promise((done) => {
    const options = typeof args.at(-1) === 'object' && args.at(-1).options ? args.pop().options : {};
    lrs[method](...args, { ...options, callback: (err, result) => done({ err, result }) });
  });
</script><h1>A course elsewhere</h1></html>`;

let stack: Stack;
let browser: Browser;
let server: Server;
let page: Page;

beforeAll(async () => {
  const port = await freePort();
  server = createServer((request, response) => {
    const script = request.url === '/tincan.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(script ? TINCAN : PAGE);
  }).listen(port, '127.0.0.1');
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await stack?.stop();
});

/** What the course's scripts find. They are written as users of tincanjs write them; the library has no types. */
const inCourse = <T>(script: (given: Json) => Promise<T>): Promise<T> =>
  page.evaluate(script, { endpoint: `${stack.url}/xapi/`, username: stack.xapi.key, password: stack.xapi.secret });

declare const TinCan: Json;
declare const connect: (given: Json) => Json;
declare const ask: (lrs: Json, method: string, ...args: Json[]) => Promise<{ err: Json; result: Json }>;

it('sends statements, finds them, reads on with more, and voids one', async () => {
  const found = await inCourse(async (given) => {
    const lrs = connect(given);
    const registration = TinCan.Utils.getUUID();
    const make = (verb: string) =>
      new TinCan.Statement({
        actor: { name: 'Åsa Ölund', mbox: 'mailto:asa@learners.example' },
        verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
        target: { id: 'https://elsewhere.example/course', definition: { name: { sv: 'Kursen' } } },
        context: { registration },
      });
    const statements = ['initialized', 'answered', 'completed'].map(make);
    const saved = [
      await ask(lrs, 'saveStatement', statements[0]),
      await ask(lrs, 'saveStatements', [statements[1], statements[2]]),
    ];
    const params = { registration, limit: 2 };
    const first = await new Promise<Json>((done) =>
      lrs.queryStatements({ params, callback: (err: Json, result: Json) => done({ err, result }) }),
    );
    const second = await new Promise<Json>((done) =>
      lrs.moreStatements({ url: first.result.more, callback: (err: Json, result: Json) => done({ err, result }) }),
    );
    const voiding = new TinCan.Statement({
      actor: { mbox: 'mailto:asa@learners.example' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      target: { objectType: 'StatementRef', id: statements[1].id },
    });
    await ask(lrs, 'saveStatement', voiding);
    return {
      errors: saved.map(({ err }) => err),
      ids: statements.map(({ id }) => id),
      pages: [first, second].map(({ result }) => result.statements.map(({ id }: Json) => id)),
      end: second.result.more,
      plain: await ask(lrs, 'retrieveStatement', statements[1].id).then(({ err }) => err),
      voided: await ask(lrs, 'retrieveVoidedStatement', statements[1].id).then(({ result }) => result.id),
      name: await ask(lrs, 'retrieveStatement', statements[0].id).then(({ result }) => result.actor.name),
      activity: await ask(lrs, 'retrieveActivity', 'https://elsewhere.example/course').then(
        ({ result }) => result.definition.name.sv,
      ),
    };
  });
  const [initialized, answered, completed] = found.ids;
  expect(found).toEqual({
    errors: [null, null],
    ids: found.ids,
    pages: [[completed, answered], [initialized]],
    end: '',
    plain: 404,
    voided: answered,
    name: 'Åsa Ölund',
    activity: 'Kursen',
  });
});

it('sends and reads attachments byte for byte', async () => {
  const found = await inCourse(async (given) => {
    const lrs = connect(given);
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) % 256);
    const attachment = new TinCan.Attachment({
      usageType: 'https://elsewhere.example/photo',
      display: { en: 'A photo' },
      contentType: 'image/jpeg',
      content: bytes.buffer,
    });
    const statement = new TinCan.Statement({
      actor: { mbox: 'mailto:asa@learners.example' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/attempted' },
      target: { id: 'https://elsewhere.example/photo' },
      attachments: [attachment],
    });
    const { err } = await ask(lrs, 'saveStatement', statement);
    const { result } = await ask(lrs, 'retrieveStatement', statement.id, {
      options: { params: { attachments: true } },
    });
    const content = new Uint8Array(result.attachments[0].content);
    return { err, same: content.length === bytes.length && content.every((byte, i) => byte === bytes[i]) };
  });
  expect(found).toEqual({ err: null, same: true });
});

it('keeps states and profiles, guarded by the etag that it reads across origins', async () => {
  const found = await inCourse(async (given) => {
    const lrs = connect(given);
    const agent = new TinCan.Agent({ mbox: 'mailto:asa@learners.example' });
    const activity = new TinCan.Activity({ id: 'https://elsewhere.example/course' });
    const json = { contentType: 'application/json' };
    const of = (options: object) => ({ options: { agent, activity, ...options } });
    const save = (page: number, lastSHA1?: string) =>
      ask(lrs, 'saveState', 'bookmark', { page }, of({ ...json, lastSHA1 })).then(({ err }) => err);
    const read = () => ask(lrs, 'retrieveState', 'bookmark', of({})).then(({ result }) => result);
    const saved = [await save(3)];
    const { etag } = await read();
    saved.push(await save(4, etag), await save(5, etag));
    const state = await read();
    const listed = await ask(lrs, 'retrieveStateIds', of({}));
    await ask(lrs, 'dropState', 'bookmark', of({}));
    const gone = await read();

    const profile = (options: object) => ({ options: { activity, ...json, ...options } });
    await ask(
      lrs,
      'saveActivityProfile',
      'layout',
      { dark: true },
      profile({ requestHeaders: { 'If-None-Match': '*' } }),
    );
    const layout = await ask(lrs, 'retrieveActivityProfile', 'layout', profile({}));
    await ask(
      lrs,
      'saveAgentProfile',
      'speed',
      { rate: 1.5 },
      {
        options: { agent, ...json, requestHeaders: { 'If-None-Match': '*' } },
      },
    );
    const speed = await ask(lrs, 'retrieveAgentProfile', 'speed', { options: { agent } });
    return {
      saved,
      state: state.contents,
      listed: listed.result,
      gone,
      layout: [layout.result.contents, /^"[0-9a-f]{40}"$/.test(layout.result.etag)],
      speed: speed.result.contents,
    };
  });
  expect(found).toEqual({
    saved: [null, null, 412],
    state: { page: 4 },
    listed: ['bookmark'],
    gone: null,
    layout: [{ dark: true }, true],
    speed: { rate: 1.5 },
  });
});

it('reads what a refusal says, and the headers that xAPI adds', async () => {
  const found = await inCourse(async ({ endpoint, username, password }) => {
    const get = async (secret: string) => {
      const headers = { authorization: `Basic ${btoa(`${username}:${secret}`)}`, 'x-experience-api-version': '2.0.0' };
      const response = await fetch(`${endpoint}statements?limit=1`, { headers });
      const names = ['www-authenticate', 'x-experience-api-version', 'x-experience-api-consistent-through'];
      return {
        status: response.status,
        code: ((await response.json()) as Json).code,
        headers: names.filter((name) => response.headers.has(name)),
      };
    };
    return [await get(password), await get('wrong')];
  });
  const always = ['x-experience-api-version', 'x-experience-api-consistent-through'];
  expect(found).toEqual([
    { status: 200, code: undefined, headers: always },
    { status: 401, code: 'unauthorized', headers: ['www-authenticate', ...always] },
  ]);
});
