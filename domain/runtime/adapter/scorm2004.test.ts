import { describe, expect, it } from 'vitest';
import { callRuntime, factsOf, leaveRuntime, type Runtime } from '../sco.ts';
import type { Scorm2004Init, Scorm2004State } from '../scorm2004/index.ts';
import { running } from '../scorm2004/scorm2004.testing.ts';
import { SCO_IRI, said, speaker } from './adapter.testing.ts';
import { sayResponse, saySet } from './say.ts';
import { sayBegun, sayEnded, sayVerdict } from './voice.ts';

type Of2004 = Runtime & { state: Scorm2004State };
const sco = (init: Partial<Scorm2004Init>, ...sets: string[]): Of2004 => ({
  standard: 'scorm2004',
  state: running(init, ...sets),
});
const ended = (...given: Parameters<typeof sco>): Of2004 => {
  const it = sco(...given);
  callRuntime(it, 'Terminate', ['']);
  return it;
};
const PASSING = { scaledPassingScore: 0.6 };

describe('facts of SCORM 2004', () => {
  it.each<[Partial<Scorm2004Init>, string[], object]>([
    [{}, [], { completion: 'unknown', success: 'unknown' }],
    [{}, ['completion_status=incomplete', 'success_status=passed'], { completion: 'incomplete', success: 'passed' }],
    [{}, ['completion_status=completed', 'success_status=failed'], { completion: 'completed', success: 'failed' }],
    [{ completionThreshold: 0.5 }, ['completion_status=completed'], { completion: 'unknown', success: 'unknown' }],
    [{ completionThreshold: 0.5 }, ['progress_measure=0.5'], { completion: 'completed', success: 'unknown' }],
  ])('[FCT-4] %j, %j', (init, sets, facts) => {
    expect(factsOf(sco(init, ...sets))).toEqual(facts);
  });
  it('[FCT-4] silence is completion at the end, unless the SCO suspends, gives up or has it in its own hands', () => {
    const completion = (init: Partial<Scorm2004Init>, ...sets: string[]) => factsOf(ended(init, ...sets)).completion;
    expect(completion({})).toBe('completed');
    expect(completion({}, 'exit=suspend')).toBe('unknown');
    expect(completion({ completionSetByContent: true })).toBe('unknown');
    const givenUp = sco({});
    callRuntime(givenUp, 'SetValue', ['adl.nav.request', 'abandon']);
    callRuntime(givenUp, 'Terminate', ['']);
    expect(factsOf(givenUp).completion).toBe('unknown');
    const left = sco({});
    leaveRuntime(left);
    expect(factsOf(left).completion).toBe('unknown');
  });
  it('[FCT-5] who is below the passing score has failed at the end, when complete, or when the SCO says so', () => {
    const success = (...sets: string[]) => factsOf(sco(PASSING, ...sets)).success;
    expect(success('score.scaled=0.1')).toBe('unknown');
    expect(success('score.scaled=0.6')).toBe('passed');
    expect(success('score.scaled=0.1', 'completion_status=completed')).toBe('failed');
    expect(success('score.scaled=0.1', 'success_status=failed')).toBe('failed');
    expect(factsOf(ended(PASSING, 'score.scaled=0.1')).success).toBe('failed');
    expect(factsOf(ended(PASSING, 'score.scaled=0.1', 'exit=suspend')).success).toBe('unknown');
  });
  it.each<[string[], object | undefined]>([
    [['score.min=0', 'score.max=10'], undefined],
    [['score.scaled=-0.5'], { scaled: -0.5 }],
    [['score.raw=7', 'score.min=0', 'score.max=10'], { scaled: 0.7, raw: 7, min: 0, max: 10 }],
    [['score.raw=7', 'score.max=5'], { raw: 7 }],
    [['score.raw=7', 'score.min=7', 'score.max=7'], { raw: 7 }],
    [['score.scaled=1', `score.raw=${'9'.repeat(400)}`], { scaled: 1 }],
  ])('[FCT-6] %j', (sets, score) => {
    expect(factsOf(sco({}, ...sets)).score).toEqual(score);
  });
});

