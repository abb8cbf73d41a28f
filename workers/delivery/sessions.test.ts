import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { SessionView } from '../../domain/session/contract.ts';
import { sessionObject } from './session-object.ts';
import {
  apiDouble,
  ask,
  HOST,
  launch,
  launchToken,
  manifest,
  open,
  playing,
  progressDouble,
  putPackage,
  until,
} from './testing/support.ts';

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('opening a session', () => {
  it('[SES-1] makes a session once and finds it again', async () => {
    const pkg = await putPackage('demo');
    const first = await open(pkg.id, { name: 'ada' });
    expect(first.response.status).toBe(201);
    expect(first.response.headers.get('location')).toBe(`/api/v1/play-sessions/${first.made.id}`);
    expect(first.response.headers.get('cache-control')).toBe('no-store');
    expect(first.made).toMatchObject({ state: 'created', packageId: pkg.id, take: 1 });
    const again = await open(pkg.id, { name: 'ada' });
    expect(again.response.status).toBe(200);
    expect(again.made.id).toBe(first.made.id);
    const { response } = await open('demo-pkg-nothing');
    expect(response.status).toBe(404);
  });

  it('[MAN-7] a package that wants a later player is not opened, and says so', async () => {
    const pkg = await putPackage('demo', { manifest: { ...manifest(), minPlayerVersion: '99.0.0' } });
    const { response, made } = await open(pkg.id, { name: 'ada' });
    expect([response.status, made]).toEqual([409, expect.objectContaining({ code: 'format_not_playable' })]);
  });

  it('[SES-2] a restart gives up the take that was open', async () => {
    const pkg = await putPackage('demo');
    const first = await playing(pkg.id, 'grace');
    const second = await open(pkg.id, { name: 'grace', restart: true });
    expect(second.made).toMatchObject({ take: 2, state: 'created' });
    expect(second.made.id).not.toBe(first.made.id);
    const old = await ask(`/api/v1/play-sessions/${first.made.id}`, { token: 'operator-demo' });
    expect(await old.json()).toMatchObject({ state: 'abandoned' });
    const late = await first.player.send([first.player.entry('one', 'entered')]);
    expect(await codeOf(late)).toBe('session_closed');
    const relaunch = await ask(`/api/v1/play-sessions/${first.made.id}/launches`, {
      method: 'POST',
      token: first.launched.sessionToken,
    });
    expect(await codeOf(relaunch)).toBe('session_closed');
  });

  it('[SES-2] a take that was given up is followed by the next one', async () => {
    const pkg = await putPackage('demo');
    const first = await open(pkg.id, { name: 'edith' });
    await sessionObject(env, first.made.id).abandon();
    const next = await open(pkg.id, { name: 'edith' });
    expect([next.response.status, next.made.take, next.made.state]).toEqual([201, 2, 'created']);
  });

  it('[SES-3] a repeated key answers with the same session and keeps no link', async () => {
    const pkg = await putPackage('demo');
    const first = await open(pkg.id, { name: 'joan', restart: true, key: 'key-1' });
    const again = await open(pkg.id, { name: 'joan', restart: true, key: 'key-1' });
    expect(again.response.status).toBe(201);
    expect(again.response.headers.get('idempotency-replayed')).toBe('true');
    expect(first.response.headers.get('idempotency-replayed')).toBeNull();
    expect(again.made.id).toBe(first.made.id);
    expect((await launch(again.made.id, launchToken(again.made.launchUrl))).view.id).toBe(first.made.id);
    const { kept } = await apiDouble.seen();
    expect(JSON.stringify(kept)).toContain(first.made.id);
    expect(JSON.stringify(kept)).not.toContain('launch');
    const other = await open(pkg.id, { name: 'mary', key: 'key-1' });
    expect(other.response.status).toBe(422);
    const refused = await open('demo-pkg-nothing', { name: 'mary', key: 'key-2' });
    expect(refused.response.status).toBe(404);
    expect((await open(pkg.id, { name: 'mary', key: 'key-2' })).response.status).toBe(201);
  });

  it('[SES-4] a registration without a session gets one', async () => {
    const pkg = await putPackage('demo');
    const account = { homePage: 'https://hr.example', name: 'cut-off' };
    const api = apiDouble as unknown as { openRegistration(input: object): Promise<{ registration: string }> };
    const wish = { tenant: 'demo', packageId: pkg.id, learner: { name: 'Ada', account }, restart: false };
    const { registration } = await api.openRegistration(wish);
    const { response, made } = await open(pkg.id, { name: 'cut-off' });
    expect([response.status, made.registration, made.state]).toEqual([200, registration, 'created']);
  });

  it('[SES-5] [SES-6] the link leads to the player, which gets all that it needs', async () => {
    const { made } = await open((await putPackage('demo')).id);
    expect(made.launchUrl.startsWith(`${HOST}/play/${made.id}?launch=`)).toBe(true);
    const launched = await launch(made.id, launchToken(made.launchUrl));
    expect(launched.contentOrigin).toBe(`http://${made.packageId}.lectern.localhost:4160`);
    expect(launched.frameUrl.startsWith(`${launched.contentOrigin}/.lectern/frame?grant=`)).toBe(true);
    expect(launched.view).toMatchObject({ id: made.id, state: 'created', learner: { name: 'Ada' } });
    const again = await launch(made.id, launched.sessionToken);
    expect(again.launch).not.toBe(launched.launch);
    const link = await ask(`/api/v1/play-sessions/${made.id}/launch-links`, { method: 'POST', token: 'operator-demo' });
    expect(link.status).toBe(201);
    const { launchUrl } = (await link.json()) as { launchUrl: string };
    expect((await launch(made.id, launchToken(launchUrl))).view.id).toBe(made.id);
  });

  it('[SES-14] a session whose package was withdrawn is not launched', async () => {
    const pkg = await putPackage('demo');
    const { made } = await open(pkg.id);
    await apiDouble.putPackage({ ...pkg, state: 'revoked' });
    const token = launchToken(made.launchUrl);
    const refused = await ask(`/api/v1/play-sessions/${made.id}/launches`, { method: 'POST', token });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'package_revoked']);
  });

  it('lists the sessions of the tenant in pages', async () => {
    const pkg = await putPackage('other');
    for (const name of ['a', 'b', 'c']) await open(pkg.id, { name });
    const first = await ask(`/api/v1/play-sessions?packageId=${pkg.id}&limit=2`, { token: 'operator-other' });
    const page = (await first.json()) as { items: { id: string; state: string; packageTitle: string }[]; next: string };
    expect(page.items).toHaveLength(2);
    expect(page.items[0]).toMatchObject({ state: 'created', packageTitle: 'A course' });
    expect(first.headers.get('link')).toContain('rel="next"');
    const rest = await ask(`/api/v1/play-sessions?packageId=${pkg.id}&limit=2&cursor=${page.next}`, {
      token: 'operator-other',
    });
    expect(await rest.json()).toMatchObject({ items: [{}], next: null });
    const demo = await ask(`/api/v1/play-sessions?packageId=${pkg.id}`, { token: 'operator-demo' });
    expect(await demo.json()).toEqual({ items: [], next: null });
  });
});

