import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { Client, type PlaySession } from '../support/client.ts';
import { sampleCourse } from '../support/courses.ts';
import { answerCheck, playthroughOf, turnPages } from '../support/play.ts';
import { openPlayer } from '../support/player-page.ts';
import { expectCompleteRecord, expectUnique, recordOf } from '../support/record.ts';
import { eventually, pause, type Stack, startStack } from '../support/stack.ts';

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

it('a server that is killed during play loses nothing, projects nothing twice, and the browser goes on by itself', async () => {
  const session = await client.openSession(packageId);
  const context = await browser.newContext();
  const player = await openPlayer(await context.newPage(), session.launchUrl);
  await player.course.getByRole('button', { name: 'Next' }).click();
  await player.saved();

  await stack.kill();
  await player.course.getByRole('button', { name: 'Next' }).click();
  await eventually('that it is kept on this device', async () =>
    (await player.status().textContent())?.startsWith('Saved on this device') ? true : undefined,
  );
  await stack.startAgain();
  await player.saved();

  await turnPages(player);
  await player.next();
  await turnPages(player);
  await player.next();
  const { achieved, success } = playthroughOf('first-steps');
  await answerCheck(player);
  await player.exit(achieved);
  await context.close();
  // Told to the learner, so it is durable; most likely not projected yet.
  await stack.kill();
  await stack.startAgain();

  expectCompleteRecord(await recordOf(client, session), { success });
  await expectEachCallOnce(session);
  await expectEachEventOnce();
});

it('statements that were acknowledged before a kill are there after it, each of them once', async () => {
  const { key, secret } = stack.tenants.demo!.xapi;
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
    'content-type': 'application/json',
    'x-experience-api-version': '1.0.3',
  };
  const registration = randomUUID();
  const acknowledged: string[] = [];
  let killed = false;
  const send = async (): Promise<void> => {
    while (!killed) {
      const body = JSON.stringify([statement(registration), statement(registration)]);
      const response = await fetch(`${stack.url}/xapi/statements`, { method: 'POST', headers, body }).catch(
        () => undefined,
      );
      if (response?.status === 200) acknowledged.push(...((await response.json().catch(() => [])) as string[]));
    }
  };
  const sending = Promise.all([send(), send(), send()]);
  await eventually('some statements', async () => (acknowledged.length >= 60 ? true : undefined));
  killed = true;
  await stack.kill();
  await sending;
  await stack.startAgain();

  const stored = (await client.statements({ registration })).map(({ id }) => id);
  expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
  expectUnique(stored);
  await eventually('all their events', async () => {
    const told = (await client.events()).filter(({ type }) => type === 'progress.statement.stored.v1');
    const counted = told.reduce((sum, { data }) => sum + Number(data.count), 0);
    const named = new Set(
      told.flatMap(({ data }) => data.statements as { statement: string }[]).map((one) => one.statement),
    );
    const whole = told.every(({ data }) => data.truncated === false);
    return counted >= stored.length && (!whole || stored.every((id) => named.has(id))) ? true : undefined;
  });
  await expectEachEventOnce();
});

const statement = (registration: string) => ({
  actor: { account: { homePage: 'https://people.example', name: 'kill' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'https://activities.example/kill' },
  context: { registration },
});

/** Every entry of the journal once by writer and number, and every bookmark of the first lesson in order. */
async function expectEachCallOnce(session: PlaySession): Promise<void> {
  const trace = await client.all(`/api/v1/play-sessions/${session.id}/journal`);
  const entries = trace.flatMap(({ writer, entries = [] }) =>
    (entries ?? []).map((entry: object) => ({ writer, ...entry })),
  );
  expectUnique(entries.map(({ writer, seq }) => `${writer} ${seq}`));
  const bookmarks = entries.filter(({ node, args }) => node === 'records' && args?.[0] === 'cmi.core.lesson_location');
  expect(bookmarks.map(({ args }) => args[1])).toEqual(['1', '2', '3', '4']);
}

async function expectEachEventOnce(): Promise<void> {
  // What would come twice would come late.
  await pause(1500);
  expectUnique((await client.events()).map(({ source, id }) => `${source} ${id}`));
}
