import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionIdOf } from '../../domain/kernel/ids.ts';
import type { JournalRequest, JournalResponse } from '../../domain/session/contract.ts';
import { LEASE_SECONDS } from '../../domain/session/limits.ts';
import {
  apiDouble,
  launch,
  manifest,
  playing,
  progressDouble,
  putPackage,
  until,
} from '../../workers/delivery/testing/support.ts';
import type { PlaySessionRpc, Refused, SessionInit } from './contract.ts';
import { SessionStore, TRACE_ROWS_KEPT } from './store.ts';
import { admittedOf, TRACE_CHARS } from './trace.ts';
import { WATCHERS_MAX } from './watchers.ts';

const stubOf = (id: string) => env.PLAY_SESSION.getByName(id);
const rpcOf = (id: string) => stubOf(id) as unknown as PlaySessionRpc;

/** Runs `look` on the object's own storage. */
const inStorage = <T>(id: string, look: (sql: SqlStorage, state: DurableObjectState) => T | Promise<T>): Promise<T> =>
  runInDurableObject(stubOf(id), (_, state) => look(state.storage.sql, state));
const rowsIn = (id: string, table: string) => inStorage(id, (sql) => sql.exec(`SELECT * FROM ${table}`).toArray());
const alarmOf = (id: string) => inStorage(id, (_, state) => state.storage.getAlarm());
const quiet = () => vi.spyOn(console, 'error').mockImplementation(() => undefined);

async function started() {
  const pkg = await putPackage('demo');
  const { made, launched, player } = await playing(pkg.id);
  await until(
    () => rowsIn(made.id, 'outbox'),
    (rows) => rows.length === 0,
  );
  return { id: made.id, registration: made.registration, pkg, launched, player };
}

const accepted = (answer: JournalResponse | Refused): JournalResponse => {
  if ('problem' in answer) throw new Error(answer.problem.detail);
  return answer;
};

afterEach(async () => {
  vi.restoreAllMocks();
  await progressDouble.control({ mode: 'accept' });
  await apiDouble.control({ failing: false });
});

describe('making a session', () => {
  it('[PSO-1] happens once', async () => {
    const registration = crypto.randomUUID();
    const id = sessionIdOf('demo', registration);
    const init: SessionInit = {
      id,
      tenant: 'demo',
      registration,
      packageId: 'demo-pkg-1',
      learner: { id: 'demo-lrn-1', name: 'Ada' },
      homePage: 'https://demo.lectern.example',
      manifest: manifest(),
    };
    expect(await rpcOf(id).view()).toMatchObject({ problem: { code: 'not_found' } });
    expect(await rpcOf(id).openLaunch()).toMatchObject({ problem: { code: 'not_found' } });
    expect(await rpcOf(id).abandon()).toMatchObject({ problem: { code: 'not_found' } });
    expect(await rpcOf(id).history({ after: 0, limit: 1 })).toMatchObject({ problem: { code: 'not_found' } });
    expect((await rpcOf(id).fetch(new Request('https://x/'))).status).toBe(404);
    expect(
      await inStorage(id, (sql) => sql.exec("SELECT name FROM sqlite_master WHERE name = 'head'").toArray()),
    ).toEqual([]);
    expect(await rpcOf(id).create(init)).toMatchObject({ created: true, view: { state: 'created', id } });
    const again = await rpcOf(id).create({ ...init, learner: { id: 'demo-lrn-2', name: 'Eve' } });
    expect(again).toMatchObject({ created: false, view: { learner: { name: 'Ada' } } });
  });
});

