/** What a page tells the LMS of its learner, in the words of SCORM 1.2. */
import type { Page, QuizBlock } from '../../domain/package/document/document.ts';
import { isJudged, type Question } from '../../domain/package/document/question.ts';
import { decimalOf, judge, letterOf, rightOf } from './answers.ts';
import type { Lms } from './lms.ts';
import { answerOf, outcomeOf, type PageState, type QuizState } from './page-state.ts';
import { writeState } from './suspend-data.ts';

/** SCORM 1.2 keeps 255 characters of a response. */
const RESPONSE_CHARS = 255;

/** Types that SCORM 1.2 does not know, by what they are there. */
const TYPES: Readonly<Partial<Record<Question['type'], string>>> = { 'long-fill-in': 'fill-in', other: 'fill-in' };

/** One answer that was handed in. */
interface Told {
  readonly id: string;
  readonly type: string;
  readonly response: string;
  readonly pattern: string;
  readonly result: string;
  readonly weighting?: number;
  readonly milliseconds: number;
}

/** Tells the state, and the outcome as far as there is one. */
export function tellState(lms: Lms, page: Page, state: PageState): void {
  const { score, status } = outcomeOf(page, state);
  if (score !== undefined) {
    lms.set('core.score.min', '0');
    lms.set('core.score.max', '100');
    lms.set('core.score.raw', String(score));
  }
  lms.set('core.lesson_status', status);
  lms.set('suspend_data', writeState(state));
  lms.commit();
}

/** Tells every answer of a quiz that was handed in just now, `milliseconds` after it was begun. */
export function tellAnswers(lms: Lms, { questions }: QuizBlock, quiz: QuizState, milliseconds: number): void {
  for (const question of questions) {
    const answer = answerOf(quiz, question.id);
    const response = question.type === 'numeric' ? (decimalOf(answer) ?? '') : answer.slice(0, RESPONSE_CHARS);
    if (response === '') continue;
    tell(lms, {
      id: question.id,
      type: TYPES[question.type] ?? question.type,
      response,
      pattern: rightOf(question),
      result: judge(question, answer),
      ...(isJudged(question) ? { weighting: question.points } : {}),
      milliseconds,
    });
  }
}

/** Tells one choice of a story. */
export function tellChoice(lms: Lms, id: { story: string; scene: string }, choice: number, milliseconds: number): void {
  const response = letterOf(choice);
  tell(lms, { id: `${id.story}:${id.scene}`, type: 'choice', response, pattern: '', result: 'neutral', milliseconds });
}

function tell(lms: Lms, told: Told): void {
  const at = `interactions.${Number(lms.get('interactions._count') || 0)}`;
  lms.set(`${at}.id`, told.id);
  lms.set(`${at}.type`, told.type);
  if (told.pattern !== '') lms.set(`${at}.correct_responses.0.pattern`, told.pattern);
  if (told.weighting !== undefined) lms.set(`${at}.weighting`, String(told.weighting));
  lms.set(`${at}.student_response`, told.response);
  lms.set(`${at}.result`, told.result);
  lms.set(`${at}.latency`, timespan(told.milliseconds));
}

/**
 * The learner goes, after `milliseconds`. What they have is always gone on with: leafing back to a page that is completed
 * is no new attempt, and shows what they answered.
 */
export function tellLeaving(lms: Lms, milliseconds: number): void {
  lms.set('core.session_time', timespan(milliseconds));
  lms.set('core.exit', 'suspend');
  lms.finish();
}

/** `HHHH:MM:SS.SS` (RTE 1.2, 3.4.4, CMITimespan). */
export function timespan(milliseconds: number): string {
  const hundredths = Math.min(Math.round(milliseconds / 10), 9999 * 360_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = String(Math.floor(hundredths / 360_000)).padStart(4, '0');
  return `${hours}:${two(Math.floor(hundredths / 6000) % 60)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
