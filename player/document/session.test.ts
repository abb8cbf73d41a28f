import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  isPage,
  type Page,
  partsOf,
  type QuizBlock,
  type ScenarioBlock,
} from '../../domain/package/document/document.ts';
import { readDocument } from '../../domain/package/document/read-document.ts';
import { createScorm12, relaunchScorm12 } from '../../domain/runtime/scorm12/index.ts';
import { createApi } from '../sco/api.ts';
import { openLms } from './lms.ts';
import { PageSession } from './session.ts';
import { SUSPEND_DATA_CHARS } from './suspend-data.ts';

const vector = new URL('../../test/vectors/documents/v1-full.json', import.meta.url);
const read = readDocument(JSON.parse(readFileSync(vector, 'utf8')));
if (!read.ok) throw new Error('the vector is not a document');
const pageOf = (id: string): Page => {
  const part = [...partsOf(read.value)].find((located) => located.part.id === id)!.part;
  if (!isPage(part)) throw new Error(`${id} is no page`);
  return part;
};
const QUIZ_PAGE = pageOf('quiz');
const [quiz, story] = QUIZ_PAGE.blocks as [QuizBlock, ScenarioBlock];
const RIGHT: Record<string, string> = {
  salt: 't',
  flour: 'a',
  tools: 'a,c',
  word: 'yeast',
  heat: '245',
  rests: 'a.a,b.b',
  order: 'a,b,c',
};

/** A learner's browser: the real runtime, a clock that is turned by hand. */
let now: number;
let timers: (() => void)[];
let state: ReturnType<typeof createScorm12>;
const clock = {
  now: () => now,
  after: (_: number, then: () => void) => {
    timers.push(then);
    return () => {
      timers = timers.filter((timer) => timer !== then);
    };
  },
};
const value = (name: string): string | undefined => state.values[name];

function open(page: Page): PageSession {
  relaunchScorm12(state, { credit: 'credit', lessonMode: 'normal' });
  const { globals } = createApi({ standard: 'scorm12', state }, () => {});
  return new PageSession(page, openLms(globals.API as Parameters<typeof openLms>[0]), clock);
}
const answerAll = (session: PageSession, answers: Record<string, string>): void => {
  for (const [id, answer] of Object.entries(answers)) session.answer(quiz, id, answer);
};
const toSafety = (session: PageSession): void => session.choose(story, { letter: 'b', index: 1 });

beforeEach(() => {
  now = 0;
  timers = [];
  // Strict: nothing that a page says may leave the standard.
  state = createScorm12({
    strict: true,
    studentId: 'ada',
    studentName: 'Ada',
    credit: 'credit',
    lessonMode: 'normal',
    masteryScore: 70,
  });
});

describe('a page to read', () => {
  const page = { ...pageOf('welcome'), blocks: [{ kind: 'text', markdown: 'Hello' }] } as Page;

  it('[PAG-1] is completed when its end was in view, and only then', () => {
    const session = open(page);
    expect(value('core.lesson_status')).toBe('incomplete');
    session.seenEnd();
    expect(value('core.lesson_status')).toBe('completed');
    expect(value('core.score.raw')).toBeUndefined();
    session.leave();
    expect([state.phase, value('core.exit')]).toEqual(['finished', 'suspend']);
  });

  it('[PAG-1] with a recording that has to be played is completed after that', () => {
    const session = open(pageOf('welcome'));
    session.seenEnd();
    expect(value('core.lesson_status')).toBe('incomplete');
    session.played(3);
    expect(value('core.lesson_status')).toBe('completed');
  });
});