describe('what is durable', () => {
  it('[PSO-3] survives eviction, cursor and writers included', async () => {
    const { id, player } = await started();
    await player.send(player.wholeSco('one', 'completed').slice(0, 3));
    const before = await rpcOf(id).view();
    await evictDurableObject(stubOf(id));
    expect(await rpcOf(id).view()).toEqual(before);
    const next = await player.send([player.entry('one', 'entered')]);
    expect(await next.json()).toMatchObject({ code: 'journal_gap', expected: 4 });
  });

  it('[PSO-4] a request that is sent again tells nothing twice', async () => {
    const { id, registration, player } = await started();
    const entries = player.wholeSco('one', 'passed');
    await player.send(entries);
    await until(
      () => rowsIn(id, 'outbox'),
      (rows) => rows.length === 0,
    );
    const { statements, calls } = await progressDouble.seen(registration);
    const trace = await rowsIn(id, 'trace');
    await evictDurableObject(stubOf(id));
    expect(await (await player.send(entries)).json()).toMatchObject({ acked: 4 });
    expect(await rowsIn(id, 'outbox')).toEqual([]);
    expect((await progressDouble.seen(registration)).statements).toEqual(statements);
    expect((await progressDouble.seen(registration)).calls).toHaveLength(calls.length);
    expect(await rowsIn(id, 'trace')).toHaveLength(trace.length);
  });

  it('[PSO-2] a command that cannot be kept changes nothing', async () => {
    const { id, player } = await started();
    const before = await rpcOf(id).view();
    await inStorage(id, (sql) => sql.exec('ALTER TABLE outbox RENAME TO hidden'));
    quiet();
    expect((await player.send(player.wholeSco('one', 'passed'))).status).toBe(500);
    await inStorage(id, (sql) => sql.exec('ALTER TABLE hidden RENAME TO outbox'));
    expect(await rpcOf(id).view()).toEqual(before);
    await evictDurableObject(stubOf(id));
    expect(await rpcOf(id).view()).toEqual(before);
  });

  it('[PSO-14] a command writes the head, its nodes, a trace row and its outbox rows', async () => {
    const { id, player, launched } = await started();
    const entries = player.wholeSco('one', 'incomplete').slice(0, 3);
    const request: JournalRequest = { writer: player.writer, launch: launched.launch, entries };
    const tables = ['course', 'head', 'node', 'trace'];
    const before = await Promise.all(tables.map((table) => rowsIn(id, table)));
    accepted(await rpcOf(id).journal(request, launched.launch));
    const after = await Promise.all(tables.map((table) => rowsIn(id, table)));
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).toHaveLength(1);
    expect(after[2]!.map(({ id }) => id)).toEqual(['one']);
    expect(after[3]).toHaveLength(before[3]!.length + 1);
  });

  it('[PSO-15] the oldest trace rows go', async () => {
    const { id, player } = await started();
    // Two things have happened; the second one now counts as the last but one of a full trace.
    await inStorage(id, (sql) => sql.exec('UPDATE trace SET no = no + ? WHERE no = 2', TRACE_ROWS_KEPT));
    await player.send([player.entry('one', 'entered')]);
    const items = await rpcOf(id).history({ after: 0, limit: 10 });
    expect('items' in items && items.items.map(({ no }) => no)).toEqual([TRACE_ROWS_KEPT + 2, TRACE_ROWS_KEPT + 3]);
  });

  it('[PSO-15] a very large request is shown with the beginnings of its values', () => {
    const entry = { seq: 1, at: '2026-11-21T08:00:00Z', node: 'one', kind: 'call', method: 'LMSSetValue' } as const;
    const small = [{ ...entry, args: ['cmi.suspend_data', 'x'.repeat(5000)] }];
    expect(admittedOf(small, { from: 0, to: 1 })).toEqual(small);
    expect(admittedOf(small, { from: 1, to: 1 })).toEqual([]);
    expect(admittedOf(small, { from: 0, to: 0 })).toEqual([]);
    const entered = { seq: 2, at: entry.at, node: 'one', kind: 'entered' } as const;
    const large = [{ ...entry, args: ['cmi.suspend_data', 'x'.repeat(TRACE_CHARS)] }, entered];
    expect(admittedOf(large, { from: 0, to: 2 })).toEqual([
      { ...entry, args: ['cmi.suspend_data', `${'x'.repeat(200)}…`] },
      entered,
    ]);
  });
});

describe('launches', () => {
  it('[PSO-5] the newest holder may send what an older writer left, a superseded one only its own', async () => {
    const { id, player, launched } = await started();
    await player.send([player.entry('one', 'entered')]);
    const newer = await launch(id, launched.sessionToken);
    const left = [player.entry('one', { method: 'LMSInitialize', args: [''] })];
    const old: JournalRequest = { writer: player.writer, launch: launched.launch, entries: left };
    expect(accepted(await rpcOf(id).journal(old, newer.launch)).acked).toBe(2);
    const forged: JournalRequest = { writer: crypto.randomUUID(), launch: newer.launch, entries: [] };
    expect(await rpcOf(id).journal(forged, launched.launch)).toMatchObject({ problem: { code: 'launch_superseded' } });
  });
});

