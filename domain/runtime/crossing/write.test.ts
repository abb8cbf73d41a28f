import { describe, expect, it } from 'vitest';
import { callScorm12, createScorm12, relaunchScorm12 } from '../scorm12/index.ts';
import { callScorm2004, relaunchScorm2004 } from '../scorm2004/index.ts';
import { fresh as fresh2004, get, running as running2004 } from '../scorm2004/scorm2004.testing.ts';
import {
  type Answer,
  answerForScorm12,
  answerForScorm2004,
  answerForXapi,
  type Element,
  forScorm12,
  forScorm2004,
  interactionForXapi,
  lessAndLess,
  NOTHING,
  objectiveForScorm12,
  objectiveForScorm2004,
  type Report,
  restore,
  type Score,
  scoreForXapi,
  snapshot,
} from './index.ts';

const DONE: Report = {
  completion: 'completed',
  success: 'passed',
  score: { scaled: 0.8 },
  location: 'p3',
  suspended: false,
};
const of = (elements: readonly Element[], name: string): string | undefined =>
  elements.find(([element]) => element === `cmi.${name}`)?.[1];

describe('for SCORM 1.2', () => {
  it.each<[Report['completion'], Report['success'], string]>([
    ['completed', 'passed', 'passed'],
    ['completed', 'unknown', 'completed'],
    ['completed', 'failed', 'failed'],
    ['incomplete', 'failed', 'failed'],
    ['incomplete', 'passed', 'incomplete'],
    ['unknown', 'unknown', 'incomplete'],
  ])('[CRS-10] %s and %s is %s', (completion, success, status) => {
    expect(of(forScorm12({ ...DONE, completion, success }, 0), 'core.lesson_status')).toBe(status);
  });
  it.each<[Score | undefined, (string | undefined)[]]>([
    [undefined, [undefined, undefined, undefined]],
    [{ scaled: 0.8 }, ['80', '0', '100']],
    [{ scaled: -0.5 }, ['0', '0', '100']],
    [{ scaled: 0.8, raw: 40, min: 0, max: 50 }, ['80', '0', '100']],
    [{ scaled: 0.8, raw: 8 }, ['80', '0', '100']],
    [{ raw: 55 }, ['55', undefined, undefined]],
    [{ raw: 1e-7 }, ['0', undefined, undefined]],
    [{ raw: 0 }, ['0', undefined, undefined]],
    [{ raw: 100 }, ['100', undefined, undefined]],
    [{ raw: 0, min: 0, max: 10 }, ['0', '0', '100']],
    [{ raw: 10, min: 0, max: 10 }, ['100', '0', '100']],
    [{ raw: 300, min: 200, max: 400 }, ['50', '0', '100']],
    [{ raw: 500, min: 200, max: 400 }, [undefined, undefined, undefined]],
    [{ raw: 300 }, [undefined, undefined, undefined]],
    [{ raw: 300, min: 400, max: 400 }, [undefined, undefined, undefined]],
  ])('[CRS-11] a score of %j', (score, expected) => {
    const { score: _, ...report } = DONE;
    const elements = forScorm12(score === undefined ? report : { ...report, score }, 0);
    expect(['raw', 'min', 'max'].map((part) => of(elements, `core.score.${part}`))).toEqual(expected);
  });
  it('[CRS-12] place, time and exit', () => {
    const elements = forScorm12({ ...DONE, location: 'x'.repeat(300) }, 123_456);
    expect(of(elements, 'core.lesson_location')).toBe('x'.repeat(255));
    expect(of(elements, 'core.session_time')).toBe('0000:20:34.56');
    expect([of(elements, 'core.exit'), of(forScorm12(NOTHING, 0), 'core.exit')]).toEqual(['', 'suspend']);
  });
});

describe('objectives', () => {
  it('[CRS-17] are told with their ids first', () => {
    const objective = {
      id: 'o 1',
      completion: 'completed',
      success: 'passed',
      score: { raw: 5, min: 0, max: 10 },
    } as const;
    expect(objectiveForScorm12(objective, 2)).toEqual([
      ['cmi.objectives.2.id', 'o_1'],
      ['cmi.objectives.2.score.raw', '50'],
      ['cmi.objectives.2.score.min', '0'],
      ['cmi.objectives.2.score.max', '100'],
      ['cmi.objectives.2.status', 'passed'],
    ]);
    expect(objectiveForScorm2004(objective, 0)).toEqual([
      ['cmi.objectives.0.id', 'o_1'],
      ['cmi.objectives.0.score.scaled', '0.5'],
      ['cmi.objectives.0.score.raw', '5'],
      ['cmi.objectives.0.score.min', '0'],
      ['cmi.objectives.0.score.max', '10'],
      ['cmi.objectives.0.completion_status', 'completed'],
      ['cmi.objectives.0.success_status', 'passed'],
    ]);
    const silent = { id: 'x'.repeat(300), completion: 'unknown', success: 'unknown' } as const;
    expect(objectiveForScorm12(silent, 0)).toEqual([
      ['cmi.objectives.0.id', 'x'.repeat(255)],
      ['cmi.objectives.0.status', 'not attempted'],
    ]);
  });
});

