/** A page's state as `cmi.suspend_data`, which has 4,096 characters (RTE 1.2, 3.4.7). */
import { FRESH, type PageState, type QuizState, type StoryState } from './page-state.ts';

export const SUSPEND_DATA_CHARS = 4096;
/**
 * Answers and ways that are longer than these are given up, one length after the other, until everything fits; in the end
 * all of them. They were told before, and what was reached is kept in any case.
 */
const CUTS = [Number.POSITIVE_INFINITY, 1000, 255, 100, 30, 10, 0];
/** What is judged is no longer: a text that is cut here was an opinion. */
const JUDGED_CHARS = 255;
/** Digits of points behind the point; sums of fractions have more. */
const DIGITS = 4;

export const writeState = (state: PageState): string =>
  CUTS.map((cut) => text(state, cut)).find(({ length }) => length <= SUSPEND_DATA_CHARS) ?? '';

function text({ end, played, quizzes, stories }: PageState, cut: number): string {
  const q = Object.entries(quizzes).map(([id, quiz]) => [id, ...quizParts(quiz, cut)]);
  const s = Object.entries(stories).map(([id, { way, best }]) => {
    const kept = way.length > cut ? '' : way;
    return best === undefined ? [id, kept] : [id, kept, short(best)];
  });
  return JSON.stringify({ v: 1, e: end ? 1 : 0, p: played, q, s });
}

function quizParts({ answers, tries, closed, best }: QuizState, cut: number): unknown[] {
  const entries = Object.entries(answers);
  const harmed = cut < JUDGED_CHARS && entries.some(([, answer]) => answer.length > cut);
  // Answers that were judged are shown whole or not at all: half of one would be called wrong.
  if (cut === 0 || (closed && harmed)) return [tries, 0, short(best), {}];
  const kept = entries.map(([question, answer]) => [question, answer.slice(0, cut)]);
  return [tries, closed ? 1 : 0, short(best), Object.fromEntries(kept)];
}

const short = (points: number): number => Number(points.toFixed(DIGITS));

/** What `writeState` wrote; anything else is a page that begins anew. */
export function readState(data: string): PageState {
  try {
    const { v, e, p, q, s } = JSON.parse(data);
    if (v !== 1) return FRESH;
    const quizzes = (q as [string, number, number, number, Record<string, string>][]).map(
      ([id, tries, closed, best, answers]): [string, QuizState] => [id, { answers, tries, closed: closed === 1, best }],
    );
    const stories = (s as [string, string, number?][]).map(([id, way, best]): [string, StoryState] => [
      id,
      best === undefined ? { way } : { way, best },
    ]);
    return {
      end: e === 1,
      played: p as number[],
      quizzes: Object.fromEntries(quizzes),
      stories: Object.fromEntries(stories),
    };
  } catch {
    return FRESH;
  }
}
