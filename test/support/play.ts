import type { PlayerPage } from './player-page.ts';
import { golfPages, golfQuiz } from './small-lms/plays.ts';

/** How a learner plays a course to its end, with the course's own buttons, and what comes of it. */
export interface Playthrough {
  play(player: PlayerPage): Promise<void>;
  /** The player's last words. */
  achieved: string;
  success: 'passed' | 'unknown';
}

const PASSED = { achieved: 'You passed', success: 'passed' } as const;
const COMPLETED = { achieved: 'You completed the course', success: 'unknown' } as const;

/** By a part of the package's file name. */
const PLAYTHROUGHS: Readonly<Record<string, Playthrough>> = {
  ContentPackagingSingleSCO: { play: readOnly, ...COMPLETED },
  aes_small: { play: readOnly, ...COMPLETED },
  RuntimeBasicCalls: { play: ({ course }) => golfPages(course), ...PASSED },
  RuntimeMinimumCalls: { play: everyPart, ...COMPLETED },
  'first-steps': { play: firstSteps, ...PASSED },
};

export function playthroughOf(filename: string): Playthrough {
  const found = Object.entries(PLAYTHROUGHS).find(([part]) => filename.includes(part));
  if (found === undefined) throw new Error(`nobody knows how to play ${filename}`);
  return found[1];
}

/** One page that never calls the API: looking at it and leaving is all there is to do. */
async function readOnly(player: PlayerPage): Promise<void> {
  await player.course.getByRole('heading').first().waitFor();
}

/** Eighteen SCOs, four of them quizzes. */
async function everyPart(player: PlayerPage): Promise<void> {
  for (;;) {
    if ((await player.current()).includes('Quiz')) await golfQuiz(player.course);
    if (!(await player.button('Continue').isEnabled())) return;
    await player.next();
  }
}

/** The sample: two lessons in pages, then five questions. */
async function firstSteps(player: PlayerPage): Promise<void> {
  await turnPages(player);
  await player.next();
  await turnPages(player);
  await player.next();
  await answerCheck(player);
}

export async function turnPages(player: PlayerPage): Promise<void> {
  const next = player.course.getByRole('button', { name: 'Next' });
  while (await next.isEnabled()) await next.click();
}

export async function answerCheck(player: PlayerPage): Promise<void> {
  await chooseAnswers(player);
  await handIn(player);
}

export async function chooseAnswers(player: PlayerPage): Promise<void> {
  for (const question of await player.course.locator('fieldset').all()) {
    await question.locator(`input[value="${await question.getAttribute('data-answer')}"]`).check();
  }
}

/** The click that makes the course's last calls. */
export async function handIn(player: PlayerPage): Promise<void> {
  await player.course.getByRole('button', { name: 'Hand in answers' }).click();
  await player.course.getByText('100 of 100').waitFor();
}
