import { beforeAll, describe, expect, it, vi } from 'vitest';
import { makeId } from '../../../domain/kernel/ids.ts';
import { ProgressRpc } from '../rpc.ts';
import { feedOf } from '../services/bindings.ts';
import { bindings, COURSE, eventually, lifeStatement, migrate, operator, xapi } from '../testing/support.testing.ts';
import { moreLink } from '../xapi/more.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

interface Page {
  items: Record<string, unknown>[];
  next: string | null;
}
const get = async <T = Page>(path: string, token?: string) => (await (await operator(path, token)).json()) as T;
const newLearner = () => makeId('demo', 'lrn', crypto.randomUUID());

/** Takes a course `n` times, one registration each, and waits until all of it is projected. */
async function learnerWith(n: number): Promise<string> {
  const learner = newLearner();
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString();
  for (let i = 0; i < n; i++) {
    const registration = crypto.randomUUID();
    const lesson = {
      registration,
      learner,
      activity: `${COURSE}/sco`,
      type: 'http://adlnet.gov/expapi/activities/lesson',
    };
    const response = await xapi('/statements', {
      method: 'POST',
      body: [
        lifeStatement('initialized', { registration, learner, at: at(3 * i) }),
        lifeStatement('initialized', { ...lesson, at: at(3 * i) }),
        lifeStatement('terminated', { ...lesson, at: at(3 * i + 1), result: { duration: 'PT30S' } }),
        lifeStatement('completed', { registration, learner, at: at(3 * i + 2), result: { score: { scaled: i / 10 } } }),
      ],
    });
    expect(response.status).toBe(200);
  }
  await eventually(
    () => get(`/api/v1/learners/${learner}/completions?limit=100`),
    (page) => page.items.length === n,
  );
  return learner;
}

describe('learners', () => {
  it('[READ-1] only those of the tenant, only for operators', async () => {
    const learner = newLearner();
    for (const what of ['attempts', 'completions', 'transcript']) {
      const path = `/api/v1/learners/${learner}/${what}`;
      expect((await operator(path)).status).toBe(200);
      expect((await operator(path, 'other-operator')).status).toBe(404);
      expect((await operator(path, 'nobody')).status).toBe(401);
      expect((await operator(path.replace(learner, 'demo-lrn-nobody'))).status).toBe(404);
    }
    expect(await get(`/api/v1/learners/${learner}/attempts`)).toEqual({ items: [], next: null });
    expect(await get(`/api/v1/learners/${learner}/transcript`)).toMatchObject({
      courses: [],
      learner: { name: 'Ada Lovelace' },
    });
  });
  it('[READ-2] pages of attempts and completions, newest first, each once', async () => {
    const learner = await learnerWith(3);
    for (const [what, total, key] of [
      ['attempts', 6, 'openedAt'],
      ['completions', 3, 'completedAt'],
    ] as const) {
      const path = `/api/v1/learners/${learner}/${what}`;
      const items: Page['items'] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Page = await get(`${path}?limit=2${cursor && `&cursor=${cursor}`}`);
        items.push(...page.items);
        cursor = page.next;
      }
      expect(items).toHaveLength(total);
      expect(new Set(items.map((item) => JSON.stringify(item))).size).toBe(total);
      const times = items.map((item) => String(item[key]));
      expect(times).toEqual(times.toSorted().toReversed());
      expect((await operator(`${path}?cursor=x`)).status).toBe(400);
      expect((await operator(`${path}?limit=0`)).status).toBe(400);
    }
  });
  it('[READ-3] a transcript adds up the time of the parts where the course told none', async () => {
    const learner = await learnerWith(2);
    const transcript = await get<{ courses: object[] }>(`/api/v1/learners/${learner}/transcript`);
    expect(transcript.courses).toMatchObject([
      {
        activity: { id: COURSE, title: 'Golf explained' },
        completion: 'completed',
        success: 'unknown',
        score: { scaled: 0.1 },
        duration: 'PT30S',
        startedAt: '2026-01-31T12:03:00.000000Z',
        completedAt: '2026-01-31T12:05:00.000000Z',
      },
      { score: { scaled: 0 } },
    ]);
  });
});

const event = (id: string, type = 'content.play_package.built.v1', tenant = 'other') =>
  ({
    specversion: '1.0',
    id,
    source: `/content/tenants/${tenant}`,
    type,
    subject: id,
    time: '2026-01-01T00:00:00Z',
    datacontenttype: 'application/json',
    tenant,
    data: {},
  }) as Parameters<ReturnType<typeof feedOf>['append']>[0][number];

