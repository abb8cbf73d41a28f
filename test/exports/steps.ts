/** What a learner does in a page of a course, or what its own scripts do where no learner's hand is quick enough. */
import type { FrameLocator } from 'playwright-core';
import { golfQuiz, type Play } from '../support/small-lms/plays.ts';

export async function turn(page: FrameLocator): Promise<void> {
  const next = page.getByRole('button', { name: 'Next' });
  await next.waitFor();
  while (await next.isEnabled()) await next.click();
}

export const golfTest: Play = (page) => golfQuiz(page.frameLocator('#contentFrame'));

export async function exitButton(page: FrameLocator): Promise<void> {
  await page.locator('.exit-button:enabled').first().dispatchEvent('click');
}

/** The page makes its calls by itself when it has loaded, and says then that it is done. */
export const byDriver: Play = async (page) => {
  await page.locator('#teststatus', { hasText: 'Test Completed' }).waitFor();
};

/** The end of a game, told by the game's own function: to lose one by hand takes minutes. */
export const tetris: Play = async (page) => {
  await page.locator('#tc_actor, #tc_actorprompt').first().waitFor({ state: 'attached' });
  await page.locator('body').evaluate(() => {
    const own = globalThis as unknown as Record<string, (...args: number[]) => void>;
    own.tc_sendStatement_EndGame!(1, 60, 10, 4, 80);
  });
};

/** The package's page says nothing, so it is made to speak as a course would: to the LRS in its address. */
export const ownStatement: Play = async (page) => {
  await page.locator('body').evaluate(async () => {
    const given = new URLSearchParams(location.search);
    const statement = {
      actor: JSON.parse(given.get('actor')!),
      verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
      object: { id: given.get('activity_id') },
      result: { completion: true, success: true, score: { scaled: 0.75 } },
      context: { registration: given.get('registration') },
    };
    const answer = await fetch(`${given.get('endpoint')}statements`, {
      method: 'POST',
      headers: {
        Authorization: given.get('auth')!,
        'X-Experience-API-Version': '1.0.3',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(statement),
    });
    if (!answer.ok) throw new Error(`statements: ${answer.status}`);
  });
};
