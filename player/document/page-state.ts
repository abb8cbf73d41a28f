/** What a page remembers of its learner: plain JSON, kept in `cmi.suspend_data`. */
import type { Page, QuizBlock, ScenarioBlock, Scene } from '../../domain/package/document/document.ts';
import { isJudged, pointsOf, type Question } from '../../domain/package/document/question.ts';
import { indexOf, judge } from './answers.ts';

export interface QuizState {
  /** Question id → answer, handed in or not. */
  readonly answers: Readonly<Record<string, string>>;
  /** How often it was handed in. */
  readonly tries: number;
  /** Whether the answers are those that were handed in last. */
  readonly closed: boolean;
  /** Points of the best try. */
  readonly best: number;
}

export interface StoryState {
  /** Letters of the choices from the first scene on. */
  readonly way: string;
  /** The best ending, 0 to 100; absent before the first. */
  readonly best?: number;
}

export interface PageState {
  /** Whether the end of the page was in view. */
  readonly end: boolean;
  /** Places of the recordings that were played to their end. */
  readonly played: readonly number[];
  readonly quizzes: Readonly<Record<string, QuizState>>;
  readonly stories: Readonly<Record<string, StoryState>>;
}

export const FRESH: PageState = { end: false, played: [], quizzes: {}, stories: {} };
export const FRESH_QUIZ: QuizState = { answers: {}, tries: 0, closed: false, best: 0 };
export const FRESH_STORY: StoryState = { way: '' };

export const quizState = (state: PageState, id: string): QuizState =>
  Object.hasOwn(state.quizzes, id) ? state.quizzes[id]! : FRESH_QUIZ;
export const storyState = (state: PageState, id: string): StoryState =>
  Object.hasOwn(state.stories, id) ? state.stories[id]! : FRESH_STORY;
export const answerOf = (quiz: QuizState, id: string): string =>
  Object.hasOwn(quiz.answers, id) ? quiz.answers[id]! : '';

/** Points that the answers of a quiz are worth now. */
export const earned = ({ questions }: QuizBlock, quiz: QuizState): number =>
  questions.reduce((sum, question) => sum + worth(question, answerOf(quiz, question.id)), 0);

const worth = (question: Question, answer: string): number =>
  isJudged(question) && judge(question, answer) === 'correct' ? question.points : 0;

/** The scenes that the learner has come through, the current one last. A way that no longer exists ends where it still did. */
export function scenesOn({ scenes }: ScenarioBlock, way: string): Scene[] {
  const come = [scenes[0]!];
  for (const letter of way) {
    const to = come.at(-1)!.choices[indexOf(letter)]?.to;
    const next = scenes.find(({ id }) => id === to);
    if (next === undefined) break;
    come.push(next);
  }
  return come;
}

export interface Outcome {
  readonly complete: boolean;
  /** 0 to 100, when everything that has points was handed in. */
  readonly score?: number;
  readonly status: 'incomplete' | 'completed' | 'passed' | 'failed';
}

/** What has become of the page. Nothing that was reached is lost again: the best try of each quiz counts. */
export function outcomeOf(page: Page, state: PageState): Outcome {
  let done = state.end;
  let points = 0;
  let sum = 0;
  let scored = true;
  for (const [place, block] of page.blocks.entries()) {
    if ((block.kind === 'video' || block.kind === 'audio') && block.required) done &&= state.played.includes(place);
    if (block.kind === 'quiz') {
      const quiz = quizState(state, block.id);
      const possible = pointsOf(block.questions);
      done &&= quiz.tries > 0;
      scored &&= quiz.tries > 0 || possible === 0;
      points += possible;
      sum += quiz.best;
    }
    if (block.kind === 'scenario') {
      const { best } = storyState(state, block.id);
      done &&= best !== undefined;
      scored &&= best !== undefined || block.points === 0;
      points += block.points;
      sum += (block.points * (best ?? 0)) / 100;
    }
  }
  const score = points > 0 && scored ? Math.round((10_000 * sum) / points) / 100 : undefined;
  return { complete: done, ...(score === undefined ? {} : { score }), status: statusOf(page, done, score) };
}

function statusOf({ passingScore }: Page, done: boolean, score: number | undefined): Outcome['status'] {
  if (!done) return 'incomplete';
  if (passingScore === undefined || score === undefined) return 'completed';
  return score >= passingScore ? 'passed' : 'failed';
}
