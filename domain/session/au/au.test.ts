import { describe, expect, it } from 'vitest';
import { withParameters } from '../../runtime/au/launch-address.ts';
import { TERMINATED_GRACE_MS } from '../../runtime/cmi5/rules.ts';
import { abandonSession, viewOf } from '../index.ts';
import { ACTOR, activity, au, type Json, Lms, ORIGIN, REGISTRATION } from './au.testing.ts';
import { type AuAsk, hasOpenAu, readsPreferences, takeToken } from './index.ts';

const A = 'https://publisher.example/au/1';
const B = 'https://publisher.example/au/2';
const GOLF = 'https://publisher.example/golf';

/** What an activity of xAPI says of itself, or of another. */
const said = (verb: string, over: Json = {}): Json => ({
  actor: { account: { homePage: 'https://demo.example', name: 'lrn-1' } },
  verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
  object: { id: GOLF },
  context: { registration: REGISTRATION.toUpperCase() },
  ...over,
});
const golf = (path?: string) => new Lms([activity(GOLF, path)]).open();

describe('AUs of cmi5', () => {
  it('[C5-2] a cmi5 defined statement that comes again is no second one', () => {
    const lms = new Lms([au(A)]).open().prepare();
    const initialized = lms.statement('initialized');
    lms.tell([initialized]).tell([initialized]);
    expect(lms.problem).toBeUndefined();
    expect(lms.say('initialized').refusal).toBe('9.3');
  });
  it('[C5-10] the best score of a registration stays, whatever a later session says', () => {
    const result = (scaled: number, success: boolean) => ({ result: { success, duration: 'PT1S', score: { scaled } } });
    const lms = new Lms([au(A, { moveOn: 'Passed' })]).begin().say('failed', result(0.4, false)).say('terminated');
    lms.begin().say('failed', result(0.2, false)).say('terminated');
    expect(viewOf(lms.data)).toMatchObject({ success: 'failed', score: { scaled: 0.4 }, completion: 'incomplete' });
    lms.begin().say('passed', result(0.9, true));
    expect(viewOf(lms.data)).toMatchObject({ success: 'passed', score: { scaled: 0.9 }, state: 'completed' });
  });
  it('[AUS-1] the same move is the same launch', () => {
    const lms = new Lms([au(A)]).open();
    const { launched } = lms;
    expect(lms.launch().launched).toEqual(launched);
    expect(lms.open().launched.session).not.toBe(launched.session);
  });
  it('[AUS-3] the token is given once, and not of a session that is over', () => {
    const lms = new Lms([au(A)]).open();
    const taken = () => lms.data.nodes[A]!.au!.session as Json;
    expect(taken().tokenGiven).toBe(false);
    expect(lms.prepare().data.nodes[A]!.au!.session).toMatchObject({ tokenGiven: true, preferencesRead: true });
    const left = new Lms([au(A)]).open().step({ type: 'exit' }).prepare();
    expect(left.data.nodes[A]!.au!.session).toMatchObject({ tokenGiven: false, stage: 'abandoned' });
  });
  it('[AUS-4] a request is admitted as a whole, and places in it are named', () => {
    const lms = new Lms([au(A)]).open().prepare();
    lms.tell([lms.statement('initialized'), lms.statement('completed', { result: {} })]);
    expect(lms.problem?.where).toBe('$[1].result.completion');
    expect(lms.data.nodes[A]!.au!.session).toMatchObject({ stage: 'launched', said: [] });
  });
  it('[AUS-4] an AU that speaks is contact: what was suspended for want of it goes on', () => {
    const lms = new Lms([au(A)]).begin();
    Object.assign(lms.data, { state: 'suspended', contactLost: true });
    lms.say('experienced');
    expect(lms.data).toMatchObject({ state: 'active', contactLost: false, contactAt: lms.now() });
  });
  it('[AUS-7] another take gives up what is at work', () => {
    const lms = new Lms([au(A)]).begin();
    const { statements, data } = abandonSession(lms.data, { reason: 'restart', now: lms.now() });
    expect(statements.map(({ verb }) => verb.display.en)).toEqual(['abandoned']);
    lms.data = data;
    expect(lms.say('completed').refusal).toBe('session_closed');
  });
  it('[AUS-10] parts that ask for nothing hold nothing up', () => {
    const lms = new Lms([au(A), au(B, { moveOn: 'NotApplicable' })]).begin().say('completed');
    expect(lms.data).toMatchObject({ state: 'completed', completion: 'completed', success: 'unknown' });
  });
  it('[AUS-10] where nothing is asked for at all, every part has to be gone through', () => {
    const lms = new Lms([au(A, { moveOn: 'NotApplicable' }), au(B, { moveOn: 'NotApplicable' })]).begin();
    lms.say('terminated').step({ type: 'continue' }).prepare().say('initialized');
    expect(lms.data.completion).toBe('incomplete');
    expect(lms.say('completed').data).toMatchObject({ state: 'completed', completion: 'completed' });
  });
  it('[AUS-10] completed alone does not satisfy an AU that has to be passed', () => {
    const lms = new Lms([au(A, { moveOn: 'Passed' })]).begin().say('completed').say('terminated');
    expect(viewOf(lms.data)).toMatchObject({ completion: 'incomplete', nodes: [{ completion: 'completed' }] });
  });
});

