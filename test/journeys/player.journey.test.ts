import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeZip } from '../../scripts/pack-sample.mjs';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { openBrowser, PHONE, WIDE } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { sampleCourse } from '../support/courses.ts';
import { playthroughOf } from '../support/play.ts';
import { openPlayer, type PlayerPage } from '../support/player-page.ts';
import { expectCompleteRecord, recordOf } from '../support/record.ts';
import { eventually, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let browser: Browser;
let client: Client;
let packageId: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  client = new Client(stack, stack.tenants.demo!);
  packageId = await client.importCourse('sample.zip', sampleCourse().read());
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** A learner of their own on a screen of their own. */
async function open(options: Parameters<Browser['newContext']>[0], id = packageId) {
  const session = await client.openSession(id);
  const context = await browser.newContext(options);
  return { session, context, player: await openPlayer(await context.newPage(), session.launchUrl) };
}

it('[SHL-18] [FRM-7] a course is played to its end with the keyboard alone', async () => {
  const { player, session, context } = await open({ viewport: WIDE });
  const { keyboard } = player.page;
  for (const lesson of [1, 2]) {
    // The focus is in the course already: its own keys work at once.
    for (const last = player.course.getByText('lesson complete'); !(await last.isVisible()); )
      await keyboard.press('ArrowRight');
    await focusByTab(player, 'Continue');
    await keyboard.press('Enter');
    await eventually('the next part', async () =>
      (await placeOf(player)) === `${lesson + 1} of 3` ? true : undefined,
    );
    await player.ready();
  }
  for (const answer of ['b', 'c', 'a', 'a', 'b']) {
    await keyboard.press('Tab');
    await keyboard.press('Space');
    for (let steps = answer.charCodeAt(0) - 97; steps > 0; steps--) await keyboard.press('ArrowDown');
  }
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await player.course.getByText('100 of 100').waitFor();
  await focusByTab(player, 'Exit');
  await keyboard.press('Enter');
  await player.heading('You passed').waitFor();
  expect(await player.page.evaluate(() => document.activeElement?.textContent)).toBe('You passed');
  await context.close();
  expectCompleteRecord(await recordOf(client, session), { success: 'passed' });
});

it('[SHL-3] the contents are walked and chosen from with arrow keys', async () => {
  const { player, context } = await open({ viewport: WIDE });
  const tree = player.page.getByRole('tree');
  await tree.getByRole('treeitem', { name: 'What a record says' }).focus();
  await player.page.keyboard.press('ArrowDown');
  await player.page.keyboard.press('Enter');
  await eventually('the chosen part', async () =>
    (await player.current()) === 'How a record travels' ? true : undefined,
  );
  await context.close();
});

describe.each([
  { name: 'a wide screen', viewport: WIDE, colorScheme: 'light' },
  { name: 'a phone', viewport: PHONE, colorScheme: 'dark' },
] as const)('on $name', ({ name, ...screen }) => {
  it('every state is free of axe violations and fits', async () => {
    const { player, context } = await open(screen);
    const check = async (state: string) => {
      await expectAccessible(player.page, `${state} on ${name}`);
      await expectNoSidewaysScroll(player.page, `${state} on ${name}`);
    };
    await check('playing');
    await player.button('Contents').click();
    await check('contents');
    if (name === 'a phone') await player.page.keyboard.press('Escape');
    else await player.button('Contents').click();
    await playthroughOf('first-steps').play(player);
    await player.exit('You passed');
    await check('the end');
    await context.close();
  });

  it('a link that leads nowhere says so', async () => {
    const context = await browser.newContext(screen);
    const page = await context.newPage();
    await page.goto(`${stack.playerUrl}demo-ses-00000000000000000000000000?launch=x`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page
      .getByText(/expired|link/)
      .first()
      .waitFor();
    await expectAccessible(page, `a bad link on ${name}`);
    await context.close();
  });
});

it('a course that is opened in another window goes on there, and the first window says so', async () => {
  const { player, session, context } = await open({ viewport: WIDE });
  const again = await client.openSession(packageId, session.learner.name);
  const other = await openPlayer(await context.newPage(), again.launchUrl);
  await player.course.getByRole('button', { name: 'Next' }).click();
  await player.heading('This course was opened in another window').waitFor();
  await expectAccessible(player.page, 'opened elsewhere');
  await other.course.getByRole('button', { name: 'Next' }).click();
  await other.saved();
  await context.close();
});

it('[FRM-9] a page whose picture never comes is shown all the same, and can be left', async () => {
  const id = await client.importCourse('slow.zip', assetCourse('<img src="slow.png" alt="">'));
  const session = await client.openSession(id);
  const context = await browser.newContext({ viewport: WIDE });
  await context.route('**/slow.png', () => {});
  const player = await openPlayer(await context.newPage(), session.launchUrl);
  await player.course.locator('#api').waitFor();
  await player.exit('You completed the course');
  await context.close();
});

it('[FRM-8] an asset finds no API, and visiting it completes it', async () => {
  const id = await client.importCourse('asset.zip', assetCourse());
  const { player, session, context } = await open({ viewport: WIDE }, id);
  expect(await player.course.locator('#api').textContent()).toBe('no API');
  await player.exit('You completed the course');
  await context.close();
  expectCompleteRecord(await recordOf(client, session), { success: 'unknown' });
});

const placeOf = async (player: PlayerPage): Promise<string | undefined> =>
  /\d+ of \d+/.exec((await player.page.locator('header').textContent()) ?? '')?.[0];

/** Goes back with the tab key until a control of the player has the focus. */
async function focusByTab(player: PlayerPage, name: string): Promise<void> {
  const button = player.button(name);
  for (let presses = 0; presses < 40; presses++) {
    if (await button.evaluate((element) => element === document.activeElement)) return;
    await player.page.keyboard.press('Shift+Tab');
  }
  throw new Error(`${name} cannot be reached with the keyboard`);
}

/** One asset that looks for an API and says what it found. */
function assetCourse(more = ''): Uint8Array<ArrayBuffer> {
  const manifest = `<?xml version="1.0"?>
<manifest identifier="asset-course" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>One asset</title>
    <item identifier="page" identifierref="r"><title>A page</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="asset" href="page.html"><file href="page.html"/></resource></resources>
</manifest>`;
  const page = `<!doctype html><title>A page</title><p id="api"></p>${more}<script>
    let at = window;
    while (!at.API && at.parent !== at) at = at.parent;
    document.getElementById('api').textContent = at.API ? 'an API' : 'no API';
  </script>`;
  return new Uint8Array(
    makeZip([
      ['imsmanifest.xml', Buffer.from(manifest)],
      ['page.html', Buffer.from(page)],
    ]),
  );
}
