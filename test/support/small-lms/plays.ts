import type { FrameLocator } from 'playwright-core';

/** How a learner plays a course to its end in its page's frame, with all answers right. */
export type Play = (page: FrameLocator) => Promise<void>;

/** The golf course as one SCO or activity with pages of its own: a quiz on the last, then its Exit button. */
export async function golf(page: FrameLocator): Promise<void> {
  await golfPages(page);
  await page.getByRole('button', { name: 'Exit' }).click();
}

/** The same, left open at its end. */
export async function golfPages(page: FrameLocator): Promise<void> {
  const next = page.getByRole('button', { name: 'Next' });
  const pages = page.frameLocator('#contentFrame');
  while (await next.isEnabled()) {
    await next.click();
    await pages.locator('body').waitFor();
  }
  await golfQuiz(pages);
}

/** Ticks what the quiz itself marks as right, and submits. */
export async function golfQuiz(quiz: FrameLocator): Promise<void> {
  await quiz.getByRole('button', { name: 'Submit Answers' }).waitFor();
  for (const right of await quiz.locator('.correctAnswer').all()) {
    const input = right.locator('input');
    if ((await input.getAttribute('type')) === 'radio') await input.check();
    else await input.fill(/\((\d+)\)/.exec((await right.textContent()) ?? '')?.[1] ?? '');
  }
  await quiz.getByRole('button', { name: 'Submit Answers' }).click();
  await quiz.getByText('Score: 100').waitFor();
}

/** CATAPULT's geology: the quiz by its entry in the contents, its own button for the right answers, then Exit. */
export async function geology(page: FrameLocator): Promise<void> {
  await page.getByText('Quiz', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Select correct answers' }).click();
  await page.getByRole('button', { name: 'Submit Answers' }).click();
  await page.locator('#score-passed.visible').waitFor();
  await page.locator('.exit-button:enabled').first().dispatchEvent('click');
}

/** The check of the project's own sample: every answer right. */
export async function check(page: FrameLocator): Promise<void> {
  await page.getByRole('button', { name: 'Hand in answers' }).waitFor();
  for (const question of await page.locator('fieldset').all()) {
    await question.locator(`input[value="${await question.getAttribute('data-answer')}"]`).check();
  }
  await page.getByRole('button', { name: 'Hand in answers' }).click();
  await page.getByText('100 of 100').waitFor();
}

/** Two questions on a page of an authored document. */
export const DOCUMENT = {
  documentVersion: 1,
  id: 'two-questions',
  title: 'Two questions',
  languages: ['en'],
  parts: [
    {
      id: 'page',
      title: 'A page',
      passingScore: 60,
      blocks: [
        { kind: 'text', markdown: 'Rye and *wheat*.' },
        {
          kind: 'quiz',
          id: 'quiz',
          title: 'Bread',
          questions: [
            { id: 'salt', type: 'true-false', prompt: 'Bread needs salt.', answer: true },
            {
              id: 'flour',
              type: 'choice',
              prompt: 'Which is a flour?',
              options: [{ text: 'Rye', correct: true }, { text: 'Rennet' }],
            },
          ],
        },
      ],
    },
  ],
};

export async function twoQuestions(page: FrameLocator): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Bread needs salt.' }).getByLabel('True').check();
  await page.getByRole('radiogroup', { name: 'Which is a flour?' }).getByLabel('Rye').check();
  await page.getByRole('button', { name: 'Hand in answers' }).click();
  await page.getByText('100').first().waitFor();
}
