import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JWS, SIGNED_STATEMENT } from '../../domain/statement/signed.testing.ts';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { collectErrors, openBrowser, PHONE, WIDE } from '../support/browser.ts';
import { Lrs, statementOf } from '../support/lrs.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** The statement browser of the console, over a store that xAPI clients have filled. */
let stack: Stack;
let lrs: Lrs;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let origin: string;
let errors: string[];

const verb = (name: string) => ({ id: `http://adlnet.gov/expapi/verbs/${name}`, display: { en: name } });
const ada = { name: 'Ada Lovelace', mbox: 'mailto:ada@example.com' };
const teacher = { name: 'Grace Hopper', account: { homePage: 'https://hr.example', name: 'grace' } };
const CONTENT = 'Ada Lovelace knows golf.';
const PDF = {
  usageType: 'http://id.tincanapi.com/attachment/certificate-of-completion',
  display: { en: 'Certificate' },
  contentType: 'application/pdf',
  length: CONTENT.length,
  sha2: createHash('sha256').update(CONTENT).digest('hex'),
};
const FULL = statementOf({
  actor: ada,
  verb: verb('answered'),
  object: { id: 'https://courses.example/golf/1', definition: { name: { en: 'How many holes?' } } },
  result: { score: { scaled: 0.85, raw: 17, max: 20 }, success: true, response: 'eighteen', duration: 'PT1M35S' },
  context: {
    registration: randomUUID(),
    instructor: teacher,
    contextActivities: {
      parent: [{ id: 'https://courses.example/golf', definition: { name: { en: 'Golf explained' } } }],
    },
  },
  attachments: [PDF],
});
const COMMENT = statementOf({ verb: verb('commented'), object: { objectType: 'StatementRef', id: FULL.id } });
const WRONG = statementOf({ verb: verb('failed') });
const VOIDING = statementOf({ verb: verb('voided'), object: { objectType: 'StatementRef', id: WRONG.id } });

async function storeWith(statement: object, content: string): Promise<void> {
  const sha2 = createHash('sha256').update(content).digest('hex');
  const body = [
    `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(statement)}\r\n`,
    `--b\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n\r\n${content}\r\n--b--\r\n`,
  ].join('');
  const headers = { 'content-type': 'multipart/mixed; boundary=b' };
  const { status, json } = await lrs.ask('/statements', { method: 'POST', body, headers });
  if (status !== 200) throw new Error(JSON.stringify(json));
}

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  lrs = new Lrs(stack);
  await lrs.store(
    Array.from({ length: 60 }, (_, i) => statementOf({ object: { id: `https://courses.example/page/${i}` } })),
  );
  await storeWith(FULL, CONTENT);
  await lrs.store([COMMENT, WRONG, VOIDING]);
  const signature = {
    ...{ usageType: 'http://adlnet.gov/expapi/attachments/signature', display: { en: 'Signature' } },
    ...{ contentType: 'application/octet-stream', length: JWS.length },
    sha2: createHash('sha256').update(JWS).digest('hex'),
  };
  await storeWith({ ...SIGNED_STATEMENT, attachments: [signature] }, JWS);
  context = await browser.newContext({ viewport: WIDE, acceptDownloads: true });
  page = await context.newPage();
  errors = collectErrors(page, stack.url.replace('localhost', 'lectern.localhost'));
  await page.goto(stack.consoleUrl);
  await page.getByRole('heading', { name: 'Courses', level: 1 }).waitFor();
  origin = new URL(stack.consoleUrl).origin;
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const rows = () => page.locator('.stream-item');
const open = async (path: string) => {
  await page.goto(`${origin}/console/${path}`);
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
};

describe('the list', () => {
  it('[CON-14] says at once which statement is signed and which one voids; older ones come on demand', async () => {
    await open('statements');
    await expect.poll(() => rows().count()).toBe(50);
    await rows().filter({ hasText: 'Signed' }).waitFor();
    await rows().filter({ hasText: 'Voids another statement' }).waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await rows().nth(60).waitFor();
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });

  it('[CON-13] [CON-2] is narrowed by agent, time and what is related, and tells when nothing matches', async () => {
    await open('statements');
    await page.getByPlaceholder('Learner id, e-mail').fill('ada@example.com');
    // Hers, what is about it, and the signed one, which names the same address.
    await expect.poll(() => rows().count()).toBe(3);
    expect(new URL(page.url()).searchParams.get('agent')).toBe('ada@example.com');
    await page.getByPlaceholder('Learner id, e-mail').fill('https://hr.example grace');
    await page.getByText('No statement matches these filters').waitFor();
    await page.getByText('More filters').click();
    await page.getByLabel('Also where agent or activity are only mentioned').check();
    await expect.poll(() => rows().count()).toBe(2);
    await page.getByLabel('Stored after').fill('2099-01-01T00:00:00');
    await page.getByText('No statement matches these filters').waitFor();
    expect(new URL(page.url()).searchParams.get('since')).toMatch(/^20(98|99)-.*Z$/);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => rows().count()).toBe(50);
  });

  it('[CON-9] paused, it counts what is new and matches, and shows it when it goes on', async () => {
    await open(`statements?verb=${encodeURIComponent(verb('progressed').id)}`);
    await page.getByText('No statement matches these filters').waitFor();
    await lrs.store(statementOf({ verb: verb('progressed') }));
    await rows().first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await lrs.store([
      statementOf({ verb: verb('progressed') }),
      statementOf(),
      statementOf({ verb: verb('progressed') }),
    ]);
    await page.getByText('Paused: 2 new entries').waitFor();
    expect(await rows().count()).toBe(1);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => rows().count()).toBe(3);
  });

  it('[CON-14] a row opens by keyboard, and narrows the list to what it has', async () => {
    await open(`statements?agent=${encodeURIComponent('ada@example.com')}`);
    await rows().filter({ hasText: 'How many holes?' }).locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Open record' }).waitFor();
    await page.getByRole('button', { name: 'Activity', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('activity')).toBe('https://courses.example/golf/1');
  });
});

