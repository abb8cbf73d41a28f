import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCKS_A_PAGE_MAX, TASKS_A_PAGE_MAX } from '../../domain/package/document/limits.ts';
import type { PageState } from './page-state.ts';
import { readState, SUSPEND_DATA_CHARS, writeState } from './suspend-data.ts';

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const quiz = fc.record({
  answers: fc.dictionary(id, fc.string({ maxLength: 300 }), { maxKeys: 8 }),
  tries: fc.nat(100),
  closed: fc.boolean(),
  best: fc.nat(100),
});
const story = fc.record({ way: fc.stringMatching(/^[a-z]{0,300}$/), best: fc.nat(100) }, { requiredKeys: ['way'] });
const state: fc.Arbitrary<PageState> = fc.record({
  end: fc.boolean(),
  played: fc.array(fc.nat(BLOCKS_A_PAGE_MAX), { maxLength: 5 }),
  quizzes: fc.dictionary(id, quiz, { maxKeys: 3 }),
  stories: fc.dictionary(id, story, { maxKeys: 3 }),
});

/** What was reached. */
const reached = ({ end, played, quizzes, stories }: PageState) => ({
  end,
  played,
  quizzes: Object.entries(quizzes).map(([name, { tries, best }]) => [name, tries, best]),
  stories: Object.entries(stories).map(([name, { best }]) => [name, best]),
});

describe('what is kept of a page', () => {
  it('[PAG-7] is everything where it fits, and what was reached in any case', () => {
    fc.assert(
      fc.property(state, (before) => {
        const text = writeState(before);
        expect(text.length).toBeLessThanOrEqual(SUSPEND_DATA_CHARS);
        const after = readState(text);
        expect(reached(after)).toEqual(reached(before));
        if (JSON.stringify(before).length < SUSPEND_DATA_CHARS / 2) expect(after).toEqual(before);
      }),
    );
  });

  it('[PAG-7] holds what was reached on the largest page there can be', () => {
    const names = Array.from({ length: TASKS_A_PAGE_MAX }, (_, i) => `${String(i).padStart(3, '0')}${'x'.repeat(61)}`);
    const answers = Object.fromEntries(names.map((name) => [name, 'a.b,'.repeat(26)]));
    const whole: PageState = {
      end: true,
      played: Array.from({ length: BLOCKS_A_PAGE_MAX }, (_, i) => i),
      quizzes: Object.fromEntries(
        names.map((name) => [name, { answers, tries: 100, closed: true, best: 99_999.0001 }]),
      ),
      stories: {},
    };
    expect(reached(readState(writeState(whole)))).toEqual(reached(whole));
  });

  it('[PAG-7] is no half answer that was judged: the quiz is empty again, its best try stands', () => {
    const long = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`q${i}`, 'a.b,'.repeat(30)]));
    const before = { tries: 2, best: 7, answers: long };
    const quizzes = { open: { ...before, closed: false }, handed: { ...before, closed: true } };
    const after = readState(writeState({ end: false, played: [], quizzes, stories: {} }));
    expect(after.quizzes.handed).toEqual({ tries: 2, best: 7, answers: {}, closed: false });
    expect(Object.keys(after.quizzes.open!.answers)).toHaveLength(40);
  });
});
