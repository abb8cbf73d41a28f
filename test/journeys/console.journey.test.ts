import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { au, structure } from '../../domain/package/cmi5/cmi5.testing.ts';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { collectErrors, openBrowser, PHONE, WIDE } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { sampleCourse } from '../support/courses.ts';
import { playthroughOf } from '../support/play.ts';
import { PlayerPage } from '../support/player-page.ts';
import { type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let errors: string[];
const hosts = new Set<string>();

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  context = await browser.newContext({ viewport: WIDE });
  context.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  page = await context.newPage();
  errors = collectErrors(page, stack.url.replace('localhost', 'lectern.localhost'));
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const heading = (name: string) => page.getByRole('heading', { name, level: 1 });

it('an operator drops a course, launches it, and sees what the learner did appear', async () => {
  await page.goto(stack.consoleUrl);
  await heading('Courses').waitFor();
  expect(page.url()).not.toContain(stack.operatorToken);

  await drop(page, 'dropped.zip', sampleCourse().read());
  await page.getByText('dropped.zip is imported').waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Open course' }).click();
  await heading('First steps: how learning records work').waitFor();

  await page.getByRole('button', { name: 'Launch as a learner' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Grace Hopper');
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    dialog.getByRole('button', { name: 'Launch', exact: true }).click(),
  ]);
  const player = new PlayerPage(tab);
  await player.ready();

  // The learner's page is open before there is anything on it, and is not touched again.
  await page.getByRole('link', { name: 'Learners' }).click();
  await page.getByRole('link', { name: 'Grace Hopper' }).click();
  await heading('Grace Hopper').waitFor();
  const { play, achieved } = playthroughOf('first-steps');
  await play(player);
  await player.exit(achieved);
  await tab.close();

  const section = (name: string) => page.getByRole('region', { name });
  await section('Completions').getByText('First steps').first().waitFor({ timeout: 20_000 });
  await section('Attempts').getByText('Check yourself').first().waitFor();
  await section('Latest statements').getByText('completed').first().waitFor();
  await page.getByRole('link', { name: 'Transcript' }).click();
  await heading('Transcript').waitFor();
  await page.getByText('First steps: how learning records work').first().waitFor();
  expect(errors).toEqual([]);
});

describe('every page', () => {
  const PAGES = ['courses', 'imports', 'learners', 'sessions', 'statements', 'events', 'credentials'];
  const records = async (): Promise<string[]> => {
    const client = new Client(stack, stack.tenants.demo!);
    const [course] = await client.all('/api/v1/packages');
    const [learner] = await client.all('/api/v1/learners');
    const [session] = await client.all('/api/v1/play-sessions');
    const [job] = await client.all('/api/v1/imports');
    const [credential] = await client.all('/api/v1/credentials');
    return [
      `courses/${course.id}`,
      `learners/${learner.id}`,
      `learners/${learner.id}/transcript`,
      `sessions/${session.id}`,
      `imports/${job.id}`,
      `credentials/${credential.id}`,
    ];
  };

  it.each([
    { name: 'wide', viewport: WIDE, colorScheme: 'light' },
    { name: 'phone', viewport: PHONE, colorScheme: 'dark' },
  ] as const)(
    'has no axe violation and fits its screen: $name, $colorScheme',
    async ({ name, viewport, colorScheme }) => {
      const other = await browser.newContext({ viewport, colorScheme });
      const screen = await other.newPage();
      await screen.goto(stack.consoleUrl);
      for (const path of [...PAGES, ...(await records())]) {
        await screen.goto(`${new URL(stack.consoleUrl).origin}/console/${path}`);
        await screen.getByRole('heading', { level: 1 }).waitFor();
        await screen.locator('.skeleton').first().waitFor({ state: 'detached' });
        await expectAccessible(screen, `${path}, ${name}`);
        await expectNoSidewaysScroll(screen, `${path}, ${name}`);
      }
      await other.close();
    },
  );

  it('the dialogs and signing in have no axe violation', async () => {
    const other = await browser.newContext({ viewport: WIDE });
    const screen = await other.newPage();
    await screen.goto(stack.consoleUrl.split('#')[0]!);
    await screen.getByLabel('Operator token').waitFor();
    await expectAccessible(screen, 'signing in');
    await screen.getByLabel('Operator token').fill(stack.operatorToken);
    await screen.keyboard.press('Enter');
    await screen.getByRole('heading', { name: 'Courses', level: 1 }).waitFor();
    await screen.keyboard.press('Control+k');
    await screen.getByRole('dialog').waitFor();
    await expectAccessible(screen, 'the palette');
    await other.close();
  });

  it('[UI-7] nothing moves where less motion is wanted', async () => {
    const other = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce' });
    const screen = await other.newPage();
    await screen.goto(stack.consoleUrl);
    await screen.getByRole('heading', { name: 'Courses', level: 1 }).waitFor();
    await screen.keyboard.press('Control+k');
    const moving = await screen.evaluate(() => document.getAnimations().map(({ id }) => id));
    expect(moving).toEqual([]);
    await other.close();
  });

  it('[UI-8] asks no host but Lectern', async () => {
    await page.goto(`${new URL(stack.consoleUrl).origin}/docs/`);
    await page.getByText('Lectern').first().waitFor();
    const foreign = [...hosts].filter((host) => host !== 'lectern.localhost' && !host.endsWith('.lectern.localhost'));
    expect(foreign).toEqual([]);
  });
});

it('[CON-6] a course structure of cmi5 that comes alone is imported like a package', async () => {
  await page.goto(stack.consoleUrl);
  await heading('Courses').waitFor();
  const xml = structure(au('urn:example:au', { url: 'https://content.example/geology' }));
  await drop(page, 'geology.xml', new TextEncoder().encode(xml));
  await page.getByText('geology.xml is imported').waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Open course' }).click();
  await heading('Geology').waitFor();
});

/** Drops a file onto the page as a file manager does. */
async function drop(target: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await target.evaluateHandle(
    ({ name, base64 }) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([content], name, { type: 'application/zip' }));
      return data;
    },
    { name, base64: Buffer.from(bytes).toString('base64') },
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await target.dispatchEvent('main', type, { dataTransfer: transfer });
  }
}
