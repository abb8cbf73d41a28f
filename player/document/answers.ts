/**
 * What a learner answers, as SCORM 1.2 spells it (RTE 1.2, 3.4.4, CMIFeedback): options are letters by their place in the
 * document, a list is `a,c`, pairs are `a.b`, true and false are `t` and `f`. An empty text is no answer.
 */
import { isJudged, type Question } from '../../domain/package/document/question.ts';

export type Verdict = 'correct' | 'wrong' | 'neutral';

/** The letter of an option, by its place. */
export const letterOf = (index: number): string => String.fromCharCode(97 + index);
export const indexOf = (letter: string): number => letter.charCodeAt(0) - 97;

export const listOf = (answer: string): string[] => (answer === '' ? [] : answer.split(','));

/** Numbers as SCORM writes them: no exponent. */
const DECIMAL = /^-?(\d+(\.\d*)?|\.\d+)$/;

/** What somebody typed, as a decimal; undefined when it is none. A comma may stand for the point. */
export function decimalOf(text: string): string | undefined {
  const plain = text.trim().replace(',', '.').replace(/^\+/, '').replace('−', '-');
  return DECIMAL.test(plain) ? plain : undefined;
}

/** Whether there is enough of an answer to hand in. */
export function isAnswered(question: Question, answer: string): boolean {
  if (question.type === 'matching') return listOf(answer).length === question.pairs.length;
  if (question.type === 'numeric') return decimalOf(answer) !== undefined;
  return answer.trim() !== '';
}

export function judge(question: Question, answer: string): Verdict {
  if (!isJudged(question)) return 'neutral';
  switch (question.type) {
    case 'true-false':
      return when(answer === (question.answer ? 't' : 'f'));
    case 'choice':
      return when(sorted(answer) === sorted(rightOf(question)));
    case 'matching':
    case 'sequencing':
      return when(answer === rightOf(question));
    case 'numeric':
      return when(Math.abs(Number(decimalOf(answer) ?? Number.NaN) - question.answer) <= question.tolerance);
    case 'fill-in': {
      const plain = (text: string): string => {
        const spaced = text.trim().replace(/\s+/g, ' ').normalize('NFC');
        return question.caseSensitive ? spaced : spaced.toLowerCase();
      };
      return when(question.answers.some((right) => plain(right) === plain(answer)));
    }
  }
}

const when = (right: boolean): Verdict => (right ? 'correct' : 'wrong');
const sorted = (answer: string): string => listOf(answer).sort().join(',');

/** The right answer in the same spelling; empty where nothing is right, or where it is no single value. */
export function rightOf(question: Question): string {
  switch (question.type) {
    case 'true-false':
      return question.answer ? 't' : 'f';
    case 'choice':
      return question.options.flatMap(({ correct }, i) => (correct ? [letterOf(i)] : [])).join(',');
    case 'matching':
      return question.pairs.map((_, i) => `${letterOf(i)}.${letterOf(i)}`).join(',');
    case 'sequencing':
      return question.items.map((_, i) => letterOf(i)).join(',');
    case 'fill-in':
      return question.answers[0]!;
    case 'numeric':
      return question.tolerance === 0 ? String(question.answer) : '';
    default:
      return '';
  }
}

/** The right answer for people; undefined where nothing is right. `words`: what true and false are called. */
export function rightWords(question: Question, words: { true: string; false: string }): string | undefined {
  if (!isJudged(question)) return undefined;
  switch (question.type) {
    case 'true-false':
      return question.answer ? words.true : words.false;
    case 'choice':
      return question.options.flatMap(({ text, correct }) => (correct ? [text] : [])).join(' · ');
    case 'matching':
      return question.pairs.map(({ source, target }) => `${source} – ${target}`).join(' · ');
    case 'sequencing':
      return question.items.join(' → ');
    case 'fill-in':
      return question.answers.join(' / ');
    case 'numeric':
      return String(question.answer);
  }
}

/**
 * An order of `count` places that is not the right one, always the same for one question: a learner who comes back finds it
 * as it was.
 */
export function shuffledOrder(count: number, seed: string): number[] {
  let state = 2_166_136_261;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 16_777_619) >>> 0;
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  // One that came out right is turned by one place.
  return order.every((place, i) => place === i) ? [...order.slice(1), order[0]!] : order;
}