describe('playing', () => {
  it('plays a course to its end, and the record is told', async () => {
    const { player, made, started } = await playing((await putPackage('demo')).id);
    expect(started.delivery).toMatchObject({ node: 'one', href: '/one/index.html', runtime: { standard: 'scorm12' } });
    const sent = await player.send(player.wholeSco('one', 'completed'));
    expect(await sent.json()).toMatchObject({ acked: 4, view: { state: 'active' } });
    const moved = await player.step({ type: 'continue' });
    expect(moved.delivery).toMatchObject({ node: 'two' });
    const done = await player.send(player.wholeSco('two', 'passed'));
    expect(await done.json()).toMatchObject({ acked: 8, view: { state: 'completed', completion: 'completed' } });
    const told = await until(
      () => progressDouble.seen(made.registration),
      ({ events }) => events.some(({ type }) => type === 'delivery.play_session.completed.v1'),
    );
    const verbs = told.statements.map(({ verb }) => verb.id.split('/').at(-1));
    expect(verbs.filter((verb) => verb === 'completed').length).toBeGreaterThan(1);
    await until(
      () => apiDouble.seen(),
      ({ notes }) => notes.some((note) => note.registration === made.registration && note.state === 'completed'),
    );
  });

  it('[SES-7] every token opens its own door only', async () => {
    const { player, launched, made } = await playing((await putPackage('demo')).id);
    const base = `/api/v1/play-sessions/${made.id}`;
    const grant = new URL(launched.frameUrl).searchParams.get('grant') ?? '';
    const link = launchToken(made.launchUrl);
    const { sessionToken, journalToken } = launched;
    const body = { launch: launched.launch, request: { type: 'exit' }, cursorVersion: 99 };
    const status = async (path: string, token: string | undefined, body?: object) =>
      (await ask(`${base}${path}`, { token, body, method: body === undefined ? 'GET' : 'POST' })).status;
    for (const token of [undefined, link, journalToken, grant, 'writer-none']) {
      expect(await status('', token)).toBe(401);
      expect(await status('/events', token)).toBe(401);
      expect(await status('/navigation', token, body)).toBe(401);
    }
    expect(await status('', sessionToken)).toBe(200);
    expect(await status('', 'operator-demo')).toBe(200);
    expect(await status('', 'writer-demo')).toBe(403);
    expect(await status('/navigation', 'operator-demo', body)).toBe(401);
    expect(await status('/navigation', sessionToken, body)).toBe(409);
    for (const token of [undefined, sessionToken, journalToken, link]) {
      expect(await status('/journal', token)).toBe(401);
      expect(await status('/launch-links', token, {})).toBe(401);
    }
    for (const token of ['', link, sessionToken, grant, 'operator-demo']) {
      expect((await player.send([], { token })).status).toBe(401);
    }
    const refused = await ask(`${base}/launches`, { method: 'POST', token: journalToken });
    expect([refused.status, await codeOf(refused)]).toEqual([401, 'launch_token_invalid']);
  });

  it('[SES-8] a beacon sends its token in the body; an address never carries one', async () => {
    const { player, launched } = await playing((await putPackage('demo')).id);
    const { journalToken: token, launch } = launched;
    const plain = { 'content-type': 'text/plain;charset=UTF-8' };
    const journal = { writer: player.writer, launch, entries: [player.entry('one', 'entered')] };
    const beacon = await ask(`${player.path}/journal`, { body: { ...journal, token }, headers: plain });
    expect(await beacon.json()).toMatchObject({ acked: 1 });
    const address = await ask(`${player.path}/journal?token=${token}`, { body: journal });
    expect(address.status).toBe(401);
    for (const nobody of ['{', '{"token":1}', { ...journal, token: 'x.y.z' }]) {
      expect((await ask(`${player.path}/journal`, { body: nobody, headers: plain })).status).toBe(401);
    }
    const large = await ask(`${player.path}/journal`, { token, body: `{"writer":"${'x'.repeat(2 * 1_048_576)}"}` });
    expect([large.status, await codeOf(large)]).toEqual([413, 'payload_too_large']);
  });

  it('[SES-9] a malformed journal says where', async () => {
    const { player, launched } = await playing((await putPackage('demo')).id);
    const { journalToken: token, launch } = launched;
    const entry = player.entry('one', 'entered');
    const cases: [unknown, string][] = [
      ['{', '$'],
      ['[]', '$'],
      [{ writer: 'w', launch, entries: [] }, '$.writer'],
      [{ writer: player.writer, launch, entries: [entry, { ...entry, at: 'now' }] }, '$.entries[1].at'],
    ];
    for (const [body, where] of cases) {
      const response = await ask(`${player.path}/journal`, { token, body });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'journal_invalid', where });
    }
  });

  it('[SES-10] events tell the view at once and with every change', async () => {
    const { player, launched } = await playing((await putPackage('demo')).id);
    const stream = await ask(`${player.path}/events`, { token: launched.sessionToken });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader.read()).value ?? '';
    expect(first).toMatch(/^event: view\nid: \d+\ndata: \{.*\}\n\n$/);
    await player.send(player.wholeSco('one', 'completed'));
    const second = (await reader.read()).value ?? '';
    const view = JSON.parse(second.split('data: ')[1] ?? '') as SessionView;
    expect(view.nodes[0]).toMatchObject({ id: 'one', completion: 'completed' });
    await reader.cancel();
  });

  it('[SES-11] the trace tells what happened, in pages', async () => {
    const { player, made } = await playing((await putPackage('demo')).id);
    await player.send(player.wholeSco('one', 'completed'));
    const page = async (query: string) =>
      (await (await ask(`${player.path}/journal?${query}`, { token: 'operator-demo' })).json()) as {
        items: { no: number; kind: string; entries: object[]; statements: string[]; outcome: object }[];
        next: string | null;
      };
    const first = await page('limit=2');
    expect(first.items.map(({ no, kind }) => [no, kind])).toEqual([
      [1, 'launch'],
      [2, 'navigation'],
    ]);
    const rest = await page(`limit=2&cursor=${first.next}`);
    expect(rest.next).toBeNull();
    expect(rest.items).toMatchObject([
      { no: 3, kind: 'journal', entries: [{}, {}, {}, {}], outcome: { state: 'active' } },
    ]);
    const { statements } = await until(
      () => progressDouble.seen(made.registration),
      ({ statements }) => statements.length > 2,
    );
    for (const id of rest.items[0]!.statements) expect(statements.map((s) => s.id)).toContain(id);
    expect((await ask(`${player.path}/journal?cursor=x`, { token: 'operator-demo' })).status).toBe(400);
  });

  it('[SES-13] no token is logged', async () => {
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    const { made, launched } = await playing((await putPackage('demo')).id);
    await ask(launched.frameUrl);
    log.mockRestore();
    expect(lines.some((line) => line.includes('/.lectern/frame'))).toBe(true);
    const grant = new URL(launched.frameUrl).searchParams.get('grant') ?? '';
    for (const token of [launchToken(made.launchUrl), launched.sessionToken, launched.journalToken, grant]) {
      expect(lines.join('\n')).not.toContain(token);
    }
  });
});

