import type { FrameLocator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './stack.ts';

/** The player as a learner sees it: found by names and roles, never by the markup. */
export class PlayerPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The page of the course: a frame in the runtime frame. */
  get course(): FrameLocator {
    return this.page.frameLocator('main iframe').frameLocator('iframe');
  }

  button(name: string) {
    return this.page.getByRole('button', { name, exact: true });
  }

  heading(name: string) {
    return this.page.getByRole('heading', { name, level: 1 });
  }

  /** The state of the session, as the status says it. */
  status() {
    return this.page.getByRole('status').first();
  }

  /** Waits until a page of the course is there to be used. */
  async ready(): Promise<void> {
    await this.page.locator('main[aria-busy=false]').waitFor({ timeout: 30_000 });
    await this.course.locator('body').waitFor({ timeout: 30_000 });
  }

  async saved(): Promise<void> {
    await eventually('the saved state', async () =>
      (await this.status().textContent()) === 'Saved' ? true : undefined,
    );
  }

  /** The title of the part that is open: its frame is named after it. */
  async current(): Promise<string> {
    const part = this.page.frameLocator('main iframe').locator('iframe');
    return (await part.getAttribute('title')) ?? '';
  }

  /** Goes on to the next part and waits until it is there. */
  async next(): Promise<void> {
    const before = await this.current();
    await this.button('Continue').click();
    await eventually(
      'the next part',
      async () => ((await this.current().catch(() => before)) === before ? undefined : true),
      30_000,
    );
    await this.ready();
  }

  /** Exit, and the page that says what was achieved. */
  async exit(achieved: string): Promise<void> {
    await this.button('Exit').click();
    await this.heading(achieved).waitFor({ timeout: 30_000 });
  }
}

/** Opens a launch URL and waits for the course. */
export async function openPlayer(page: Page, launchUrl: string): Promise<PlayerPage> {
  await page.goto(launchUrl);
  const player = new PlayerPage(page);
  await player.ready();
  expect(await page.title()).not.toBe('');
  return player;
}
