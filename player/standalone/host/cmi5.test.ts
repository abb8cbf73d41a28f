import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectCmi5 } from './cmi5.ts';
import type { Host, News } from './host.ts';

const PARAMETERS = new URLSearchParams({
  endpoint: 'https://lrs.example/xapi',
  fetch: 'https://lms.example/fetch',
  actor: '{"account":{"homePage":"https://hr.example","name":"ada"},"name":"Ada"}',
  registration: 'r',
  activityId: 'a:1',
});

interface Said {
  readonly verb: { readonly id: string };
  readonly result?: { readonly success?: boolean; readonly score?: object };
}

/** An LMS with a store; `states` are its documents by stateId. */
function lms(launchData: object, saved?: object) {
  const states = new Map([['LMS.LaunchData', JSON.stringify(launchData)]]);
  if (saved !== undefined) states.set('lectern.saved', JSON.stringify(saved));
  const said: Said[] = [];
  const profiles: (string | null)[] = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const url = new URL(address);
    if (url.pathname === '/fetch') return Response.json({ 'auth-token': 't' });
    if (url.pathname === '/xapi/agents/profile') profiles.push(url.searchParams.get('profileId'));
    // The LMS refuses initialized from an AU that has not asked for the preferences (11.0.0.0-3).
    if (init.method === 'POST' && profiles.length === 0) return new Response(null, { status: 403 });
    if (init.method === 'POST') said.push(...(JSON.parse(String(init.body)) as Said[]));
    const id = url.searchParams.get('stateId') ?? '';
    if (init.method === 'PUT') states.set(id, String(init.body));
    return states.has(id)
      ? new Response(states.get(id))
      : new Response(null, { status: init.method === 'POST' ? 200 : 404 });
  });
  return { states, said, profiles, verbs: () => said.map(({ verb }) => verb.id.split('/').at(-1)) };
}

const NORMAL = { contextTemplate: {}, launchMode: 'Normal' };
const news = (report: Partial<News['report']>, answers: News['answers'] = []): News => ({
  report: { completion: 'incomplete', success: 'unknown', location: '', suspended: true, ...report },
  answers,
  hundredths: 100,
});
const ANSWER = { at: 0, answer: { id: 'q', type: 'choice', patterns: [], response: 'a', objectives: [] } };
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('a session of cmi5', () => {
  afterEach(() => void vi.unstubAllGlobals());
  const connect = async (): Promise<Host> => (await connectCmi5(PARAMETERS))!;

  it('[STA-11] says initialized first, terminated last, and verdicts once', async () => {
    const { verbs, profiles } = lms(NORMAL);
    const host = await connect();
    expect(profiles).toEqual(['cmi5LearnerPreferences']);
    expect(host.learner).toEqual({ id: 'ada', name: 'Ada' });
    host.tell(news({}, [ANSWER]));
    host.tell(news({ success: 'failed' }));
    host.tell(news({ completion: 'completed', success: 'passed' }));
    host.tell(news({ completion: 'completed', success: 'passed' }));
    host.end(news({ completion: 'completed', success: 'passed' }));
    host.end(news({}));
    host.tell(news({ success: 'failed' }));
    await settled();
    expect(verbs()).toEqual(['initialized', 'responded', 'completed', 'passed', 'terminated']);
  });
  it('[STA-11] says failed at the end only, and never after passed', async () => {
    const first = lms(NORMAL);
    (await connect()).end(news({ success: 'failed', score: { scaled: 0.2 } }));
    await settled();
    expect(first.verbs()).toEqual(['initialized', 'failed', 'terminated']);
    const passed = lms(NORMAL, { course: 'kept', spoken: { completed: true, passed: true } });
    const host = await connect();
    expect(host.saved).toBe('kept');
    host.end(news({ completion: 'completed', success: 'failed' }));
    await settled();
    expect(passed.verbs()).toEqual(['initialized', 'terminated']);
  });
  it.each<[Partial<News['report']>, string[]]>([
    [{ success: 'passed', score: { scaled: 0.5 } }, ['failed']],
    [{ success: 'failed', score: { scaled: 0.9 } }, ['passed']],
    [{ completion: 'completed', score: { scaled: 0.9 } }, ['completed', 'passed']],
    [{ score: { scaled: 0.9 } }, []],
    [{ success: 'passed' }, ['passed']],
  ])('[STA-11] a mastery score of 0.8 makes of %j: %j', async (report, expected) => {
    const { verbs } = lms({ ...NORMAL, masteryScore: 0.8 });
    (await connect()).end(news(report));
    await settled();
    expect(verbs()).toEqual(['initialized', ...expected, 'terminated']);
  });
  it.each(['Browse', 'Review'])('[STA-11] in %s says nothing else, and keeps nothing', async (launchMode) => {
    const { verbs, states } = lms({ ...NORMAL, launchMode });
    const host = await connect();
    expect([host.mode, host.credit]).toEqual([launchMode.toLowerCase(), 'no-credit']);
    host.tell(news({ completion: 'completed', success: 'passed' }, [ANSWER]));
    expect(host.keep(['text'])).toBe(0);
    host.end(news({ completion: 'completed', success: 'passed' }));
    await settled();
    expect(verbs()).toEqual(['initialized', 'terminated']);
    expect([...states.keys()]).toEqual(['LMS.LaunchData']);
  });
  it('[STA-11] keeps what has been said beside the course, after it has been said', async () => {
    const { states } = lms(NORMAL);
    const host = await connect();
    host.keep(['text']);
    host.tell(news({ completion: 'completed' }));
    await settled();
    expect(JSON.parse(states.get('lectern.saved')!)).toEqual({
      course: 'text',
      spoken: { completed: true, passed: false },
    });
  });
  it('[STA-5] is none without its parameters, a token or launch data', async () => {
    lms(NORMAL);
    expect(await connectCmi5(new URLSearchParams())).toBeUndefined();
    vi.stubGlobal('fetch', async () => Response.json({ 'error-code': '1' }));
    expect(await connectCmi5(PARAMETERS)).toBeUndefined();
  });
});