describe('a page with questions', () => {
  it('[PAG-2] is passed with its passing score; every answer is told in the words of SCORM 1.2', () => {
    const session = open(QUIZ_PAGE);
    session.seenEnd();
    session.answer(quiz, 'salt', 't');
    now = 61_000;
    answerAll(session, { ...RIGHT, word: 'sugar', sure: 'b', did: 'a', why: 'For the smell', name: 'Ada' });
    session.handIn(quiz);
    expect([value('core.lesson_status'), value('core.score.raw')]).toEqual(['incomplete', undefined]);
    toSafety(session);
    // 7 of 8 points for the questions, 3 of 3 for the story.
    expect([value('core.lesson_status'), value('core.score.raw')]).toEqual(['passed', '90.91']);
    const told = Array.from({ length: state.counts.interactions! }, (_, i) =>
      ['id', 'type', 'student_response', 'result'].map((name) => value(`interactions.${i}.${name}`)).join(' '),
    );
    expect(told).toEqual([
      'salt true-false t correct',
      'flour choice a correct',
      'tools choice a,c correct',
      'word fill-in sugar wrong',
      'heat numeric 245 correct',
      'rests matching a.a,b.b correct',
      'order sequencing a,b,c correct',
      'sure likert b neutral',
      'did performance a neutral',
      'why fill-in For the smell neutral',
      'name fill-in Ada neutral',
      'smoke:start choice b neutral',
    ]);
    expect(value('interactions.1.weighting')).toBe('2');
    expect(value('interactions.2.correct_responses.0.pattern')).toBe('a,c');
    expect(value('interactions.0.latency')).toBe('0000:01:01.00');
    expect(state.last.error).toBe(0);
    now = 90_000;
    session.leave();
    expect([value('core.total_time'), value('core.lesson_status')]).toEqual(['0000:01:30.00', 'passed']);
  });

  it('[PAG-2] a worse try afterwards takes nothing away, a better one counts', () => {
    const session = open(QUIZ_PAGE);
    session.seenEnd();
    answerAll(session, { ...RIGHT, salt: 'f', tools: 'b', word: 'x', heat: '1' });
    session.handIn(quiz);
    session.choose(story, { letter: 'a', index: 0 });
    session.choose(story, { letter: 'a', index: 0 });
    // 4 of 8 points, and 1.2 of 3 for a story that ended badly.
    expect([value('core.lesson_status'), value('core.score.raw')]).toEqual(['failed', '47.27']);
    session.tryAgain(quiz);
    expect(session.state.value.quizzes.knowledge?.answers).toEqual({});
    answerAll(session, RIGHT);
    session.handIn(quiz);
    session.restart(story);
    toSafety(session);
    expect([value('core.lesson_status'), value('core.score.raw')]).toEqual(['passed', '100']);
    session.tryAgain(quiz);
    session.handIn(quiz);
    expect([value('core.lesson_status'), value('core.score.raw')]).toEqual(['passed', '100']);
  });

  it('[PAG-6] is gone on with where it was left, drafts included', () => {
    const before = open(QUIZ_PAGE);
    before.seenEnd();
    before.answer(quiz, 'word', 'ye');
    before.choose(story, { letter: 'a', index: 0 });
    before.answer(quiz, 'word', 'yeast');
    before.at(1);
    before.leave();
    expect(value('core.exit')).toBe('suspend');
    const after = open(QUIZ_PAGE);
    expect(value('core.entry')).toBe('resume');
    expect(after.state.value).toEqual(before.state.value);
    expect(after.resumeAt).toBe(1);
  });

  it('[PAG-6] what is typed is told when it has rested, once', () => {
    const session = open(QUIZ_PAGE);
    for (const text of ['y', 'ye', 'yea']) session.answer(quiz, 'word', text);
    expect(timers).toHaveLength(1);
    expect(value('suspend_data')).not.toContain('yea');
    timers[0]!();
    expect(value('suspend_data')).toContain('yea');
  });

  it('[PAG-7] long answers are cut in what is kept, so that everything else is', () => {
    const session = open(QUIZ_PAGE);
    for (const id of ['why', 'name', 'word', 'heat', 'salt', 'flour']) session.answer(quiz, id, 'x'.repeat(1000));
    session.seenEnd();
    expect(value('suspend_data')!.length).toBeLessThanOrEqual(SUSPEND_DATA_CHARS);
    const again = open(QUIZ_PAGE).state.value;
    expect(again.end).toBe(true);
    expect(again.quizzes.knowledge?.answers.why).toMatch(/^x{255,}$/);
  });

  it('[PAG-7] data that nobody understands is a page that begins anew', () => {
    for (const data of ['', 'not ours', '{"v":2}', '{"v":1}', 'null']) {
      state.values.suspend_data = data;
      expect(open(QUIZ_PAGE).state.value).toEqual({ end: false, played: [], quizzes: {}, stories: {} });
    }
  });
});

it('[PAG-8] without an API a page works, and nothing is kept', () => {
  const session = new PageSession(QUIZ_PAGE, openLms(undefined), clock);
  session.seenEnd();
  answerAll(session, RIGHT);
  session.handIn(quiz);
  toSafety(session);
  expect(session.outcome.value).toEqual({ complete: true, score: 100, status: 'passed' });
  session.leave();
});