describe('isolation', () => {
  it('[SES-12] another tenant finds nothing, another session is a stranger', async () => {
    const { made, launched } = await playing((await putPackage('demo')).id);
    const stranger = await playing((await putPackage('other')).id);
    const neighbour = await playing((await putPackage('demo')).id);
    const base = `/api/v1/play-sessions/${made.id}`;
    const step = { launch: launched.launch, request: { type: 'exit' }, cursorVersion: 1 };
    const journal = { writer: crypto.randomUUID(), launch: launched.launch, entries: [] };
    const routes: [string, object | undefined][] = [
      ['', undefined],
      ['/events', undefined],
      ['/journal', undefined],
      ['/launch-links', {}],
    ];
    for (const [path, body] of routes) {
      const response = await ask(base + path, { token: 'operator-other', body, method: body ? 'POST' : 'GET' });
      expect([path, response.status]).toEqual([path, 404]);
    }
    for (const { launched: theirs } of [stranger, neighbour]) {
      expect((await ask(base, { token: theirs.sessionToken })).status).toBe(401);
      expect((await ask(`${base}/events`, { token: theirs.sessionToken })).status).toBe(401);
      expect((await ask(`${base}/launches`, { method: 'POST', token: theirs.sessionToken })).status).toBe(401);
      expect((await ask(`${base}/navigation`, { token: theirs.sessionToken, body: step })).status).toBe(401);
      expect((await ask(`${base}/journal`, { token: theirs.journalToken, body: journal })).status).toBe(401);
    }
    const unknown = made.id.replace(/.{6}$/, '000000');
    for (const path of ['', '/events', '/journal']) {
      expect((await ask(`/api/v1/play-sessions/${unknown}${path}`, { token: 'operator-demo' })).status).toBe(404);
    }
    const link = { method: 'POST', token: 'operator-demo' };
    expect((await ask(`/api/v1/play-sessions/${unknown}/launch-links`, link)).status).toBe(404);
    expect((await ask('/api/v1/play-sessions/none/journal', { token: 'x.y.z', body: journal })).status).toBe(404);
  });

  it('[TOK-4] strangers do not make the api work', async () => {
    const { asked: before } = await apiDouble.seen();
    await ask('/api/v1/play-sessions/demo-ses-4d1fzn6xgk93t98e1feb0feqa1/launches', {
      method: 'POST',
      token: 'nothing',
    });
    expect((await apiDouble.seen()).asked.signingKeys).toBe(before.signingKeys);
  });
});

describe('the document', () => {
  it('names every route with its problems', async () => {
    const document = (await (await ask('/openapi.json')).json()) as { paths: Record<string, object> };
    expect(
      Object.entries(document.paths).flatMap(([path, ways]) => Object.keys(ways).map((way) => `${way} ${path}`)),
    ).toEqual(
      expect.arrayContaining([
        'post /api/v1/play-sessions',
        'get /api/v1/play-sessions',
        'get /api/v1/play-sessions/{id}',
        'post /api/v1/play-sessions/{id}/launches',
        'post /api/v1/play-sessions/{id}/launch-links',
        'post /api/v1/play-sessions/{id}/journal',
        'get /api/v1/play-sessions/{id}/journal',
        'post /api/v1/play-sessions/{id}/navigation',
        'get /api/v1/play-sessions/{id}/events',
      ]),
    );
  });
});
