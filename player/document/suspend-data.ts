/** A page's state as `cmi.suspend_data`, which has 4,096 characters (RTE 1.2, 3.4.7). */
import { FRESH, type PageState, type QuizState, type StoryState } from './page-state.ts';

export const SUSPEND_DATA_CHARS = 4096;
/** Long answers are cut to these lengths, one after the other, until everything fits. They were told whole before. */
const CUTS = [1000, 255, 100, 30, 10];

export function writeState(state: PageState): string {
  const whole = text(state, Number.POSITIVE_INFINITY);
  if (whole.length <= SUSPEND_DATA_CHARS) return whole;
  return CUTS.map((cut) => text(state, cut)).find(({ length }) => length <= SUSPEND_DATA_CHARS) ?? '';
}

function text({ end, played, quizzes, stories }: PageState, cut: number): string {
  const q = Object.entries(quizzes).map(([id, { answers, tries, closed, best }]) => {
    const kept = Object.entries(answers).map(([question, answer]) => [question, answer.slice(0, cut)]);
    return [id, tries, closed ? 1 : 0, best, Object.fromEntries(kept)];
  });
  const s = Object.entries(stories).map(([id, { way, best }]) => (best === undefined ? [id, way] : [id, way, best]));
  return JSON.stringify({ v: 1, e: end ? 1 : 0, p: played, q, s });
}

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
