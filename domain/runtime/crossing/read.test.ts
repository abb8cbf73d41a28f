import { describe, expect, it } from 'vitest';
import { callScorm12, createScorm12, type Scorm12State } from '../scorm12/index.ts';
import { callScorm2004, leaveScorm2004, type Scorm2004Init } from '../scorm2004/index.ts';
import { begin as begin2004, fresh as fresh2004, running as running2004 } from '../scorm2004/scorm2004.testing.ts';
import {
  answerOfRuntime,
  answerOfScorm12,
  answerOfScorm2004,
  answerOfStatement,
  courseReport,
  listen,
  type MoveOn,
  NOTHING,
  type Report,
  reportOfRuntime,
  reportOfScorm12,
  reportOfScorm2004,
  reportOfStatements,
  SAID_NOTHING,
  since,
} from './index.ts';

function running12(...sets: string[]): Scorm12State {
  const state = createScorm12({
    strict: false,
    studentId: 'l',
    studentName: 'n',
    credit: 'credit',
    lessonMode: 'normal',
  });
  callScorm12(state, 'LMSInitialize', ['']);
  for (const text of sets) {
    const at = text.indexOf('=');
    expect(callScorm12(state, 'LMSSetValue', [`cmi.${text.slice(0, at)}`, text.slice(at + 1)]).result, text).toBe(
      'true',
    );
  }
  return state;
}

describe('SCORM 1.2', () => {
  it('[CRS-1] is read as its facts', () => {
    expect(reportOfScorm12(running12())).toEqual({ ...NOTHING, objectives: [] });
    const state = running12(
      'core.lesson_status=passed',
      'core.score.raw=80',
      'core.score.max=100',
      'core.lesson_location=p3',
    );
    const report = {
      completion: 'completed',
      success: 'passed',
      score: { scaled: 0.8, raw: 80, max: 100 },
      location: 'p3',
      objectives: [],
    };
    expect(reportOfScorm12(state)).toEqual({ ...report, suspended: true });
    callScorm12(state, 'LMSFinish', ['']);
    expect(reportOfScorm12(state)).toEqual({ ...report, suspended: false });
    const suspended = running12('core.lesson_status=incomplete', 'core.exit=suspend');
    callScorm12(suspended, 'LMSFinish', ['']);
    expect(reportOfScorm12(suspended)).toMatchObject({ completion: 'incomplete', suspended: true });
  });
  it('[CRS-17] tells its objectives', () => {
    const state = running12(
      'objectives.0.id=o1',
      'objectives.0.status=passed',
      'objectives.0.score.raw=50',
      'objectives.1.score.raw=7',
      'objectives.2.id=o3',
    );
    expect(reportOfScorm12(state).objectives).toEqual([
      { id: 'o1', completion: 'completed', success: 'passed', score: { scaled: 0.5, raw: 50 } },
      { id: 'o3', completion: 'unknown', success: 'unknown' },
    ]);
  });
  it('[CRS-2] tells its interactions in the spelling of 2004', () => {
    const state = running12(
      'interactions.0.id=q1',
      'interactions.0.type=matching',
      'interactions.0.objectives.0.id=o1',
      'interactions.0.correct_responses.0.pattern=a.1,b.2',
      'interactions.0.student_response=a.1,b.3',
      'interactions.0.result=wrong',
      'interactions.0.weighting=2',
      'interactions.0.latency=00:00:05.5',
      'interactions.1.id=q2',
      'interactions.1.type=numeric',
      'interactions.1.correct_responses.0.pattern=4',
      'interactions.2.id=q3',
      'interactions.3.type=choice',
    );
    expect(answerOfScorm12(state, 0)).toEqual({
      id: 'q1',
      type: 'matching',
      patterns: ['a[.]1[,]b[.]2'],
      response: 'a[.]1[,]b[.]3',
      result: 'incorrect',
      weighting: '2',
      latency: 550,
      objectives: ['o1'],
    });
    expect(answerOfScorm12(state, 1)).toEqual({ id: 'q2', type: 'numeric', patterns: ['4[:]4'], objectives: [] });
    expect(answerOfScorm12(state, 2)).toEqual({ id: 'q3', type: 'other', patterns: [], objectives: [] });
    expect(answerOfScorm12(state, 3)).toBeUndefined();
  });
});