describe('a statement', () => {
  const fact = (name: string) =>
    page.locator('.facts > div', { has: page.locator('dt', { hasText: name }) }).locator('dd');

  it('[CON-14] is told in words beside its JSON, which can be copied', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(`statements/${FULL.id}`);
    await page.getByRole('heading', { name: 'Ada Lovelace answered How many holes?', level: 1 }).waitFor();
    const told = {
      Who: 'Ada Lovelace',
      Outcome: 'Passed',
      Score: '85% · 17 / 20',
      Response: 'eighteen',
      'Time spent': '1 min 35 sec',
    };
    for (const [name, text] of Object.entries({ ...told, Instructor: 'Grace Hopper', 'Part of': 'Golf explained' })) {
      expect([name, await fact(name).innerText()]).toEqual([name, expect.stringContaining(text)]);
    }
    expect(await fact('Asserted by').innerText()).toContain('xAPI client');
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    expect(copied).toEqual((await lrs.one(FULL.id)).json);
  });

  it('[CON-14] gives its attachments, byte for byte', async () => {
    await open(`statements/${FULL.id}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download Certificate' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Certificate.pdf');
    expect(readFileSync(await download.path(), 'utf8')).toBe(CONTENT);
  });

  it('[CON-14] leads to what is about it, and back', async () => {
    await open(`statements/${FULL.id}`);
    await page.getByRole('region', { name: 'Statements about this one' }).getByRole('link').click();
    await page.getByRole('heading', { name: 'commented', level: 1 }).waitFor();
    await fact('What').getByRole('link').click();
    await page.getByRole('heading', { name: 'How many holes?', level: 1 }).waitFor();
  });

  it('[CON-14] that is voided says by which, at once when it happens', async () => {
    const fresh = statementOf();
    await lrs.store(fresh);
    await open(`statements/${fresh.id}`);
    expect(await page.getByText('This statement is voided').count()).toBe(0);
    const voiding = { ...VOIDING, id: randomUUID(), object: { objectType: 'StatementRef', id: fresh.id } };
    await lrs.store(voiding);
    const notice = page.locator('.notice', { hasText: 'This statement is voided' });
    await notice.getByRole('link').click();
    await expect.poll(() => page.url()).toContain(voiding.id);
  });

  it('[CON-14] that is signed tells whether the signature holds', async () => {
    await open(`statements/${SIGNED_STATEMENT.id}`);
    await page.locator('.notice', { hasText: 'Signature valid' }).waitFor();
  });

  it('[CON-10] that does not exist, or cannot be read, says so and what to do', async () => {
    await open(`statements/${randomUUID()}`);
    await page.getByText('There is no statement with this id.').waitFor();
    await page.route('**/xapi/statements?**', (route) => route.abort());
    await open('statements');
    await page.getByText('Lectern does not answer').waitFor();
    await page.unroute('**/xapi/statements?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await rows().first().waitFor();
  });
});

it.each([
  { name: 'wide', viewport: WIDE, colorScheme: 'light' },
  { name: 'wide and dark', viewport: WIDE, colorScheme: 'dark' },
  { name: 'phone', viewport: PHONE, colorScheme: 'light' },
] as const)('has no axe violation and fits its screen: $name', async ({ name, viewport, colorScheme }) => {
  const other = await browser.newContext({ viewport, colorScheme });
  const screen = await other.newPage();
  await screen.goto(stack.consoleUrl);
  await screen.getByRole('heading', { name: 'Courses', level: 1 }).waitFor();
  for (const id of ['', FULL.id, WRONG.id, SIGNED_STATEMENT.id]) {
    await screen.goto(`${origin}/console/statements/${id}`.replace(/\/$/, ''));
    await screen
      .locator(id === '' ? '.stream-item' : '.facts')
      .first()
      .waitFor();
    if (id === '') {
      await screen.getByText('More filters').click();
      await screen.locator('.stream-item summary').nth(4).click();
      await screen.getByRole('link', { name: 'Open record' }).waitFor();
    }
    await expectAccessible(screen, `statements/${id}, ${name}`);
    await expectNoSidewaysScroll(screen, `statements/${id}, ${name}`);
  }
  await other.close();
});

it('nothing of the console failed meanwhile', () => {
  // Two were wanted: a statement that does not exist, and a store that does not answer.
  expect(errors.filter((text) => !/404|ERR_FAILED/.test(text))).toEqual([]);
});
