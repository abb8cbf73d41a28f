import { describe, expect, it } from 'vitest';
import { abandonSession, viewOf } from '../index.ts';
import { activity, au, type Json, Lms, REGISTRATION } from './au.testing.ts';

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