/** What an AU that is at work may ask, or the place of what is wrong in the question. */
const asked = (over: Partial<AuAsk>, lms = new Lms([au(A)]).begin()): unknown => {
  const answer = lms.ask(over);
  return answer.ok ? 'admitted' : (answer.error.where ?? answer.error.detail);
};
const me = ['agent', JSON.stringify(ACTOR)] as const;
const other = ['agent', JSON.stringify({ mbox: 'mailto:x@example.org' })] as const;

describe('what an AU asks of xAPI', () => {
  it('[AUS-5] profiles are read, never written, and those of agents of the learner alone', () => {
    for (const method of ['GET', 'HEAD']) {
      expect(asked({ method, resource: 'activities/profile' }), method).toBe('admitted');
      expect(asked({ method, resource: 'agents/profile', query: [me] }), method).toBe('admitted');
      expect(asked({ method, resource: 'agents/profile', query: [other] }), method).toBe('query.agent');
    }
    for (const method of ['PUT', 'POST', 'DELETE']) {
      expect(asked({ method, resource: 'activities/profile' })).toBe(
        'The profile of an activity can be read by a course, not written.',
      );
      expect(asked({ method, resource: 'agents/profile', query: [me] })).toBe(
        'The profile of the learner can be read by a course, not written.',
      );
    }
  });
  it('[AUS-5] who the learner is may be asked, who others are not; statements and activities are free', () => {
    expect(asked({ resource: 'agents', query: [me] })).toBe('admitted');
    expect(asked({ resource: 'agents', query: [other] })).toBe('query.agent');
    expect(asked({ resource: 'activities', query: [['activityId', A]] })).toBe('admitted');
    expect(asked({ method: 'POST', resource: 'statements' })).toBe('admitted');
    // The store has the words for what is no agent.
    expect(asked({ resource: 'agents', query: [['agent', '{']] })).toBe('admitted');
  });
  it('[AUS-5] what is wrong with a question about a state is named by its place', () => {
    const state = (method: string, ...query: (readonly [string, string])[]) =>
      asked({ method, resource: 'activities/state', query });
    const mine = [me, ['registration', REGISTRATION.toUpperCase()]] as const;
    expect(state('PUT', ...mine, ['stateId', 'bookmark'])).toBe('admitted');
    expect(state('PUT', ...mine, ['stateId', 'LMS.LaunchData'])).toBe('query.stateId');
    expect(state('HEAD', ...mine, ['stateId', 'LMS.LaunchData'])).toBe('admitted');
    expect(state('GET', me, ['registration', A])).toBe('query.registration');
    expect(state('GET', me)).toBe('query.registration');
    expect(state('GET', other, ['registration', REGISTRATION])).toBe('query.agent');
  });
  it('[AUS-5] an AU’s questions end with its session, but for what is under way', () => {
    const ended = new Lms([au(A)]).begin().say('terminated');
    ended.seconds += TERMINATED_GRACE_MS / 1000;
    expect(asked({}, ended)).toBe('admitted');
    ended.seconds += 0.001;
    expect(asked({}, ended)).toBe('Authorization');
    const left = new Lms([au(A)]).begin();
    expect(asked({ session: 'another' }, left)).toBe('Authorization');
    expect(asked({}, left.step({ type: 'exit' }))).toBe('Authorization');
    const restarted = new Lms([au(A)]).begin();
    Object.assign(restarted.data, { state: 'abandoned' });
    expect(asked({}, restarted)).toBe('Authorization');
  });
  it('[AUS-6] the learner’s preferences are known by name, and to be read', () => {
    const profile = (over: Partial<AuAsk>) =>
      readsPreferences({
        session: 's',
        method: 'GET',
        resource: 'agents/profile',
        query: [me, ['profileId', 'cmi5LearnerPreferences']],
        ...over,
      });
    expect(profile({})).toBe(true);
    expect(profile({ method: 'HEAD' })).toBe(false);
    expect(profile({ resource: 'activities/profile' })).toBe(false);
    expect(profile({ query: [me, ['profileId', 'other']] })).toBe(false);
    expect(profile({ query: [me] })).toBe(false);
  });
  it('[AUS-4] statements of a launch that another has overtaken name their credential', () => {
    const lms = new Lms([au(A)]).begin();
    const before = lms.sessionId;
    lms.open().tell([lms.statement('completed')], before);
    expect(lms.problem).toMatchObject({ code: 'not_of_session', where: 'Authorization' });
  });
});