describe('the outbox', () => {
  it('[PSO-7] is repeated by alarm after a failure, in order and without loss', async () => {
    const { id, registration, player } = await started();
    quiet();
    await progressDouble.control({ mode: 'fail' });
    await player.send(player.wholeSco('one', 'passed'));
    const waiting = await until(
      () => rowsIn(id, 'outbox'),
      (rows) => rows.length > 0,
    );
    const early = (await alarmOf(id)) ?? 0;
    expect(early - Date.now()).toBeLessThanOrEqual(10_000);
    await progressDouble.control({ mode: 'accept' });
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2_000);
    expect(await runDurableObjectAlarm(stubOf(id))).toBe(true);
    expect(await rowsIn(id, 'outbox')).toEqual([]);
    const { statements } = await progressDouble.seen(registration);
    expect(statements.length).toBeGreaterThan(waiting.length);
    expect(statements.filter(({ verb }) => verb.id.endsWith('/passed')).length).toBeGreaterThan(0);
  });

  it('[PSO-8] what a kill left between commit and drain is sent by the alarm', async () => {
    const { id, registration, player } = await started();
    quiet();
    await progressDouble.control({ mode: 'fail' });
    await player.send(player.wholeSco('one', 'passed'));
    await until(
      () => rowsIn(id, 'outbox'),
      (rows) => rows.length > 0,
    );
    expect(await alarmOf(id)).not.toBeNull();
    await progressDouble.control({ mode: 'accept' });
    await evictDurableObject(stubOf(id));
    // Waking up for any reason is enough.
    await rpcOf(id).view();
    const { statements } = await until(
      () => progressDouble.seen(registration),
      (seen) => seen.statements.some(({ verb }) => verb.id.endsWith('/passed')),
    );
    expect(new Set(statements.map(({ id }) => id)).size).toBe(statements.length);
    await until(
      () => rowsIn(id, 'outbox'),
      (rows) => rows.length === 0,
    );
  });

  it('[PSO-8] an alarm is set with the commit', async () => {
    const { id, player } = await started();
    await inStorage(id, (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(stubOf(id));
    await player.send(player.wholeSco('one', 'passed'));
    expect(((await alarmOf(id)) ?? 0) - Date.now()).toBeLessThanOrEqual(10_000);
  });

  it('[PSO-9] a message that is refused for good is set aside with its reason', async () => {
    const { id, registration, player } = await started();
    const log = quiet();
    const [first] = (await progressDouble.seen(registration)).statements;
    await progressDouble.control({ refuse: first!.id });
    await inStorage(id, (sql) =>
      sql.exec('INSERT INTO outbox (data) VALUES (?)', JSON.stringify({ statements: [first], events: [] })),
    );
    await player.send(player.wholeSco('one', 'passed'));
    const rows = await until(
      () => rowsIn(id, 'outbox'),
      (rows) => rows.length === 1 && rows[0]!.refused !== null,
    );
    expect(rows[0]!.refused).toContain('statement_conflict');
    expect(log.mock.calls.flat().join()).toContain('refused for good');
    const { statements } = await progressDouble.seen(registration);
    expect(statements.some(({ verb }) => verb.id.endsWith('/passed'))).toBe(true);
  });

  it('[PSO-6] the state is told to the api, and waits while it is away', async () => {
    const { id, registration, player } = await started();
    quiet();
    await apiDouble.control({ failing: true });
    await player.step({ type: 'exit' });
    await until(
      () => rowsIn(id, 'outbox'),
      (rows) => rows.length > 0,
    );
    await apiDouble.control({ failing: false });
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2_000);
    await runDurableObjectAlarm(stubOf(id));
    const { notes } = await apiDouble.seen();
    expect(notes.filter((note) => note.registration === registration).at(-1)).toMatchObject({ state: 'suspended' });
  });
});

