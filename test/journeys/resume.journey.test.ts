import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killProfile, openBrowser, openProfile } from '../support/browser.ts';
import { Client, type PlaySession } from '../support/client.ts';
import { sampleCourse } from '../support/courses.ts';
import { openPlayer } from '../support/player-page.ts';
import { pause, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let client: Client;
let packageId: string;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  client = new Client(stack, stack.tenants.demo!);
  packageId = await client.importCourse('sample.zip', sampleCourse().read());
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it('a reload in the middle comes back to the same part and the same page of it', async () => {
  const session = await client.openSession(packageId);
  const context = await browser.newContext();
  const player = await openPlayer(await context.newPage(), session.launchUrl);
  await player.next();
  await player.course.getByRole('button', { name: 'Next' }).click();
  await player.course.getByText('Page 2 of').waitFor();
  const part = await player.current();

  await player.page.reload();
  await player.ready();

  expect(await player.current()).toBe(part);
  await player.course.getByText('Page 2 of').waitFor();
  await context.close();
});

it('a browser that is killed two seconds after a call has lost nothing of it', async () => {
  const session = await client.openSession(packageId);
  const profile = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
  const doomed = await openProfile(profile);
  const player = await openPlayer(await doomed.newPage(), session.launchUrl);
  for (const page of [2, 3]) {
    await player.course.getByRole('button', { name: 'Next' }).click();
    await player.course.getByText(`Page ${page} of`).waitFor();
  }
  await pause(2000);
  killProfile(profile);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });

  // Another browser, which knows nothing of the first one: what it shows was on the server.
  expect(await locationsOf(session)).toContain('3');
  const again = await client.openSession(packageId, session.learner.name);
  expect(again.id).toBe(session.id);
  const context = await browser.newContext();
  const resumed = await openPlayer(await context.newPage(), again.launchUrl);
  await resumed.course.getByText('Page 3 of').waitFor();
  await context.close();
});

/** The bookmarks that the course has set, from the session's trace. */
async function locationsOf(session: PlaySession): Promise<string[]> {
  const trace = await client.all(`/api/v1/play-sessions/${session.id}/journal`);
  return trace
    .flatMap(({ entries }) => entries ?? [])
    .filter((entry) => entry.kind === 'call' && entry.args[0] === 'cmi.core.lesson_location')
    .map((entry) => entry.args[1]);
}
