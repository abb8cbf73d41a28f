import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectErrors, openBrowser, WIDE } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { coursesIn, sampleCourse } from '../support/courses.ts';
import { playthroughOf } from '../support/play.ts';
import { openPlayer } from '../support/player-page.ts';
import { expectCompleteRecord, recordOf } from '../support/record.ts';
import { type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let browser: Browser;
let client: Client;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  client = new Client(stack, stack.tenants.demo!);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** Those of SCORM 2004 that have no sequencing rules. */
const packages = [
  ...coursesIn('scorm12'),
  ...coursesIn('scorm2004').filter(({ name }) => !name.startsWith('Sequencing')),
];
if (packages.length === 0)
  it.skip('real packages: there is no COURSES_DIR with scorm12/ and scorm2004/ here', () => {});

describe.each([sampleCourse(), ...packages])('$name', (course) => {
  it('is imported, played to its end, and leaves a complete record', async () => {
    const playthrough = playthroughOf(course.name);
    const session = await client.openSession(await client.importCourse(course.name, course.read()));
    const context = await browser.newContext({ viewport: WIDE });
    const page = await context.newPage();
    const errors = collectErrors(page, stack.url.replace('localhost', 'lectern.localhost'));
    page.on('dialog', (dialog) => void dialog.accept());

    const player = await openPlayer(page, session.launchUrl);
    await playthrough.play(player);
    await player.exit(playthrough.achieved);
    await context.close();

    expectCompleteRecord(await recordOf(client, session), playthrough);
    expect(errors).toEqual([]);
  });
});
