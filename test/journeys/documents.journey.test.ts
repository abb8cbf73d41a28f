import { readFileSync } from 'node:fs';
import type { Browser, FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeZip, sampleFiles } from '../../scripts/pack-sample.mjs';
import { expectCourseAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { collectErrors, PHONE, WIDE } from '../support/browser.ts';
import type { ImportJob, Json } from '../support/client.ts';
import { turnPages } from '../support/play.ts';
import { openPlayer, type PlayerPage } from '../support/player-page.ts';
import { expectCompleteRecord, recordOf } from '../support/record.ts';
import { eventually, ROOT } from '../support/stack.ts';
import { stackAndBrowser } from '../support/stack-and-browser.ts';

const at = stackAndBrowser();

const vector = (): Json => JSON.parse(readFileSync(`${ROOT}test/vectors/documents/v1-full.json`, 'utf8'));
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240"><rect width="640" height="240" fill="#a8431f"/></svg>';
const MAP = `<!doctype html><title>Map</title><p></p><script>
  let reach = 'nothing';
  try { reach = parent.document.title; } catch {}
  document.querySelector('p').textContent = 'reaches ' + reach;
</script>`;

/** Half a second of silence, as WAV: something that plays to its end. */
function silence(): Buffer {
  const samples = 4000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  for (const [at, value] of [
    [16, 16],
    [24, 8000],
    [28, 8000],
    [40, samples],
  ] as const)
    head.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    head.writeUInt16LE(value, at);
  head.write('data', 36);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}

/** The vector with everything, with its media; the embedded package is the sample course's. */
function nightShift(): Uint8Array<ArrayBuffer> {
  const document = vector();
  const [welcome, check] = document.parts;
  welcome.blocks.splice(2, 1); // the video: nobody here can make one
  welcome.blocks[2].file = 'media/bell.wav';
  welcome.blocks[4].html = MAP;
  welcome.blocks.unshift({
    kind: 'text',
    markdown: '## Rules\n\n<b>no HTML</b> [out](javascript:alert(1)) [in](media/recipes.txt) &amp; &copy;',
  });
  check.parts[1].package = 'simulation';
  const files: [string, Buffer][] = [
    ['lectern.json', Buffer.from(JSON.stringify(document))],
    ['media/logo.svg', Buffer.from(PICTURE)],
    ['media/oven.svg', Buffer.from(PICTURE)],
    ['media/bell.wav', silence()],
    ['media/recipes.txt', Buffer.from('Rye: 500 g')],
    ['widgets/map.html', Buffer.from(MAP)],
  ];
  return new Uint8Array(
    makeZip([...files, ...sampleFiles().map(([path, bytes]) => [`simulation/${path}`, bytes] as [string, Buffer])]),
  );
}

async function imported(body: Json): Promise<ImportJob> {
  const sent =
    body instanceof Uint8Array
      ? await at.client.send('night-shift.zip', new Uint8Array(body))
      : await at.client.post('/api/v1/imports?filename=hello.json', body);
  expect(sent.status).toBe(202);
  return at.client.finished(((await sent.json()) as ImportJob).id);
}

async function open(options: Parameters<Browser['newContext']>[0], packageId: string) {
  const session = await at.client.openSession(packageId);
  const context = await at.browser.newContext(options);
  const page = await context.newPage();
  const player = await openPlayer(page, session.launchUrl);
  return { session, context, player, page };
}

/** Answers the questions of the vector, all right but for those given. */
async function answer(course: FrameLocator, { salt = 'True' } = {}): Promise<void> {
  const group = (name: string) => course.getByRole('radiogroup', { name });
  await group('Bread needs salt.').getByLabel(salt, { exact: true }).check();
  await group('Which is a flour?').getByLabel('Rye').check();
  for (const tool of ['Peel', 'Scale'])
    await course.getByRole('group', { name: 'Which are tools?' }).getByLabel(tool).check();
  await course.getByRole('textbox', { name: 'What makes dough rise?' }).fill(' Yeast');
  await course.getByRole('textbox', { name: 'How hot is the oven (°C)?' }).fill('245');
  await course.getByLabel('Rye', { exact: true }).last().selectOption({ label: '90 min' });
  await course.getByLabel('Wheat').selectOption({ label: '60 min' });
  await inOrder(course, ['Knead', 'Rest', 'Bake']);
}

/** Moves items up, one after the other, until they stand in this order. */
async function inOrder(course: FrameLocator, items: readonly string[]): Promise<void> {
  for (const [place, item] of items.entries()) {
    const rows = course.getByRole('list', { name: 'Bring into order.' }).getByRole('listitem');
    while (!((await rows.nth(place).textContent()) ?? '').includes(item)) {
      await course.getByRole('button', { name: `Move “${item}” up` }).click();
    }
  }
}

async function readWelcome({ course }: PlayerPage): Promise<void> {
  await course.locator('audio').evaluate((audio: HTMLAudioElement) => audio.play());
  await course.getByText('Not supported').scrollIntoViewIfNeeded();
  await course.locator('main').evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
}

it('[SHL-22] an authored document is imported, played to its end, and recorded', async () => {
  const job = await imported(nightShift());
  expect([job.state, job.report?.findings.map(({ code }) => code)]).toEqual(['built', ['block_unsupported']]);
  const { player, session, page, context } = await open({ viewport: WIDE }, job.packageId!);
  const errors = collectErrors(page, at.stack.url);
  const { course } = player;

  await course.getByRole('heading', { name: 'Welcome', level: 1 }).waitFor();
  const colour = (button: HTMLElement) => getComputedStyle(button).backgroundColor;
  expect(await player.button('Continue').evaluate(colour)).toBe('rgb(168, 67, 31)');
  const logo = page.getByRole('img', { name: 'Crust & Co.' });
  await eventually('the logo in the bar', async () =>
    (await logo.evaluate((img: HTMLImageElement) => img.naturalWidth)) === 640 ? true : undefined,
  );
  expect(await course.locator('.prose').first().textContent()).toContain('<b>no HTML</b> out in & ©');
  expect(
    await course.locator('.prose a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
  ).toEqual([expect.stringMatching(/\/media\/recipes\.txt$/)]);
  for (const n of [0, 1]) {
    await course.frameLocator('.embedded').nth(n).getByText('reaches nothing').waitFor();
  }
  await readWelcome(player);
  await eventually('the first page', async () =>
    (await player.page.getByRole('treeitem', { name: /Welcome/ }).getAttribute('aria-description')) === 'Completed'
      ? true
      : undefined,
  );

  await player.next();
  await course.getByRole('button', { name: 'Hand in answers' }).click();
  expect(await course.getByText('Not answered yet').count()).toBe(7);
  await answer(course, { salt: 'False' });
  // Half of the page, then away and back: everything is where it was.
  await player.button('Previous').click();
  await course.getByRole('heading', { name: 'Welcome', level: 1 }).waitFor();
  await player.ready();
  await player.next();
  expect(await course.getByRole('textbox', { name: 'What makes dough rise?' }).inputValue()).toBe(' Yeast');
  await course.getByRole('button', { name: 'Hand in answers' }).click();
  await course.getByText('6 of 7 right').waitFor();
  await course.getByRole('button', { name: 'Turn it off and wait' }).click();
  await course.getByText('You passed this page · Score: 90.91 of 100').waitFor();
  await course.getByRole('button', { name: 'Try again' }).click();
  await answer(course);
  await course.getByRole('button', { name: 'Hand in answers' }).click();
  await course.getByText('Score: 100 of 100').waitFor();

  await playSimulation(player);
  await player.exit('You passed');
  expect(errors).toEqual([]);
  await context.close();
  const record = await recordOf(at.client, session);
  expectCompleteRecord(record, { success: 'passed' });
  expectAnswers(record.statements);
});

/** The sample course, embedded: two lessons, five questions. */
async function playSimulation(player: PlayerPage): Promise<void> {
  for (let lesson = 0; lesson < 2; lesson++) {
    await player.next();
    await turnPages(player);
  }
  await player.next();
  for (const question of await player.course.locator('fieldset').all()) {
    await question.locator(`input[value="${await question.getAttribute('data-answer')}"]`).check();
  }
  await player.course.getByRole('button', { name: 'Hand in answers' }).click();
  await player.course.getByText('100 of 100').waitFor();
}

function expectAnswers(statements: Json[]): void {
  const course = 'https://courses.example/night-shift/quiz';
  const answered = statements.filter(({ object }) => object.id.startsWith(`${course}/interactions/`));
  const of = (id: string) =>
    answered.filter(({ object }) => object.id === `${course}/interactions/${id}`).map(({ result }) => result);
  expect(of('salt')).toMatchObject([
    { response: 'true', success: true },
    { response: 'false', success: false },
  ]);
  expect(of('rests')[0]).toMatchObject({ response: 'a[.]a[,]b[.]b', success: true });
  expect(of('order')[0]).toMatchObject({ response: 'a[,]b[,]c', success: true });
  expect(of('smoke%3Astart')).toMatchObject([{ response: 'b' }]);
  const scored = statements.filter(({ object, verb }) => object.id === course && verb.id.endsWith('/passed'));
  expect(scored.at(-1)?.result.score).toMatchObject({ raw: 90.91 });
}

it('a document that is posted as JSON alone is read and completed', async () => {
  const job = await imported({ ...JSON.parse(readFileSync(`${ROOT}test/vectors/documents/v1-minimal.json`, 'utf8')) });
  expect(job.state).toBe('built');
  const { player, session, context } = await open({ viewport: WIDE }, job.packageId!);
  await player.course.getByRole('heading', { name: 'A page' }).waitFor();
  await player.exit('You completed the course');
  await context.close();
  expectCompleteRecord(await recordOf(at.client, session), { success: 'unknown' });
});

describe.each([
  { name: 'a wide screen', viewport: WIDE, colorScheme: 'light' },
  { name: 'a phone', viewport: PHONE, colorScheme: 'dark' },
] as const)('on $name', ({ name, ...screen }) => {
  it('every page of a document is free of axe violations and fits', async () => {
    const job = await imported(nightShift());
    const { player, page, context } = await open(screen, job.packageId!);
    const check = async (state: string) => {
      await expectCourseAccessible(page, `${state} on ${name}`);
      await expectNoSidewaysScroll(page, `${state} on ${name}`);
    };
    await player.course.getByRole('heading', { name: 'Welcome', level: 1 }).waitFor();
    await check('a page to read');
    await player.next();
    await check('questions');
    await answer(player.course, { salt: 'False' });
    await player.course.getByRole('button', { name: 'Hand in answers' }).click();
    await player.course.getByRole('button', { name: 'Open it' }).click();
    await check('answers that were judged');
    await context.close();
  });
});