describe('launches of AUs', () => {
  it('[AUS-7] an AU is open from its launch to its end', () => {
    const lms = new Lms([au(A)]);
    expect(hasOpenAu(lms.data)).toBe(false);
    expect(hasOpenAu(lms.open().data)).toBe(true);
    expect(hasOpenAu(lms.prepare().say('initialized').data)).toBe(true);
    expect(hasOpenAu(lms.say('terminated').data)).toBe(false);
    expect(hasOpenAu(golf().data)).toBe(false);
  });
  it('[AUS-3] a token is asked for once, by a session that is the newest', () => {
    const lms = new Lms([au(A)]).open();
    const taken = (session: string) => takeToken(lms.data, session);
    expect(taken('another')).toMatchObject({ ok: false, error: { code: 'not_of_session' } });
    expect(taken(lms.sessionId).ok).toBe(true);
    lms.prepare();
    expect(taken(lms.sessionId)).toMatchObject({ ok: false, error: { code: 'not_of_session' } });
    const xapi = golf();
    expect(takeToken(xapi.data, xapi.sessionId).ok).toBe(false);
    const restarted = new Lms([au(A)]).open();
    Object.assign(restarted.data, { state: 'abandoned' });
    expect(takeToken(restarted.data, restarted.sessionId).ok).toBe(false);
  });
  it('[AUS-1] an AU of another host is launched at its own address', () => {
    const path = 'https://elsewhere.example/start';
    const lms = new Lms([{ ...au(A), launch: { path, parameters: '' } }]).open();
    expect(lms.launched).toMatchObject({ standard: 'cmi5', document: { stateId: 'LMS.LaunchData' } });
    expect(lms.launched.address.startsWith(`${path}?endpoint=${encodeURIComponent(ORIGIN)}`)).toBe(true);
    const [launched] = lms.tellings('launched');
    expect(Object.values(launched!.context.extensions!)).toContain(path);
  });
  it('[AUS-7] where nothing is at work, leaving says nothing', () => {
    const lms = new Lms([au(A), au(B)]).begin().say('terminated').step({ type: 'continue' });
    lms.step({ type: 'exit' });
    expect(lms.tellings('abandoned').map(({ object }) => object.id)).toEqual([lms.launched.document!.activityId]);
  });
  it.each([
    ['a.html', 'a.html?x=%20y%2B'],
    ['a.html?', 'a.html?x=%20y%2B'],
    ['a.html?b=1', 'a.html?b=1&x=%20y%2B'],
    ['a.html?b=1&', 'a.html?b=1&x=%20y%2B'],
    ['a.html#?c', 'a.html?x=%20y%2B#?c'],
    ['a.html?b#c\n#d', 'a.html?b&x=%20y%2B#c\n#d'],
  ])('[AU-2] %j with a parameter is %j', (address, expected) => {
    expect(withParameters(address, { x: ' y+' })).toBe(expected);
  });
});

