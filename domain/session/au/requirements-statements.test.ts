import { describe, expect, it } from 'vitest';
import { LMS_VERBS } from '../../runtime/cmi5/words.ts';
import { ACTOR, type Json, REGISTRATION, sessionOf } from './au.testing.ts';
import { A, type Case, change, launchData, one, refusedWith } from './requirements.testing.ts';

const CASES: readonly Case[] = [
  {
    rule: 'AU-1',
    numbers: '6.3.0.0-1',
    what: 'an AU cannot void statements',
    run: () => {
      const voiding = change((statement) => {
        statement.verb.id = 'http://adlnet.gov/expapi/verbs/voided';
        statement.object = { objectType: 'StatementRef', id: REGISTRATION };
      });
      expect(refusedWith('experienced', voiding)).toBe('not_of_session');
    },
  },
  {
    rule: 'C5-3',
    numbers:
      '7.1.1.0-1 (d1), 7.1.1.0-1 (d2), 7.1.3.0-1 (d1), 9.3.0.0-4, 9.3.0.0-4 (d1), 9.3.0.0-4 (d2), 9.3.2.0-2, 9.3.2.0-3, 9.3.2.0-3 (d)',
    what: 'initialized is the first statement of a session, and there is one',
    run: () => {
      for (const verb of ['experienced', 'completed', 'terminated']) {
        expect(one().open().prepare().say(verb).refusal, verb).toBe('9.3.2');
      }
      expect(one().begin().problem).toBeUndefined();
      expect(one().begin().say('initialized').refusal).toBe('9.3');
    },
  },
  {
    rule: 'C5-3',
    numbers:
      '7.1.2.0-1 (d1), 7.1.2.0-1 (d2), 7.1.3.0-1, 8.1.2.0-2 (d), 7.1.3.0-1 (d2), 9.3.0.0-5, 9.3.0.0-5 (d1), 9.3.0.0-5 (d2), 9.3.8.0-2, 9.3.8.0-3, 9.3.8.0-4',
    what: 'after terminated nothing is taken; what was said before it and is under way has two seconds',
    run: () => {
      for (const verb of ['experienced', 'passed', 'terminated', 'initialized']) {
        expect(one().begin().say('terminated').say(verb).refusal, verb).toBe('9.3.8');
      }
      const ended = one().begin().say('experienced').say('terminated');
      expect(ended.say('experienced', { at: 2 }).problem).toBeUndefined();
      ended.seconds += 2;
      expect(ended.say('experienced', { at: 2 }).refusal).toBe('9.3.8');
      expect(ended.ask()).toMatchObject({ ok: false, error: { code: 'not_of_session' } });
    },
  },
  {
    rule: 'C5-1',
    numbers: '9.1.0.0-1, 9.1.0.0-1 (d)',
    what: 'a statement without an id is refused',
    run: () =>
      expect(
        refusedWith(
          'experienced',
          change((statement) => delete statement.id),
        ),
      ).toBe('9.1'),
  },
  {
    rule: 'AU-1',
    numbers: '9.2.0.0-2, 9.2.0.0-3',
    what: 'the actor is the Agent of the launch',
    run: () => {
      const actors = [
        { mbox: 'mailto:ada@example.org' },
        { ...ACTOR, account: { ...ACTOR.account, name: 'lrn-2' } },
        { ...ACTOR, objectType: 'Group' },
      ];
      for (const actor of actors) {
        expect(
          refusedWith(
            'completed',
            change((statement) => Object.assign(statement, { actor })),
          ),
        ).toBe('not_of_session');
      }
    },
  },
  {
    rule: 'C5-5',
    numbers: '9.3.0.0-2, 9.3.0.0-2 (d), 9.3.0.0-3, 9.3.0.0-3 (d)',
    what: 'no verb twice in a session, and passed or failed, not both',
    run: () => {
      const failed = one().begin().say('failed');
      expect(failed.say('failed').refusal).toBe('9.3');
      expect(failed.say('passed').refusal).toBe('9.3');
      expect(one().begin().say('passed').say('failed').refusal).toBe('9.3');
      expect(one().begin().say('completed').say('completed').refusal).toBe('9.3');
    },
  },
  {
    rule: 'C5-5',
    numbers:
      '9.3.0.0-6, 9.3.0.0-6 (d1), 9.3.0.0-6 (d2), 9.3.0.0-7, 9.3.0.0-7 (d1), 9.3.0.0-7 (d2), 9.3.0.0-8, 9.3.0.0-8 (d), 9.3.3.0-2, 9.3.4.0-3',
    what: 'completed and passed once a registration, and failed never after passed',
    run: () => {
      const again = one().begin().say('completed').say('passed').say('terminated').begin();
      for (const verb of ['completed', 'passed', 'failed']) expect(again.say(verb).refusal, verb).toBe('9.3');
      const retried = one().begin().say('failed').say('terminated').begin();
      expect(retried.say('passed').problem).toBeUndefined();
    },
  },
  {
    rule: 'C5-4',
    numbers: '9.3.0.0-9',
    what: 'whatever verb a statement has is taken, and only those of an AU are cmi5 defined',
    run: () => {
      expect(one().begin().say('laughed').problem).toBeUndefined();
      expect(refusedWith('laughed', { defined: true })).toBe('9.3');
      for (const verb of Object.values(LMS_VERBS)) {
        const saying = { defined: true, change: (statement: Json) => Object.assign(statement.verb, { id: verb }) };
        expect(refusedWith('experienced', saying), verb).toBe('9.3');
      }
    },
  },
  {
    rule: 'C5-11',
    numbers: '9.3.3.0-3, 9.3.4.0-4, 10.2.5.0-1',
    what: 'moveOn decides by completed and passed when an AU is satisfied',
    run: () => {
      const met = (moveOn: Json, ...verbs: string[]) => {
        const lms = one({ moveOn }).begin();
        for (const verb of verbs) lms.say(verb);
        expect(launchData(lms).moveOn).toBe(moveOn);
        return lms.tellings('satisfied').length > 0;
      };
      expect(met('Passed', 'completed')).toBe(false);
      expect(met('Passed', 'passed')).toBe(true);
      expect(met('Completed', 'passed')).toBe(false);
      expect(met('Completed', 'completed')).toBe(true);
      expect(met('CompletedAndPassed', 'completed')).toBe(false);
      expect(met('CompletedAndPassed', 'completed', 'failed')).toBe(false);
      expect(met('CompletedAndPassed', 'passed', 'completed')).toBe(true);
      expect(met('CompletedOrPassed', 'failed')).toBe(false);
      expect(met('CompletedOrPassed', 'completed')).toBe(true);
    },
  },
  {
    rule: 'C5-8',
    numbers: '9.3.4.0-2, 9.3.4.0-2 (d1), 9.3.4.0-2 (d2), 9.3.5.0-2, 9.3.5.0-2 (d), 9.5.1.0-1, 10.2.4.0-2',
    what: 'passed reaches the mastery score, failed does not',
    run: () => {
      const verdict = (verb: string, scaled: number) => {
        const result = { success: verb === 'passed', duration: 'PT1S', score: { scaled } };
        return refusedWith(verb, { result }, { masteryScore: 0.7 });
      };
      expect([verdict('passed', 0.69), verdict('passed', 0.7)]).toEqual(['9.3.4', undefined]);
      expect([verdict('failed', 0.7), verdict('failed', 0.69)]).toEqual(['9.3.5', undefined]);
    },
  },
  {
    rule: 'C5-8',
    numbers: '9.5.1.0-2, 9.5.1.0-2 (d), 9.5.1.0-3, 9.5.1.0-3 (d1), 9.5.1.0-3 (d2)',
    what: 'a score stands in passed and failed alone; a raw one has its bounds',
    run: () => {
      const scored = (verb: string, score: object) =>
        refusedWith(
          verb,
          change((statement) => Object.assign(statement.result, { score })),
        );
      expect([scored('completed', { scaled: 1 }), scored('terminated', { scaled: 1 })]).toEqual(['9.5.1', '9.5.1']);
      expect([scored('passed', { raw: 8, min: 0 }), scored('passed', { raw: 8, max: 10 })]).toEqual(['9.5.1', '9.5.1']);
      expect(scored('passed', { raw: 8, min: 0, max: 10 })).toBeUndefined();
    },
  },
  {
    rule: 'C5-7',
    numbers:
      '9.5.2.0-1, 9.5.2.0-1 (d1), 9.5.2.0-2, 9.5.2.0-2 (d), 9.5.2.0-3, 9.5.2.0-3 (d), 9.5.3.0-1, 9.5.3.0-1 (d1), 9.5.3.0-2, 9.5.3.0-2 (d)',
    what: 'success is true in passed, false in failed; completion is true in completed; nowhere else is either',
    run: () => {
      const result = (verb: string, over: object) =>
        refusedWith(
          verb,
          change((statement) => Object.assign(statement.result, over)),
        );
      for (const success of [false, undefined]) expect(result('passed', { success })).toBe('9.5.2');
      for (const success of [true, undefined]) expect(result('failed', { success })).toBe('9.5.2');
      expect([result('completed', { success: true }), result('terminated', { success: true })]).toEqual([
        '9.5.2',
        '9.5.2',
      ]);
      for (const completion of [false, undefined]) expect(result('completed', { completion })).toBe('9.5.3');
      expect([result('passed', { completion: true }), result('terminated', { completion: true })]).toEqual([
        '9.5.3',
        '9.5.3',
      ]);
    },
  },
  {
    rule: 'C5-7',
    numbers: '9.5.4.1-1, 9.5.4.1-1 (d), 9.5.4.1-2, 9.5.4.1-2 (d), 9.5.4.1-3, 9.5.4.1-3 (d), 9.5.4.1-4, 9.5.4.1-4 (d)',
    what: 'terminated, completed, passed and failed tell a duration',
    run: () => {
      for (const verb of ['terminated', 'completed', 'passed', 'failed']) {
        expect(
          refusedWith(
            verb,
            change((statement) => delete statement.result.duration),
          ),
          verb,
        ).toBe('9.5.4.1');
      }
    },
  },
  {
    rule: 'AU-1',
    numbers: '9.6.1.0-1, 9.6.1.0-1 (d)',
    what: 'the registration is that of the launch',
    run: () => {
      for (const registration of [undefined, '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6c']) {
        const alter = change((statement) => Object.assign(statement.context, { registration }));
        expect(refusedWith('completed', alter)).toBe('not_of_session');
      }
    },
  },
  {
    rule: 'C5-1',
    numbers:
      '9.6.0.0-1, 9.6.0.0-1 (d), 9.6.2.0-1, 9.6.2.0-1 (d), 9.6.3.1-4, 9.6.3.1-4 (d), 10.2.1.0-6, 10.2.1.0-6 (d), 10.2.1.0-7, 10.2.1.0-7 (d)',
    what: 'every statement has the session id and the grouping of the contextTemplate',
    run: () => {
      for (const verb of ['completed', 'experienced']) {
        const without = change((statement) => delete statement.context.extensions);
        expect(refusedWith(verb, without), verb).toBe('9.6.3.1');
        const other = change((statement) =>
          Object.assign(statement.context, {
            extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': REGISTRATION },
          }),
        );
        expect(refusedWith(verb, other), verb).toBe('9.6.3.1');
        const ungrouped = change((statement) => delete statement.context.contextActivities.grouping);
        expect(refusedWith(verb, ungrouped), verb).toBe('9.6.2.3');
      }
    },
  },
  {
    rule: 'C5-9',
    numbers: '9.6.2.2-1, 9.6.2.2-1 (d1), 9.6.2.2-1 (d2), 9.6.2.2-1 (d3), 9.6.2.2-2, 9.6.2.2-2 (d)',
    what: 'the category moveon stands with success or completion, and nowhere else',
    run: () => {
      const move = { id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' };
      const drop = change(({ context }) => context.contextActivities.category.pop());
      for (const verb of ['completed', 'passed', 'failed']) expect(refusedWith(verb, drop), verb).toBe('9.6.2.2');
      const add = change(({ context }) => context.contextActivities.category.push(move));
      expect(refusedWith('terminated', add)).toBe('9.6.2.2');
      const allowed = change(({ context }) => Object.assign(context.contextActivities, { category: [move] }));
      expect(refusedWith('experienced', allowed)).toBe('9.6.2.2');
    },
  },
  {
    rule: 'C5-12',
    numbers: '9.6.2.1-1, 9.6.2.3-2, 9.6.3.1-1, 9.6.3.1-3, 9.7.0.0-1, 9.7.0.0-1 (d), 9.7.0.0-2, 9.7.0.0-2 (d)',
    what: 'what the LMS tells has category, publisher id, session id and a time in UTC; what an AU tells has one, too',
    run: () => {
      const lms = one().begin().say('passed').step({ type: 'exit' });
      const cmi5 = lms.told.filter(({ verb }) => Object.values(LMS_VERBS).includes(verb.id as never));
      expect(cmi5.map(({ verb }) => verb.display.en)).toEqual(['launched', 'satisfied', 'abandoned']);
      for (const { context, timestamp, actor } of cmi5) {
        expect(context.contextActivities.category).toEqual([
          { objectType: 'Activity', id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' },
        ]);
        expect(sessionOf({ context })).toBe(lms.sessionId);
        expect(context.registration).toBe(REGISTRATION);
        expect(timestamp).toMatch(/Z$/);
        expect(actor).toEqual(ACTOR);
      }
      const groups = cmi5.map(({ context }) => context.contextActivities.grouping![0]!.id);
      expect(groups).toEqual([A, 'urn:publisher:course', A]);
      for (const timestamp of [undefined, '2026-03-01T11:00:00+01:00']) {
        expect(
          refusedWith(
            'experienced',
            change((statement) => Object.assign(statement, { timestamp })),
          ),
        ).toBe('9.7');
      }
    },
  },
];

describe('the requirements of cmi5 about statements', () => {
  it.each(CASES)('[$rule] $numbers: $what', ({ run }) => run());
});