describe('the feed', () => {
  const publish = (...ids: string[]) => feedOf(bindings, 'other').append(ids.map((id) => event(id)));

  /** Reads server-sent events until `count` have come; tells their ids and the last cursor. */
  async function listen(
    path: string,
    count: number,
    meanwhile: () => Promise<void> = async () => {},
    headers: object = {},
  ) {
    const response = await operator(path, 'other-operator', { accept: 'text/event-stream', ...headers });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    let started = false;
    while ((text.match(/^id: /gm) ?? []).length < count) {
      text += (await reader.read()).value ?? '';
      if (!started) await meanwhile();
      started = true;
    }
    await reader.cancel();
    const data = [...text.matchAll(/^data: (.*)$/gm)].map((match) => (JSON.parse(match[1]!) as { id: string }).id);
    return { data, last: [...text.matchAll(/^id: (.*)$/gm)].at(-1)![1]! };
  }

  it('[READ-4] is read by cursor and live, without a gap between', async () => {
    await publish('a', 'b', 'c');
    const first = await get('/api/v1/events?limit=2', 'other-operator');
    expect(first.items.map((item) => item.id)).toEqual(['a', 'b']);
    const second = await get(`/api/v1/events?cursor=${first.next}`, 'other-operator');
    expect(second.items.map((item) => item.id)).toEqual(['c']);
    expect(await get(`/api/v1/events?cursor=${second.next}`, 'other-operator')).toEqual({
      items: [],
      next: second.next,
    });
    const live = await listen(`/api/v1/events?cursor=${first.next}`, 3, () => publish('c', 'd', 'e'));
    expect(live.data).toEqual(['c', 'd', 'e']);
    const resumed = await listen('/api/v1/events', 2, () => publish('f', 'g'), { 'last-event-id': live.last });
    expect(resumed.data).toEqual(['f', 'g']);
    await feedOf(bindings, 'other').append([event('h', 'delivery.play_session.started.v1')]);
    const typed = await listen('/api/v1/events?type=delivery.play_session.started.v1', 1);
    expect(typed.data).toEqual(['h']);
  });
  it('[READ-4] refuses what is no cursor and no type', async () => {
    expect((await operator('/api/v1/events?cursor=x')).status).toBe(400);
    expect((await operator(`/api/v1/events?cursor=${btoa('[-1]')}`)).status).toBe(400);
    const unknown = await operator('/api/v1/events?type=x');
    expect([unknown.status, await unknown.text()]).toEqual([
      400,
      expect.stringContaining('progress.attempt.closed.v1'),
    ]);
  });
});

describe('what delivery may ask', () => {
  const rpc = new ProgressRpc({ waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext, bindings);
  it('[RPC-1] admits statements once and refuses bad ones by value', async () => {
    const learner = newLearner();
    const statements = [lifeStatement('initialized', { registration: crypto.randomUUID(), learner })];
    const first = await rpc.admit({ tenant: 'demo', statements });
    expect(first).toEqual({ stored: expect.stringMatching(/Z$/) });
    expect('stored' in (await rpc.admit({ tenant: 'demo', statements }))).toBe(true);
    expect(await rpc.admit({ tenant: 'demo', statements: [{ actor: {} }] })).toMatchObject({
      problem: { code: 'statement_invalid' },
    });
    await eventually(
      () => get(`/api/v1/learners/${learner}/attempts`),
      (page) => page.items.length === 1,
    );
  });
  it('[RPC-2] publishes to the feed of the tenant, and to no other', async () => {
    await rpc.publish({ tenant: 'other', events: [event('rpc')] });
    const { items } = await feedOf(bindings, 'other').read({ after: 0, limit: 100 });
    expect(items.some((item) => item.event.id === 'rpc')).toBe(true);
    await expect(rpc.publish({ tenant: 'demo', events: [event('rpc')] })).rejects.toThrow('its own tenant');
    await expect(rpc.publish({ tenant: 'other', events: Array(101).fill(event('rpc')) })).rejects.toThrow(
      'at most 100',
    );
  });
  it('[RPC-3] a launched course is answered like at the door, attributed to its package, and reads one registration', async () => {
    const [own, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const course = { id: 'demo-pkg-1', name: 'Golf' };
    const ask = (path: string, init: RequestInit = {}) => {
      const headers = { 'x-experience-api-version': '1.0.3', 'content-type': 'application/json' };
      const request = new Request(`https://content.example/xapi${path}`, { ...init, headers });
      return rpc.xapi(request, { tenant: 'demo', registration: own, course });
    };
    const statements = [own, other].map((registration) => lifeStatement('initialized', { registration }));
    const posted = await ask('/statements', { method: 'POST', body: JSON.stringify(statements) });
    expect(await posted.json()).toEqual(statements.map(({ id }) => id));
    const listed = async (path: string) => {
      const page = (await (await ask(path)).json()) as {
        statements: { id: string; authority: { account: { name: string } } }[];
      };
      return page.statements.map(({ id, authority }) => [id, authority.account.name]);
    };
    const mine = [[statements[0]!.id, course.id]];
    expect(await listed('/statements')).toEqual(mine);
    expect(await listed(`/statements?registration=${other}`)).toEqual([]);
    expect((await ask(`/statements?statementId=${statements[1]!.id}`)).status).toBe(404);
    expect((await ask(`/statements?statementId=${statements[0]!.id}`)).status).toBe(200);
    // Somebody else refers to it: found with it at the door, and not by the course.
    const referring = lifeStatement('initialized', { registration: other });
    await xapi('/statements', {
      method: 'POST',
      body: { ...referring, object: { objectType: 'StatementRef', id: statements[0]!.id } },
    });
    expect(await listed('/statements')).toEqual(mine);
    const conflictsOf = async (id: string) => {
      const body = JSON.stringify({ ...lifeStatement('completed', { registration: own }), id });
      const answer = await ask('/statements', { method: 'POST', body });
      return [answer.status, ((await answer.json()) as { conflicts: object[] }).conflicts.length];
    };
    expect([await conflictsOf(statements[0]!.id), await conflictsOf(statements[1]!.id)]).toEqual([
      [409, 1],
      [409, 0],
    ]);
    const forged = { tenant: 'demo', query: [['registration', other]] as const, positions: [{ upper: 1e6 }] };
    expect(await listed(moreLink('/statements', forged))).toEqual([]);
  });
  it('[RPC-1] a tenant that does not exist is a fault', async () => {
    await expect(rpc.admit({ tenant: 'nobody', statements: [] })).rejects.toThrow('no tenant nobody');
  });
});