describe('what cmi5 makes of statements', () => {
  it('[C5-12] saying it again is the same statement; other sessions and activities have others', () => {
    const lms = new Lms([au(A), au(B)]).open();
    lms.step({ type: 'continue' }).open();
    const ids = lms.tellings('launched').map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    const again = new Lms([au(A), au(B)]).open().tellings('launched')[0]!;
    expect([again.id, again.verb]).toEqual([
      ids[0],
      { id: 'http://adlnet.gov/expapi/verbs/launched', display: { en: 'launched' } },
    ]);
  });
  it('[C5-12] an AU that has a type is told with it, and one that has none without', () => {
    const activityType = 'https://types.example/simulation';
    const definition = (lms: Lms) => lms.tellings('launched')[0]!.object.definition;
    expect(definition(new Lms([au(A, { activityType })]).open())).toMatchObject({ type: activityType });
    expect(definition(new Lms([au(A)]).open())).not.toHaveProperty('type');
  });
  it('[C5-13] an AU that never spoke is abandoned after no time', () => {
    const lms = new Lms([au(A)]).open();
    lms.seconds += 30;
    const [abandoned] = lms.step({ type: 'exit' }).tellings('abandoned');
    expect(abandoned).toMatchObject({ result: { duration: expect.stringMatching(/^P(T0S|T0H0M0S|T0M0S)$/) } });
  });
  it.each([
    ['experienced', (it: Json) => delete it.id, '$[0].id', 'An AU gives each statement its id.'],
    ['experienced', (it: Json) => delete it.timestamp, '$[0].timestamp', 'A statement needs a timestamp in UTC.'],
    ['completed', (it: Json) => Object.assign(it, { object: { id: A } }), '$[0].object.id', 'The object is not '],
    ['initialized', () => {}, '$[0].verb.id', 'This session has said initialized already.'],
    ['passed', (it: Json) => delete it.result.success, '$[0].result.success', 'In passed, success is true.'],
    [
      'terminated',
      (it: Json) => Object.assign(it.result, { success: false }),
      '$[0].result.success',
      'In terminated, success is not told.',
    ],
    ['passed', (it: Json) => delete it.result.duration, '$[0].result.duration', 'passed needs a duration.'],
    [
      'terminated',
      (it: Json) => Object.assign(it.result, { score: { scaled: 1 } }),
      '$[0].result.score',
      'terminated has no score; passed and failed have one.',
    ],
    [
      'passed',
      (it: Json) => Object.assign(it.result, { score: { raw: 1 } }),
      '$[0].result.score',
      'With raw, a score needs min and max.',
    ],
    [
      'experienced',
      (it: Json) => delete it.context.contextActivities.grouping,
      '$[0].context.contextActivities.grouping',
      `The grouping does not hold ${A}, as the contextTemplate does.`,
    ],
    [
      'completed',
      (it: Json) => it.context.contextActivities.category.pop(),
      '$[0].context.contextActivities.category',
      'The category moveon stands where the result has success or completion, and nowhere else.',
    ],
    [
      'experienced',
      (it: Json) => delete it.context.extensions,
      '$[0].context.extensions',
      'The extension https://w3id.org/xapi/cmi5/context/extensions/sessionid is not this session',
    ],
  ])(
    '[C5-1] [C5-4] [C5-7] [C5-8] [C5-9] a refusal of %s says where and what: %s %s',
    (verb, change, where, sentence) => {
      const { problem } = new Lms([au(A)]).begin().say(verb, { change });
      expect(problem).toMatchObject({ code: 'cmi5_rule_broken', where });
      expect(problem!.detail.startsWith(sentence)).toBe(true);
    },
  );
  it('[C5-8] the mastery score is echoed exactly where there is one', () => {
    const echo = (value: number) => (it: Json) =>
      Object.assign(it.context.extensions, {
        'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': value,
      });
    const lms = new Lms([au(A)]).begin();
    expect(lms.say('passed', { change: echo(0.5) }).refusal).toBe('9.6.3.2');
    const judged = new Lms([au(A, { masteryScore: 0.5 })]).begin();
    const unscored = { result: { success: true, duration: 'PT1S' } };
    const silent = (it: Json) => {
      delete it.context.extensions['https://w3id.org/xapi/cmi5/context/extensions/masteryscore'];
    };
    expect(judged.say('passed', { ...unscored, change: silent }).problem).toBeUndefined();
  });
  it('[C5-3] what was said before the end is taken for two seconds, and counts', () => {
    const lms = new Lms([au(A)]).begin();
    const late = lms.statement('completed', { at: lms.seconds });
    lms.say('terminated');
    lms.seconds += TERMINATED_GRACE_MS / 1000;
    const atTheEnd = lms.statement('experienced', { at: 3 });
    expect(lms.tell([atTheEnd]).refusal).toBe('9.3.8');
    expect(lms.tell([late]).problem).toBeUndefined();
    expect(lms.data).toMatchObject({ state: 'completed', completion: 'completed' });
  });
  it('[C5-3] times in UTC are written with Z or with no offset', () => {
    const timed = (timestamp: string) =>
      new Lms([au(A)]).begin().say('experienced', { change: (it) => Object.assign(it, { timestamp }) }).refusal;
    for (const zone of ['Z', 'z', '+00:00', '+0000', '+00'])
      expect(timed(`2026-03-01T10:00:05${zone}`), zone).toBe(undefined);
    for (const zone of ['+01:00', '-05:00', '']) expect(timed(`2026-03-01T10:00:05${zone}`), zone).toBe('9.7');
  });
});

