import { describe, expect, it } from 'vitest';
import { objectiveActivity, scoActivity } from './activities.ts';
import { CONTEXT, SCO, SCO_IRI, speaker, state } from './adapter.testing.ts';
import { responseOfScorm12 } from './interaction-scorm12.ts';
import { sayResponse, saySet } from './say.ts';

describe('interactions', () => {
  const sco = scoActivity(CONTEXT.course, SCO);
  const q = (...fields: string[]) =>
    responseOfScorm12(state({}, ...fields.map((f) => `interactions.0.${f}`)).state, 0, sco);

  it('[XAS-7] is told with all that is known', () => {
    const now = state(
      {},
      'interactions.0.id=skip',
      'interactions.1.id=q 1',
      'interactions.1.type=choice',
      'interactions.1.objectives.0.id=o1',
      'interactions.1.objectives.1.id=o2',
      'interactions.1.correct_responses.0.pattern=a,b',
      'interactions.1.correct_responses.1.pattern={c}',
      'interactions.1.student_response={a,c}',
      'interactions.1.result=wrong',
      'interactions.1.latency=00:00:12.5',
      'interactions.1.weighting=1',
    );
    const voice = speaker();
    sayResponse(voice, now, 0);
    sayResponse(voice, now, 2);
    expect(voice.teller.statements).toEqual([]);
    sayResponse(voice, now, 1);
    expect(voice.teller.statements).toMatchObject([
      {
        verb: { id: 'http://adlnet.gov/expapi/verbs/responded' },
        object: {
          objectType: 'Activity',
          id: `${SCO_IRI}/interactions/q%201`,
          definition: {
            type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
            interactionType: 'choice',
            correctResponsesPattern: ['a[,]b', 'c'],
          },
        },
        result: { response: 'a[,]c', success: false, duration: 'PT12.5S' },
        context: {
          contextActivities: { parent: [sco], other: [objectiveActivity(sco, 'o1'), objectiveActivity(sco, 'o2')] },
        },
      },
    ]);
  });
  it('[XAS-7] needs an id, and a response or a result', () => {
    expect(q('student_response=a', 'result=correct')).toBeUndefined();
    expect(q('id=x', 'type=choice')).toBeUndefined();
    expect(q('id=x', 'result=correct')).toMatchObject({ result: { success: true } });
    expect(q('id=x', 'student_response=a')!.result).toEqual({ response: 'a' });
  });
  it('[XAS-7] of no type is of another, with nothing that is not known', () => {
    const { object, objectives } = q('id=x', 'student_response=a,b', 'objectives.0.id=o')!;
    expect(object.definition).toEqual({
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      interactionType: 'other',
    });
    expect(objectives).toHaveLength(1);
    const voice = speaker();
    sayResponse(voice, state({}, 'interactions.0.id=x', 'interactions.0.result=neutral'), 0);
    expect(voice.teller.statements[0]).not.toHaveProperty('result');
    expect(voice.teller.statements[0]!.context.contextActivities).not.toHaveProperty('other');
  });
  it.each([
    ['correct', { success: true }],
    ['wrong', { success: false }],
    ['unanticipated', {}],
    ['neutral', {}],
    ['0.5', { score: { raw: 0.5 } }],
    ['0', { score: { raw: 0 } }],
  ])('[XAS-7] result %s', (result, expected) => {
    expect(q('id=x', `result=${result}`)!.result).toEqual(expected);
  });
  it.each([
    ['choice', '{a,b}', 'a[,]b'],
    ['choice', 'a', 'a'],
    ['sequencing', 'c,a,b', 'c[,]a[,]b'],
    ['matching', '{1.c,2.a}', '1[.]c[,]2[.]a'],
    ['true-false', 't', 'true'],
    ['true-false', '1', 'true'],
    ['true-false', 'true', 'true'],
    ['true-false', 'f', 'false'],
    ['true-false', '0', 'false'],
    ['true-false', 'False', 'false'],
    ['true-false', 'perhaps', 'perhaps'],
    ['true-false', 'untrue', 'untrue'],
    ['true-false', 'trueish', 'trueish'],
    ['true-false', 'notfalse', 'notfalse'],
    ['true-false', 'falsehood', 'falsehood'],
    ['choice', 'x{a}', 'x{a}'],
    ['choice', '{a}x', '{a}x'],
    ['fill-in', 'a,b', 'a,b'],
    ['performance', '{a,b}', '{a,b}'],
    ['likert', '3', '3'],
    ['numeric', '4.5', '4.5'],
  ])('[XAS-7] %s spells %s as %s', (type, given, expected) => {
    expect(q('id=x', `type=${type}`, `student_response=${given}`)!.result.response).toBe(expected);
  });
  it('[XAS-7] spells both objectives and patterns of the index asked for', () => {
    const found = q(
      'id=x',
      'result=correct',
      'type=true-false',
      'correct_responses.0.pattern=',
      'correct_responses.1.pattern=t',
    );
    expect(found!.object.definition!.correctResponsesPattern).toEqual(['true']);
  });
});

describe('what is long', () => {
  const sco = scoActivity(CONTEXT.course, SCO);
  it('[XAS-11] is cut where it is told, not where it is kept', () => {
    const long = (n: number) => 'x'.repeat(n);
    const told = (n: number) =>
      responseOfScorm12(
        state(
          {},
          'interactions.0.id=q',
          `interactions.0.student_response=${long(n)}`,
          `interactions.0.correct_responses.0.pattern=${long(n / 10)}`,
          ...Array.from({ length: 41 }, (_, i) => `interactions.0.objectives.${i}.id=o${i}`),
        ).state,
        0,
        sco,
      )!;
    expect(told(10_000).result.response).toBe(long(10_000));
    expect(told(10_010).result.response).toBe(`${long(9_999)}…`);
    expect(told(10_000).object.definition!.correctResponsesPattern).toEqual([long(1_000)]);
    expect(told(10_010).object.definition!.correctResponsesPattern).toEqual([`${long(999)}…`]);
    expect(told(10).objectives).toHaveLength(40);
    const voice = speaker();
    saySet(voice, state({}), ['cmi.comments', long(10_001)]);
    expect(voice.teller.statements[0]!.result!.response).toHaveLength(10_000);
  });
});