describe('SCORM 2004', () => {
  it('[CRS-1] is read as it is evaluated', () => {
    expect(reportOfScorm2004(running2004())).toEqual({ ...NOTHING, objectives: [] });
    const state = running2004(
      { completionThreshold: 0.5 },
      'progress_measure=0.4',
      'success_status=failed',
      'score.raw=3',
    );
    expect(reportOfScorm2004(state)).toEqual({
      completion: 'incomplete',
      success: 'failed',
      score: { raw: 3 },
      location: '',
      suspended: true,
      objectives: [],
    });
    const scored = running2004({}, 'score.scaled=-0.5', 'score.min=0', 'location=p', 'completion_status=not attempted');
    expect(reportOfScorm2004(scored)).toMatchObject({
      completion: 'unknown',
      score: { scaled: -0.5, min: 0 },
      location: 'p',
    });
    expect(reportOfScorm2004(running2004({}, 'score.max=5'))).not.toHaveProperty('score');
  });
  it('[CRS-3] a SCO that ends in silence has completed, unless the manifest says otherwise', () => {
    const ended = (init: Partial<Scorm2004Init>, ...sets: string[]) => {
      const state = running2004(init, ...sets);
      callScorm2004(state, 'Terminate', ['']);
      return state;
    };
    expect(reportOfScorm2004(ended({}))).toMatchObject({
      completion: 'completed',
      success: 'unknown',
      suspended: false,
    });
    expect(reportOfScorm2004(ended({ completionSetByContent: true })).completion).toBe('unknown');
    expect(reportOfScorm2004(ended({}, 'exit=suspend'))).toMatchObject({ completion: 'unknown', suspended: true });
    expect(reportOfScorm2004(ended({}, 'completion_status=unknown')).completion).toBe('unknown');
    expect(reportOfScorm2004(ended({}, 'completion_status=incomplete'))).toMatchObject({
      completion: 'incomplete',
      suspended: false,
    });
    const threshold = begin2004(fresh2004({ completionThreshold: 0.5 }));
    callScorm2004(threshold, 'Terminate', ['']);
    expect(reportOfScorm2004(threshold).completion).toBe('unknown');
    const left = running2004();
    leaveScorm2004(left);
    expect(reportOfScorm2004(left).suspended).toBe(true);
  });
  it('[CRS-17] tells its objectives', () => {
    const state = running2004(
      { objectives: ['given'] },
      'objectives.1.id=o2',
      'objectives.1.success_status=failed',
      'objectives.1.completion_status=completed',
      'objectives.1.score.scaled=-0.5',
    );
    expect(reportOfScorm2004(state).objectives).toEqual([
      { id: 'given', completion: 'unknown', success: 'unknown' },
      { id: 'o2', completion: 'completed', success: 'failed', score: { scaled: -0.5 } },
    ]);
  });
  it('[CRS-2] tells its interactions as they are', () => {
    const state = running2004(
      {},
      'interactions.0.id=q1',
      'interactions.0.type=choice',
      'interactions.0.objectives.0.id=o1',
      'interactions.0.correct_responses.0.pattern=a[,]b',
      'interactions.0.learner_response=a',
      'interactions.0.result=incorrect',
      'interactions.0.weighting=2',
      'interactions.0.latency=PT5.5S',
      'interactions.0.description=Which?',
      'interactions.1.id=q2',
    );
    expect(answerOfScorm2004(state, 0)).toEqual({
      id: 'q1',
      type: 'choice',
      description: 'Which?',
      patterns: ['a[,]b'],
      response: 'a',
      result: 'incorrect',
      weighting: '2',
      latency: 550,
      objectives: ['o1'],
    });
    expect(answerOfScorm2004(state, 1)).toBeUndefined();
  });
});

const AU = 'https://x.example/au';
const statement = (verb: string, result?: object, id = AU) => ({
  verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
  object: { id },
  ...(result === undefined ? {} : { result }),
});
const hear = (...statements: unknown[]) =>
  statements.reduce<typeof SAID_NOTHING>((said, s) => listen(said, s, AU), SAID_NOTHING);