describe('time', () => {
  it('[PSO-12] lost contact suspends, contact brings back', async () => {
    const { id, player } = await started();
    await player.send([player.entry('one', 'entered')]);
    const at = Date.now();
    const alarm = (await alarmOf(id)) ?? 0;
    expect(alarm).toBeLessThanOrEqual(at + LEASE_SECONDS * 1000);
    vi.useFakeTimers({ now: at + LEASE_SECONDS * 1000 + 1, toFake: ['Date'] });
    expect(await runDurableObjectAlarm(stubOf(id))).toBe(true);
    expect(await rpcOf(id).view()).toMatchObject({ view: { state: 'suspended' } });
    const items = await rpcOf(id).history({ after: 0, limit: 100 });
    expect('items' in items && items.items.at(-1)).toMatchObject({ kind: 'lease', outcome: { state: 'suspended' } });
    expect(await (await player.send([])).json()).toMatchObject({ view: { state: 'active' } });
    vi.useRealTimers();
  });

  it('[PSO-12] an alarm before the end of the lease only looks again', async () => {
    const { id } = await started();
    expect(await runDurableObjectAlarm(stubOf(id))).toBe(true);
    expect(await rpcOf(id).view()).toMatchObject({ view: { state: 'active' } });
    const next = (await alarmOf(id)) ?? 0;
    expect(next - Date.now()).toBeGreaterThan((LEASE_SECONDS - 10) * 1000);
  });

  it('[PSO-11] a session that nobody plays is abandoned at the far deadline', async () => {
    const { id, player } = await started();
    await player.step({ type: 'exit' });
    vi.useFakeTimers({ now: Date.now() + 401 * 86_400_000, toFake: ['Date'] });
    await runDurableObjectAlarm(stubOf(id));
    expect(await rpcOf(id).view()).toMatchObject({ view: { state: 'abandoned' } });
    vi.useRealTimers();
  });

  it('[PSO-13] a heartbeat writes nothing until the stored contact is old', async () => {
    const { id, player } = await started();
    const head = await rowsIn(id, 'head');
    await player.send([]);
    expect(await rowsIn(id, 'head')).toEqual(head);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    await player.send([]);
    expect(await rowsIn(id, 'head')).not.toEqual(head);
    vi.useRealTimers();
    expect(await rowsIn(id, 'trace')).toHaveLength(2);
  });
});

describe('watchers', () => {
  it('[PSO-16] get the view at once and with every change, also after eviction', async () => {
    const { id, player } = await started();
    const upgrade = () => new Request('https://play-session/events', { headers: { upgrade: 'websocket' } });
    const { webSocket } = await rpcOf(id).fetch(upgrade());
    const seen: { version: number }[] = [];
    webSocket!.addEventListener('message', ({ data }) => void seen.push(JSON.parse(String(data))));
    webSocket!.accept();
    await until(
      async () => seen.length,
      (count) => count === 1,
    );
    await evictDurableObject(stubOf(id));
    webSocket!.send('hello');
    await player.send(player.wholeSco('one', 'passed'));
    await until(
      async () => seen.length,
      (count) => count === 2,
    );
    expect(seen[1]!.version).toBeGreaterThan(seen[0]!.version);
    await player.send([]);
    expect(seen).toHaveLength(2);
    for (let i = 1; i < WATCHERS_MAX; i++) (await rpcOf(id).fetch(upgrade())).webSocket!.accept();
    expect((await rpcOf(id).fetch(upgrade())).status).toBe(429);
    webSocket!.close();
    const left = () => inStorage(id, (_, state) => state.getWebSockets().length);
    await until(left, (count) => count === WATCHERS_MAX - 1);
  });
});

describe('the store', () => {
  it('[PSO-1] an object whose making was cut off has no session', async () => {
    const id = sessionIdOf('demo', crypto.randomUUID());
    await inStorage(id, (sql) => {
      sql.exec('CREATE TABLE head (one INTEGER); CREATE TABLE course (one INTEGER, data TEXT)');
      sql.exec('ALTER TABLE head ADD COLUMN data TEXT');
      expect(new SessionStore({ sql }).load()).toBeUndefined();
    });
  });
});