describe('what a SCO of SCORM 2004 says', () => {
  it('[XAS-3] [XAS-4] [XAS-5] completion and success each in words of their own', () => {
    const voice = speaker();
    const it = sco({});
    sayBegun(voice, it);
    const step = (...args: string[]) => {
      const before = factsOf(it);
      callRuntime(it, args.length === 0 ? 'Terminate' : 'SetValue', args.length === 0 ? [''] : args);
      sayVerdict(voice, before, it);
    };
    step('cmi.success_status', 'passed');
    step('cmi.completion_status', 'completed');
    step();
    sayEnded(voice, it, 4200);
    expect(said(voice.teller.statements)).toEqual([
      ['initialized', undefined],
      ['passed', { success: true }],
      ['completed', { completion: true, success: true }],
      ['terminated', { completion: true, success: true, duration: 'PT42S' }],
    ]);
  });
  it.each<[string[], unknown[]]>([
    [['score.raw=5'], []],
    [['score.raw=5', 'score.scaled=0.5'], [['scored', { score: { scaled: 0.5, raw: 5 } }]]],
    [['comments_from_learner.0.location=here'], []],
    [['comments_from_learner.0.comment=Nice'], [['commented', { response: 'Nice' }]]],
    [['objectives.0.id=o', 'objectives.0.success_status=unknown'], []],
    [['objectives.0.id=o', 'objectives.0.success_status=failed'], [['failed', { success: false }]]],
    [
      ['objectives.0.id=o', 'objectives.0.success_status=passed', 'objectives.0.completion_status=completed'],
      [['completed', { completion: true, success: true }]],
    ],
    [['objectives.0.id=o', 'objectives.0.score.scaled=0.2'], [['scored', { score: { scaled: 0.2 } }]]],
  ])('[XAS-12] %j', (sets, expected) => {
    const voice = speaker();
    const last = sets.at(-1)!;
    const at = last.indexOf('=');
    saySet(voice, sco({}, ...sets), [`cmi.${last.slice(0, at)}`, last.slice(at + 1)]);
    expect(said(voice.teller.statements)).toEqual(expected);
  });
  it('[XAS-8] [XAS-12] without credit there is no verdict, and comments are told', () => {
    const voice = speaker();
    const it = sco({ credit: 'no-credit' }, 'score.scaled=1', 'comments_from_learner.0.comment=x');
    saySet(voice, it, ['cmi.score.scaled', '1']);
    saySet(voice, it, ['cmi.comments_from_learner.0.comment', 'x']);
    sayVerdict(voice, { completion: 'unknown', success: 'unknown' }, it);
    expect(said(voice.teller.statements)).toEqual([['commented', { response: 'x' }]]);
  });
});

describe('interactions of SCORM 2004', () => {
  const told = (...fields: string[]) => {
    const voice = speaker();
    sayResponse(voice, sco({}, ...fields.map((field) => `interactions.0.${field}`)), 0);
    return voice.teller.statements[0];
  };
  it('[XAS-13] is told with all that is known', () => {
    const statement = told(
      'id=urn:x:q1',
      'type=choice',
      'objectives.0.id=o1',
      'correct_responses.0.pattern=a[,]b',
      'learner_response=a[,]c',
      'result=incorrect',
      'latency=PT1M2.5S',
      'description={lang=de}Was?',
    );
    expect(statement).toMatchObject({
      verb: { id: 'http://adlnet.gov/expapi/verbs/responded' },
      object: {
        id: `${SCO_IRI}/interactions/urn%3Ax%3Aq1`,
        definition: {
          type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
          interactionType: 'choice',
          description: { de: 'Was?' },
          correctResponsesPattern: ['a[,]b'],
        },
      },
      result: { response: 'a[,]c', success: false, duration: 'PT1M2.5S' },
      context: { contextActivities: { parent: [{ id: SCO_IRI }], other: [{ id: `${SCO_IRI}/objectives/o1` }] } },
    });
  });
  it.each([
    ['true-false', 'true'],
    ['choice', 'a[,]b'],
    ['fill-in', '{lang=en}one[,]two'],
    ['long-fill-in', 'a long text'],
    ['matching', 'a[.]1[,]b[.]2'],
    ['performance', 'step_1[.]done[,][.]2'],
    ['sequencing', 'c[,]a'],
    ['likert', 'agree'],
    ['numeric', '3.5'],
    ['other', 'anything'],
  ])('[XAS-13] %s is spelled as xAPI spells it', (type, response) => {
    expect(told('id=q', `type=${type}`, `learner_response=${response}`)).toMatchObject({
      object: { definition: { interactionType: type } },
      result: { response },
    });
  });
  it('[XAS-13] a number is a score, other results are no verdict, and months are no duration', () => {
    expect(told('id=q', 'result=2.5')?.result).toEqual({ score: { raw: 2.5 } });
    expect(told('id=q', 'result=neutral', 'latency=P1M')).not.toHaveProperty('result');
    expect(told('id=q', 'result=correct', 'description=?')?.object.definition).toMatchObject({
      description: { und: '?' },
      interactionType: 'other',
    });
    expect(told('id=q')).toBeUndefined();
    expect(told()).toBeUndefined();
  });
});
