import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTOR, au, auBlock, Lms, ORIGIN, REGISTRATION, sessionOf } from './au.testing.ts';
import { A, type Case, change, launchData, one, refusedWith } from './requirements.testing.ts';

const B = 'https://publisher.example/au/2';
const CASES: readonly Case[] = [
  {
    rule: 'AUS-1',
    numbers: '8.1.0.0-1, 8.1.0.0-2, 8.1.0.0-3',
    what: 'OwnWindow is told to the player, AnyWindow is shown in it',
    run: () => {
      expect(one({ launchMethod: 'OwnWindow' }).open().launched.ownWindow).toBe(true);
      expect(one().open().launched.ownWindow).toBe(false);
    },
  },
  {
    rule: 'AU-2',
    numbers: '8.1.0.0-4, 8.1.0.0-5, 8.1.0.0-8, 8.1.1.0-1, 8.1.3.0-1, 8.1.4.0-1, 8.1.5.0-2, 9.2.0.0-1, 9.6.1.1-2',
    what: 'the launch parameters are percent-encoded in the query, before a fragment and behind the address’s own',
    run: () => {
      const { launched } = one().open();
      expect(launched.address).toMatch(/^\/pages\/[^?]*\?page=1&endpoint=https%3A%2F%2F[^#+ ]*#top$/);
      const given = new URL(launched.address, ORIGIN).searchParams;
      expect(given.get('endpoint')).toBe(`${ORIGIN}/xapi/`);
      expect(JSON.parse(given.get('actor')!)).toEqual(ACTOR);
      expect(given.get('registration')).toBe(REGISTRATION);
      expect(given.get('activityId')).toBe(launched.document!.activityId);
    },
  },
  {
    rule: 'AUS-2',
    numbers: '8.1.5.0-1, 8.1.5.0-3, 8.1.5.0-4',
    what: 'the activityId is made by the LMS, differs from every other and from the publisher’s, and stays',
    run: () => {
      const lms = new Lms([au(A), au(B)]).open();
      const first = lms.parameters.get('activityId');
      const second = lms.step({ type: 'continue' }).parameters.get('activityId');
      expect(new Set([first, second, A, B]).size).toBe(4);
      expect(lms.step({ type: 'previous' }).parameters.get('activityId')).toBe(first);
      expect(lms.open().parameters.get('activityId')).toBe(first);
    },
  },
  {
    rule: 'C5-13',
    numbers: '9.3.0.0-10, 9.3.0.0-10 (d), 9.3.6.0-1, 9.3.6.0-2, 9.3.6.0-2 (d1), 9.3.6.0-2 (d2), 9.5.4.2-1, 9.5.4.2-2',
    what: 'a session that is left or launched anew before it terminates is abandoned once, with the time from launch to last word',
    run: () => {
      const lms = one().begin().say('experienced');
      const { sessionId } = lms;
      lms.seconds += 60;
      const late = lms.statement('completed');
      lms.open();
      const [abandoned, ...others] = lms.tellings('abandoned');
      expect(others).toEqual([]);
      expect(abandoned!.verb.id).toBe('https://w3id.org/xapi/adl/verbs/abandoned');
      expect(abandoned!.result).toEqual({ duration: 'PT2S' });
      expect(sessionOf(abandoned!)).toBe(sessionId);
      expect(lms.tell([late], sessionId).refusal).toBe('not_of_session');
      const left = one().begin().step({ type: 'exit' });
      expect(left.say('completed').refusal).toBe('9.3.6');
      expect(left.tellings('abandoned')).toHaveLength(1);
      expect(left.open().tellings('abandoned')).toHaveLength(1);
      expect(one().begin().say('terminated').step({ type: 'exit' }).tellings('abandoned')).toEqual([]);
    },
  },
  {
    rule: 'AUS-1',
    numbers: '9.3.1.0-1, 9.3.1.0-2, 9.3.1.0-2 (d), 9.6.3.3-1, 9.6.3.4-1, 9.6.3.6-1',
    what: 'launched is told once a session, with mode, address without the launch’s own parameters, and moveOn',
    run: () => {
      const lms = one().open().launch();
      const [launched, ...others] = lms.tellings('launched');
      expect(others).toEqual([]);
      expect(launched!.object).toMatchObject({
        id: lms.parameters.get('activityId'),
        definition: { name: { en: `Title of ${A}` } },
      });
      expect(launched!.object.definition!.name).not.toHaveProperty('not a tag');
      const extension = (name: string) =>
        launched!.context.extensions![`https://w3id.org/xapi/cmi5/context/extensions/${name}`];
      expect(extension('launchmode')).toBe('Normal');
      expect(extension('launchurl')).toBe(`${ORIGIN}/pages/httpspublisherexampleau1.html?page=1#top`);
      expect(extension('moveon')).toBe('CompletedOrPassed');
      expect([extension('masteryscore'), extension('launchparameters')]).toEqual([undefined, undefined]);
    },
  },
  {
    rule: 'AUS-9',
    numbers: '9.3.9.0-1, 9.3.9.0-2, 9.3.9.0-3, 9.3.9.0-4, 9.3.9.0-5, 9.3.9.0-6, 9.3.9.0-7, 9.3.9.0-8, 9.3.9.0-9',
    what: 'a block and the course are told as satisfied, the inner before the outer, once, in the session that did it',
    run: () => {
      const lms = new Lms([auBlock('urn:outer', [auBlock('urn:inner', [au(A)]), au(B)])]).begin().say('completed');
      const types = () =>
        lms
          .tellings('satisfied')
          .map(({ object }) => [object.definition!.type!.split('/').at(-1), object.definition!.name!.en]);
      expect(types()).toEqual([['block', 'urn:inner']]);
      lms.say('terminated').step({ type: 'continue' }).prepare().say('initialized').say('passed');
      expect(types()).toEqual([
        ['block', 'urn:inner'],
        ['block', 'urn:outer'],
        ['course', 'Geology'],
      ]);
      const told = lms.tellings('satisfied');
      expect(told.slice(1).map(sessionOf)).toEqual([lms.sessionId, lms.sessionId]);
      const ids = told.map(({ object }) => object.id);
      expect(new Set([...ids, 'urn:inner', 'urn:outer', 'urn:publisher:course']).size).toBe(6);
      expect(ids[2]).toBe(lms.data.course.activityId);
      lms.say('completed').say('terminated').begin();
      expect(lms.tellings('satisfied')).toHaveLength(3);
    },
  },
  {
    rule: 'C5-4',
    numbers: '8.1.5.0-6, 8.1.5.0-6 (d), 9.4.0.0-1, 9.4.0.0-1 (d), 9.4.0.0-2',
    what: 'the object of a cmi5 defined statement is the activity of the launch',
    run: () => {
      const objects = [
        { id: A },
        { id: 'https://elsewhere.example' },
        { objectType: 'StatementRef', id: REGISTRATION },
      ];
      for (const object of objects) {
        expect(
          refusedWith(
            'completed',
            change((statement) => Object.assign(statement, { object })),
          ),
        ).toBe('9.4');
      }
      const elsewhere = change((statement) =>
        Object.assign(statement, { object: { id: 'https://elsewhere.example' } }),
      );
      expect(refusedWith('experienced', elsewhere)).toBeUndefined();
    },
  },
  {
    rule: 'AUS-9',
    numbers: '9.6.1.1-3',
    what: 'moveOn is evaluated when the learner is registered',
    run: () => {
      const free = new Lms([auBlock('urn:free', [au(A, { moveOn: 'NotApplicable' })]), au(B)]);
      expect(free.tellings('satisfied').map(({ object }) => object.definition!.name!.en)).toEqual(['urn:free']);
      const all = one({ moveOn: 'NotApplicable' });
      expect(all.tellings('satisfied')).toHaveLength(1);
      expect(all.data).toMatchObject({ state: 'created', completion: 'not attempted' });
    },
  },
  {
    rule: 'AUS-1',
    numbers:
      '6.0.0.0-2, 6.2.0.0-1, 9.6.2.3-1, 9.6.3.1-2, 10.1.0.0-2, 10.1.0.0-3, 10.2.1.0-1, 10.2.1.0-2, 10.2.1.0-3, 10.2.2.0-4',
    what: 'LMS.LaunchData has contextTemplate, launchMode and where to go back to',
    run: () => {
      const lms = one().open();
      expect(lms.launched.document).toMatchObject({
        activityId: lms.parameters.get('activityId'),
        stateId: 'LMS.LaunchData',
      });
      expect(launchData(lms)).toEqual({
        contextTemplate: {
          registration: REGISTRATION,
          contextActivities: { grouping: [{ objectType: 'Activity', id: A }] },
          extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': lms.sessionId },
        },
        launchMode: 'Normal',
        moveOn: 'CompletedOrPassed',
        returnURL: `${ORIGIN}/.lectern/return`,
      });
    },
  },
  {
    rule: 'AUS-1',
    numbers: '9.6.3.2-1, 9.6.3.2-2, 9.6.3.2-2 (d), 9.6.3.7-1, 10.2.3.0-1, 10.2.4.0-1, 10.2.7.0-1, 10.2.7.1-1',
    what: 'mastery score, launch parameters and entitlement key are passed on where the course structure has them',
    run: () => {
      const lms = one({ masteryScore: 0.7, launchParameters: 'a=1', entitlementKey: 'key' }).begin();
      expect(launchData(lms)).toMatchObject({
        masteryScore: 0.7,
        launchParameters: 'a=1',
        entitlementKey: { courseStructure: 'key' },
      });
      const [launched] = lms.tellings('launched');
      expect(launched!.context.extensions).toMatchObject({
        'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 0.7,
        'https://w3id.org/xapi/cmi5/context/extensions/launchparameters': 'a=1',
      });
      const echo = (score: number) =>
        change(({ context }) =>
          Object.assign(context.extensions, { 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': score }),
        );
      const without = change(
        ({ context }) => delete context.extensions['https://w3id.org/xapi/cmi5/context/extensions/masteryscore'],
      );
      expect(lms.say('passed', without).refusal).toBe('9.6.3.2');
      expect(lms.say('passed', echo(0.5)).refusal).toBe('9.6.3.2');
      expect(lms.say('passed', echo(0.7)).problem).toBeUndefined();
    },
  },
  {
    rule: 'AUS-5',
    numbers: '8.1.3.0-3 (d), 8.1.4.0-3 (d)',
    what: 'a request for a state names the learner and the registration of the launch',
    run: () => {
      const lms = one().begin();
      const state = (query: readonly (readonly [string, string])[]) =>
        lms.ask({ resource: 'activities/state', query: [['activityId', 'x:y'], ['stateId', 's'], ...query] }).ok;
      const agent = ['agent', JSON.stringify(ACTOR)] as const;
      expect(state([agent, ['registration', REGISTRATION]])).toBe(true);
      expect(state([agent])).toBe(false);
      expect(state([agent, ['registration', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6c']])).toBe(false);
      const other = ['agent', JSON.stringify({ mbox: 'mailto:ada@example.org' })] as const;
      expect(state([other, ['registration', REGISTRATION]])).toBe(false);
    },
  },
  {
    rule: 'AUS-5',
    numbers: '10.2.1.0-5, 10.2.1.0-5 (d)',
    what: 'an AU neither changes nor deletes LMS.LaunchData',
    run: () => {
      const lms = one().begin();
      const agent = JSON.stringify(ACTOR);
      const ask = (method: string, stateId?: string) =>
        lms.ask({
          method,
          resource: 'activities/state',
          query: [
            ['activityId', 'x:y'],
            ['agent', agent],
            ['registration', REGISTRATION],
            ...(stateId === undefined ? [] : [['stateId', stateId] as const]),
          ],
        }).ok;
      expect([
        ask('PUT', 'LMS.LaunchData'),
        ask('POST', 'LMS.LaunchData'),
        ask('DELETE', 'LMS.LaunchData'),
        ask('DELETE'),
      ]).toEqual([false, false, false, false]);
      expect([ask('GET', 'LMS.LaunchData'), ask('PUT', 'bookmark'), ask('DELETE', 'bookmark'), ask('GET')]).toEqual([
        true,
        true,
        true,
        true,
      ]);
    },
  },
  {
    rule: 'C5-6',
    numbers:
      '10.2.2.0-1, 10.2.2.0-1 (d), 10.2.2.0-3, 10.2.2.0-3 (d), 10.2.2.0-5, 10.2.2.0-5 (d), 10.2.2.0-7, 10.2.2.0-11',
    what: 'in review an AU says that it begins and ends, and no verdict',
    run: () => {
      const lms = new Lms([au(A), au(B, { moveOn: 'NotApplicable' })]);
      expect(launchData(lms.begin()).launchMode).toBe('Normal');
      lms.say('passed').say('terminated').open().step({ type: 'continue' }).prepare().say('initialized');
      expect(launchData(lms).launchMode).toBe('Review');
      for (const verb of ['completed', 'passed', 'failed']) expect(lms.say(verb).refusal, verb).toBe('10.2.2');
      expect(lms.say('experienced').say('terminated').problem).toBeUndefined();
      const over = new Lms([au(A), au(B)]).begin().say('completed').say('passed').say('terminated');
      expect(launchData(over.open()).launchMode).toBe('Review');
    },
  },
  {
    rule: 'AUS-6',
    numbers:
      '11.0.0.0-1, 11.0.0.0-1 (d), 11.0.0.0-5 (d), 11.1.0.0-1 (d), 11.0.0.0-3, 11.0.0.0-3 (d1), 11.0.0.0-3 (d2), 11.0.0.0-4, 6.0.0.0-5',
    what: 'an AU reads the learner’s preferences before it begins, and changes them never',
    run: () => {
      expect(one().open().say('initialized').refusal).toBe('11.0');
      const lms = one().open();
      const profile = (method: string, name: string = ACTOR.account.name) =>
        lms.ask({
          method,
          resource: 'agents/profile',
          query: [
            ['agent', JSON.stringify({ account: { ...ACTOR.account, name } })],
            ['profileId', 'cmi5LearnerPreferences'],
          ],
        });
      expect([profile('GET').ok, profile('GET', 'lrn-2').ok]).toEqual([true, false]);
      for (const method of ['PUT', 'POST', 'DELETE']) {
        expect(profile(method), method).toMatchObject({ ok: false, error: { code: 'not_of_session' } });
      }
    },
  },
];

describe('the requirements of cmi5 about launches', () => {
  it.each(CASES)('[$rule] $numbers: $what', ({ run }) => run());
});

describe('the list of requirements', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  it('[C5-15] those that are said to be tested at run time are, under their numbers', () => {
    const cells = read('../../package/SPEC.md')
      .split('\n')
      .find((line) => line.startsWith('| tested at run time '));
    const said = cells!
      .split('|')[2]!
      .split(',')
      .map((number) => number.trim());
    const cases = ['./requirements-launch.test.ts', './requirements-statements.test.ts'].map(read).join('\n');
    const here = [...cases.matchAll(/numbers:\s*'([^']+)'/g)].flatMap(([, numbers]) => numbers!.split(', '));
    const titles = read('../../../workers/delivery/content/xapi.test.ts');
    expect(said.filter((number) => !here.includes(number) && !titles.includes(number))).toEqual([]);
    expect(here.filter((number) => !said.includes(number))).toEqual([]);
    expect(new Set(here).size).toBe(here.length);
  });
});