describe('activities of xAPI', () => {
  it('[AUS-1] [AUS-2] one is launched with its own id, at every launch as the same', () => {
    const lms = golf();
    expect(lms.parameters.get('activity_id')).toBe(GOLF);
    expect(lms.parameters.has('activityId')).toBe(false);
    expect(lms.launched.document).toBeUndefined();
    const { session } = lms.launched;
    expect(lms.open().launched.session).toBe(session);
  });
  it.each([
    ['completed', {}, { completion: 'completed', success: 'unknown' }],
    [
      'passed',
      { result: { score: { scaled: 0.8 } } },
      { completion: 'completed', success: 'passed', score: { scaled: 0.8 } },
    ],
    ['failed', { result: { score: { raw: 3 } } }, { completion: 'incomplete', success: 'failed', score: { raw: 3 } }],
    ['scored', { result: { completion: true, success: true } }, { completion: 'completed', success: 'passed' }],
    ['completed', { object: { id: `${GOLF}/page` } }, { completion: 'incomplete', success: 'unknown' }],
    ['experienced', {}, { completion: 'incomplete', success: 'unknown' }],
  ])('[AUS-11] %s with %j', (verb, over, expected) => {
    const lms = golf().tell([said(verb, over)]);
    expect(lms.problem).toBeUndefined();
    expect(viewOf(lms.data)).toMatchObject(expected);
  });
  it('[AUS-5] a state without a registration is one of this registration', () => {
    const agent = ['agent', JSON.stringify(said('x').actor)] as const;
    const asked = golf().ask({ resource: 'activities/state', query: [['activityId', GOLF], agent] });
    expect(asked).toMatchObject({ ok: true, value: expect.arrayContaining([['registration', REGISTRATION]]) });
  });
  it('[AUS-7] one that is left without a word is completed, unless it lies on another host', () => {
    expect(golf().step({ type: 'exit' }).data).toMatchObject({ state: 'completed', completion: 'completed' });
    expect(golf('https://elsewhere.example/').step({ type: 'exit' }).data.completion).toBe('incomplete');
    expect(
      golf()
        .tell([said('attempted')])
        .step({ type: 'exit' }).data.completion,
    ).toBe('incomplete');
    expect(golf().open().data.completion).not.toBe('completed');
  });
  it('[AUS-11] in review nothing changes the record', () => {
    const lms = golf()
      .tell([said('passed', { result: { score: { scaled: 0.8 } } })])
      .open();
    lms.tell([said('passed', { result: { score: { scaled: 1 } } })]);
    expect(lms.problem).toBeUndefined();
    expect(viewOf(lms.data)).toMatchObject({ state: 'completed', score: { scaled: 0.8 } });
  });
  it('[AUS-12] the session’s own statements have no category of SCORM', () => {
    const lms = golf().tell([said('passed')]);
    expect(lms.told.map(({ verb }) => verb.display.en)).toEqual(['initialized', 'completed', 'passed']);
    expect(lms.told.flatMap(({ context }) => context.contextActivities.category ?? [])).toEqual([]);
  });
  it('[AU-1] nothing of another learner or registration is taken', () => {
    for (const over of [{ context: {} }, { actor: { mbox: 'mailto:x@example.org' } }]) {
      expect(golf().tell([said('passed', over)]).refusal).toBe('not_of_session');
    }
  });
});
