import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../domain/package/document/question.ts';
import { decimalOf, isAnswered, judge, rightOf, rightWords, shuffledOrder } from './answers.ts';

const asked = { id: 'q', prompt: '?', points: 1 };
const QUESTIONS: Record<string, Question> = {
  truth: { ...asked, type: 'true-false', answer: false },
  one: {
    ...asked,
    type: 'choice',
    multiple: false,
    options: ['x', 'y'].map((text) => ({ text, correct: text === 'y' })),
  },
  several: {
    ...asked,
    type: 'choice',
    multiple: true,
    options: ['x', 'y', 'z'].map((text) => ({ text, correct: text !== 'y' })),
  },
  word: { ...asked, type: 'fill-in', answers: ['Sour dough', 'leaven'], caseSensitive: false },
  exact: { ...asked, type: 'fill-in', answers: ['pH'], caseSensitive: true },
  number: { ...asked, type: 'numeric', answer: 0.5, tolerance: 0.1 },
  pairs: {
    ...asked,
    type: 'matching',
    pairs: [
      { source: 'a', target: '1' },
      { source: 'b', target: '2' },
    ],
  },
  order: { ...asked, type: 'sequencing', items: ['first', 'second', 'third'] },
  scale: { ...asked, type: 'likert', scale: ['no', 'yes'] },
  steps: { ...asked, type: 'performance', steps: ['one', 'two'] },
  long: { ...asked, type: 'long-fill-in' },
  other: { ...asked, type: 'other' },
};

describe('an answer', () => {
  it.each([
    ['truth', 'f', 'correct'],
    ['truth', 't', 'wrong'],
    ['one', 'b', 'correct'],
    ['one', 'a', 'wrong'],
    ['several', 'c,a', 'correct'],
    ['several', 'a', 'wrong'],
    ['several', 'a,b,c', 'wrong'],
    ['word', '  SOUR   dough ', 'correct'],
    ['word', 'yeast', 'wrong'],
    ['exact', 'ph', 'wrong'],
    ['exact', 'pH', 'correct'],
    ['number', '0,55', 'correct'],
    ['number', '.7', 'wrong'],
    ['number', 'half', 'wrong'],
    ['pairs', 'a.a,b.b', 'correct'],
    ['pairs', 'a.b,b.a', 'wrong'],
    ['order', 'a,b,c', 'correct'],
    ['order', 'b,a,c', 'wrong'],
    ['scale', 'a', 'neutral'],
    ['steps', 'a,b', 'neutral'],
    ['long', 'because', 'neutral'],
    ['other', 'anything', 'neutral'],
  ])('[PAG-3] to %s of %s is %s', (name, answer, verdict) => {
    expect(judge(QUESTIONS[name]!, answer)).toBe(verdict);
  });

  it('[PAG-3] that is right is right in the spelling of records too', () => {
    for (const question of Object.values(QUESTIONS)) {
      const right = rightOf(question);
      if (right !== '') expect(judge(question, right), question.type).toBe('correct');
      expect(rightWords(question, { true: 'True', false: 'False' }) === undefined, question.type).toBe(
        judge(question, 'a') === 'neutral',
      );
    }
  });

  it('[PAG-4] can be handed in when it is whole', () => {
    expect(isAnswered(QUESTIONS.pairs!, 'a.b')).toBe(false);
    expect(isAnswered(QUESTIONS.pairs!, 'a.b,b.a')).toBe(true);
    expect(isAnswered(QUESTIONS.number!, 'x')).toBe(false);
    expect(isAnswered(QUESTIONS.number!, '-3')).toBe(true);
    expect(isAnswered(QUESTIONS.order!, '')).toBe(false);
    expect(isAnswered(QUESTIONS.word!, ' ')).toBe(false);
  });

  it('[PAG-3] a number is written as SCORM reads it', () => {
    expect(['1,5', ' +2 ', '−3', '1e5', ''].map(decimalOf)).toEqual(['1.5', '2', '-3', undefined, undefined]);
  });
});

it('[PAG-5] what is to be ordered is never shown in order, and always the same way', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 26 }), fc.string(), (count, seed) => {
      const order = shuffledOrder(count, seed);
      const right = Array.from({ length: count }, (_, i) => i);
      return (
        order.join() !== right.join() &&
        [...order].sort((a, b) => a - b).join() === right.join() &&
        order.join() === shuffledOrder(count, seed).join()
      );
    }),
  );
});