describe('statements', () => {
  it('[CRS-4] of the launched activity say what became of it', () => {
    expect(hear(statement('completed'))).toEqual({ ...SAID_NOTHING, completed: true });
    expect(hear(statement('experienced', { completion: true, success: false }))).toMatchObject({
      completed: true,
      success: 'failed',
    });
    expect(hear(statement('passed', { score: { scaled: 0.9, raw: 9, x: 1 } }))).toMatchObject({
      success: 'passed',
      score: { scaled: 0.9, raw: 9 },
    });
    expect(hear(statement('passed', { score: { scaled: 1 } }), statement('failed'))).toMatchObject({
      success: 'passed',
      score: { scaled: 1 },
    });
    expect(hear(statement('failed'), statement('passed')).success).toBe('passed');
    expect(hear(statement('answered', { success: true })).success).toBe('passed');
    expect(hear(statement('terminated')).terminated).toBe(true);
    expect(hear(statement('terminated'), statement('initialized')).terminated).toBe(false);
  });
  it('[CRS-4] of anything else, and what is no statement, say nothing', () => {
    const other = [
      statement('passed', undefined, `${AU}/part`),
      null,
      7,
      'x',
      {},
      { object: null },
      { object: { id: AU }, result: { score: 'x' } },
    ];
    expect(hear(...other)).toEqual(SAID_NOTHING);
    for (const told of other) expect(answerOfStatement(told)).toBeUndefined();
  });
  it.each<[MoveOn | undefined, boolean[]]>([
    ['Completed', [false, true, false, true]],
    ['Passed', [false, false, true, true]],
    ['CompletedAndPassed', [false, false, false, true]],
    ['CompletedOrPassed', [false, true, true, true]],
    ['NotApplicable', [true, true, true, true]],
    [undefined, [false, true, true, true]],
  ])('[CRS-5] moveOn %s decides completion', (moveOn, expected) => {
    const said = [[], ['completed'], ['passed'], ['completed', 'passed']].map((verbs) =>
      hear(...verbs.map((v) => statement(v))),
    );
    const reports = said.map((s) => reportOfStatements(s, moveOn));
    expect(reports.map(({ completion }) => completion === 'completed')).toEqual(expected);
    expect(reports.map(({ suspended }) => !suspended)).toEqual(expected);
    expect(reportOfStatements(hear(statement('passed', { score: { raw: 1 } })), moveOn)).toMatchObject({
      success: 'passed',
      score: { raw: 1 },
    });
  });
  it('[CRS-2] tell interactions', () => {
    const definition = { interactionType: 'choice', correctResponsesPattern: ['a', 7], description: { en: 'Which?' } };
    const answered = {
      object: { id: `${AU}/q1`, definition },
      result: { response: 'b', success: false, duration: 'PT2S' },
    };
    expect(answerOfStatement(answered)).toEqual({
      id: `${AU}/q1`,
      type: 'choice',
      description: 'Which?',
      patterns: ['a'],
      response: 'b',
      result: 'incorrect',
      latency: 200,
      objectives: [],
    });
    const graded = {
      object: { id: 'q', definition: { interactionType: 'numeric' } },
      result: { score: { raw: 0.5 }, duration: 7 },
    };
    expect(answerOfStatement(graded)).toEqual({
      id: 'q',
      type: 'numeric',
      patterns: [],
      result: '0.5',
      objectives: [],
    });
    expect(answerOfStatement({ object: { id: 'q', definition: {} } })).toBeUndefined();
  });
});

describe('several parts', () => {
  const part = (completion: Report['completion'], success: Report['success'], scaled?: number): Report => ({
    ...NOTHING,
    completion,
    success,
    ...(scaled === undefined ? {} : { score: { scaled } }),
  });
  it.each<[string, Report[], Partial<Report>]>([
    ['none', [], { completion: 'unknown', success: 'unknown', suspended: true }],
    ['nothing begun', [NOTHING, NOTHING], { completion: 'unknown', success: 'unknown' }],
    [
      'one open',
      [part('completed', 'passed', 1), NOTHING],
      { completion: 'incomplete', success: 'unknown', score: { scaled: 1 } },
    ],
    [
      'one failed',
      [part('completed', 'passed', 1), part('incomplete', 'failed', 0)],
      { completion: 'incomplete', success: 'failed', score: { scaled: 0.5 } },
    ],
    [
      'all done',
      [part('completed', 'unknown'), part('completed', 'unknown')],
      { completion: 'completed', success: 'unknown', suspended: false },
    ],
    [
      'all done, one judged',
      [part('completed', 'unknown'), part('completed', 'passed', 0.7)],
      { completion: 'completed', success: 'passed', score: { scaled: 0.7 } },
    ],
    [
      'a score that is a share of its range',
      [part('completed', 'passed', 1), { ...part('completed', 'passed'), score: { raw: 5, min: 0, max: 10 } }],
      { completion: 'completed', success: 'passed', score: { scaled: 0.75 } },
    ],
  ])('[CRS-6] %s', (_, parts, expected) => {
    expect(courseReport(parts, 'here')).toMatchObject({ ...expected, location: 'here' });
  });
  it('[CRS-7] what a later launch does not speak of is as it was', () => {
    const before = part('completed', 'passed', 0.9);
    expect(since(before, { ...NOTHING, location: 'p' })).toEqual({ ...before, location: 'p' });
    expect(since(before, part('incomplete', 'failed', 0.1))).toEqual(part('incomplete', 'failed', 0.1));
    expect(since(undefined, NOTHING)).toEqual(NOTHING);
  });
});

describe('a SCO of either standard', () => {
  const told = ['interactions.0.id=q', 'interactions.0.type=numeric'];
  const sets12 = [...told, 'interactions.0.correct_responses.0.pattern=4', 'core.lesson_location=p3'];
  const sets2004 = [...told, 'interactions.0.correct_responses.0.pattern=4[:]4', 'location=p3'];
  it.each([
    ['scorm12' as const, { standard: 'scorm12' as const, state: running12(...sets12) }],
    ['scorm2004' as const, { standard: 'scorm2004' as const, state: running2004({}, ...sets2004) }],
  ])('[CRS-1] [CRS-2] of %s is read in the same words', (_, runtime) => {
    expect(reportOfRuntime(runtime)).toMatchObject({ location: 'p3', suspended: true, objectives: [] });
    expect(answerOfRuntime(runtime, 0)).toEqual({ id: 'q', type: 'numeric', patterns: ['4[:]4'], objectives: [] });
    expect(answerOfRuntime(runtime, 1)).toBeUndefined();
  });
});