describe('for SCORM 2004', () => {
  it('[CRS-12] everything has its own element', () => {
    const elements = forScorm2004({ ...DONE, location: 'x'.repeat(1001), score: { raw: 30, min: 20, max: 40 } }, 6_050);
    expect(elements).toEqual([
      ['cmi.score.scaled', '0.5'],
      ['cmi.score.raw', '30'],
      ['cmi.score.min', '20'],
      ['cmi.score.max', '40'],
      ['cmi.completion_status', 'completed'],
      ['cmi.success_status', 'passed'],
      ['cmi.location', 'x'.repeat(1000)],
      ['cmi.session_time', 'PT1M0.5S'],
      ['cmi.exit', 'normal'],
    ]);
    expect(of(forScorm2004(NOTHING, 0), 'exit')).toBe('suspend');
    expect(of(forScorm2004({ ...DONE, score: { raw: 1e-7 } }, 0), 'score.raw')).toBe('0');
    const scaledOf = (score: Score) => of(forScorm2004({ ...DONE, score }, 0), 'score.scaled');
    expect([{ raw: 3 }, { raw: 50, min: 20, max: 40 }, { raw: 1, min: 1, max: 1 }].map(scaledOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

const ANSWERS: readonly Answer[] = [
  {
    id: 'http://x.example/q 1',
    type: 'matching',
    description: 'Which?',
    patterns: ['a[.]1[,]b[.]2'],
    response: 'a[.]1[,]b[.]3',
    result: 'incorrect',
    weighting: '2',
    latency: 550,
    objectives: ['o1'],
  },
  { id: 'q2', type: 'numeric', patterns: ['4[:]4'], response: '4', result: 'correct', objectives: [] },
  {
    id: 'q3',
    type: 'long-fill-in',
    patterns: ['{case_matters=true}{lang=en}Long'],
    response: '{lang=en}Long',
    objectives: [],
  },
  { id: 'q4', type: 'choice', patterns: ['a[,]b'], response: 'b', result: '0.5', objectives: [] },
];

describe('interactions', () => {
  const told12 = (answer: Answer) =>
    Object.fromEntries(
      answerForScorm12(answer, 3).map(([name, value]) => [name.replace('cmi.interactions.3.', ''), value]),
    );
  it('[CRS-13] in SCORM 1.2 are spelled its way', () => {
    expect(told12(ANSWERS[0]!)).toEqual({
      id: 'http://x.example/q_1',
      type: 'matching',
      'objectives.0.id': 'o1',
      'correct_responses.0.pattern': 'a.1,b.2',
      weighting: '2',
      student_response: 'a.1,b.3',
      result: 'wrong',
      latency: '0000:00:05.50',
    });
    expect(told12(ANSWERS[1]!)).toMatchObject({
      'correct_responses.0.pattern': '4',
      student_response: '4',
      result: 'correct',
    });
    expect(told12(ANSWERS[2]!)).toEqual({
      id: 'q3',
      type: 'fill-in',
      'correct_responses.0.pattern': 'Long',
      student_response: 'Long',
    });
    expect(told12({ ...ANSWERS[1]!, patterns: ['3[:]4'] })).not.toHaveProperty('correct_responses.0.pattern');
    expect(told12({ ...ANSWERS[2]!, type: 'other', response: 'x'.repeat(300) })).toMatchObject({
      type: 'fill-in',
      student_response: 'x'.repeat(255),
    });
  });
  it('[CRS-13] are taken by both run-times without a complaint', () => {
    const state12 = createScorm12({
      strict: false,
      studentId: 'l',
      studentName: 'n',
      credit: 'credit',
      lessonMode: 'normal',
    });
    callScorm12(state12, 'LMSInitialize', ['']);
    const state2004 = running2004();
    const codes = ANSWERS.flatMap((answer, at) => [
      ...answerForScorm12(answer, at).map(([name, value]) => [
        name,
        callScorm12(state12, 'LMSSetValue', [name, value]).errorCode,
      ]),
      ...answerForScorm2004(answer, at).map(([name, value]) => [
        name,
        callScorm2004(state2004, 'SetValue', [name, value]).errorCode,
      ]),
    ]);
    for (const report of [DONE, NOTHING]) {
      for (const [name, value] of forScorm12(report, 100))
        codes.push([name, callScorm12(state12, 'LMSSetValue', [name, value]).errorCode]);
      for (const [name, value] of forScorm2004(report, 100))
        codes.push([name, callScorm2004(state2004, 'SetValue', [name, value]).errorCode]);
    }
    expect(codes.filter(([, code]) => code !== 0)).toEqual([]);
    expect(state2004.values['interactions.0.description']).toBe('Which?');
    expect(state2004.counts.interactions).toBe(4);
  });
  it('[CRS-14] in xAPI are activities and results', () => {
    expect(interactionForXapi(ANSWERS[1]!, 'https://x.example/a/')).toEqual({
      objectType: 'Activity',
      id: 'https://x.example/a/interactions/q2',
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'numeric',
        correctResponsesPattern: ['4[:]4'],
      },
    });
    expect(interactionForXapi({ ...ANSWERS[0]!, id: 'http://x.example/q1' }, 'https://x.example/a')).toMatchObject({
      id: 'http://x.example/q1',
      definition: { description: { und: 'Which?' } },
    });
    expect(ANSWERS.map((answer) => answerForXapi(answer))).toEqual([
      { response: 'a[.]1[,]b[.]3', success: false, duration: 'PT5.5S' },
      { response: '4', success: true },
      { response: '{lang=en}Long' },
      { response: 'b', score: { raw: 0.5 } },
    ]);
    expect(answerForXapi({ id: 'q', type: 'other', patterns: [], objectives: [] })).toBeUndefined();
    expect(answerForXapi({ id: 'q', type: 'other', patterns: [], objectives: [], result: 'neutral' })).toEqual({});
  });
  it.each<[Score | undefined, object | undefined]>([
    [undefined, undefined],
    [{ scaled: 0.5 }, { scaled: 0.5 }],
    [{ scaled: 2 }, undefined],
    [{ raw: 5 }, undefined],
    [
      { raw: 5, min: 0, max: 10 },
      { scaled: 0.5, raw: 5, min: 0, max: 10 },
    ],
    [{ scaled: 0.1, raw: 15, min: 0, max: 10 }, { scaled: 0.1 }],
  ])('[CRS-14] a score of %j', (score, expected) => {
    expect(scoreForXapi(score)).toEqual(expected);
  });
});

describe('what is kept', () => {
  it('[CRS-15] goes back into a state of SCORM 1.2, and the launch resumes', () => {
    const mode = { credit: 'credit', lessonMode: 'normal' } as const;
    const fresh = (name: string) => createScorm12({ strict: false, studentId: 'l', studentName: name, ...mode });
    const state = fresh('Old name');
    callScorm12(state, 'LMSInitialize', ['']);
    for (const [name, value] of [
      ['core.exit', 'suspend'],
      ['suspend_data', 'd'],
      ['objectives.0.id', 'o'],
      ['interactions.0.objectives.1.id', 'x'],
    ]) {
      callScorm12(state, 'LMSSetValue', [`cmi.${name}`, value!]);
    }
    callScorm12(state, 'LMSSetValue', ['cmi.interactions.0.objectives.0.id', 'y']);
    callScorm12(state, 'LMSFinish', ['']);
    const saved = snapshot(state, false);
    expect(saved.values).not.toHaveProperty('core.student_name');
    const next = fresh('New name');
    restore(next, JSON.parse(JSON.stringify(saved)));
    next.phase = 'finished';
    relaunchScorm12(next, mode);
    callScorm12(next, 'LMSInitialize', ['']);
    const read = (name: string) => callScorm12(next, 'LMSGetValue', [`cmi.${name}`]).result;
    expect(['core.entry', 'suspend_data', 'objectives._count', 'core.student_name'].map(read)).toEqual([
      'resume',
      'd',
      '1',
      'New name',
    ]);
    const recounted = fresh('New name');
    restore(recounted, saved);
    expect(recounted.counts).toEqual(state.counts);
  });
  it('[CRS-15] and of SCORM 2004, also after a cut', () => {
    const state = running2004({ objectives: ['given'] }, 'location=p', 'objectives.1.id=mine', 'session_time=PT5S');
    const saved = snapshot(state, true);
    const next = fresh2004({ objectives: ['given'] });
    restore(next, saved);
    next.phase = saved.cut ? 'running' : 'terminated';
    relaunchScorm2004(next);
    callScorm2004(next, 'Initialize', ['']);
    const read = ['entry', 'location', 'objectives._count', 'objectives.1.id', 'total_time'].map(
      (name) => get(next, `cmi.${name}`)[0],
    );
    expect(read).toEqual(['resume', 'p', '2', 'mine', 'PT5S']);
  });
  it('[CRS-16] becomes less and less, and what the course needs to go on goes last', () => {
    const values = {
      'interactions.0.id': 'q',
      comments: 'c',
      'objectives.0.id': 'o',
      total_time: 'PT1S',
      location: 'p',
      suspend_data: 'd',
      'core.lesson_location': 'p',
    };
    const kept = lessAndLess({ cut: true, values }).map((saved) => [saved.cut, Object.keys(saved.values).join()]);
    expect(kept).toEqual([
      [true, 'interactions.0.id,comments,objectives.0.id,total_time,location,suspend_data,core.lesson_location'],
      [true, 'comments,objectives.0.id,total_time,location,suspend_data,core.lesson_location'],
      [true, 'total_time,location,suspend_data,core.lesson_location'],
      [true, 'location,suspend_data,core.lesson_location'],
    ]);
  });
});
