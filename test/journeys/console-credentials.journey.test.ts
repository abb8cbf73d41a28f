import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { collectErrors, openBrowser, PHONE, WIDE } from '../support/browser.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { STATEMENT } from '../support/world.ts';

let stack: Stack;
let browser: Browser;
let login: IdentityProvider;

beforeAll(async () => {
  [stack, browser, login] = await Promise.all([startStack(), openBrowser(), startIdentityProvider()]);
});
afterAll(async () => {
  await login?.stop();
  await browser?.close();
  await stack?.stop();
});

const dialogOf = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const fill = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);

async function looksRight(page: Page, where: string): Promise<void> {
  await expectAccessible(page, where);
  await expectNoSidewaysScroll(page, where);
}

async function signedIn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(stack.consoleUrl);
  await page.getByRole('heading', { name: 'Courses', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Credentials' }).click();
  await page.getByRole('heading', { name: 'Credentials', level: 1 }).waitFor();
  return page;
}

/** What the copy button of a value gives. */
async function copied(page: Page, what: string): Promise<string> {
  await press(page, `Copy ${what}`);
  await page
    .getByRole('button', { name: `Copy ${what}`, exact: true })
    .getByText('Copied')
    .waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

async function stores(authorization: string): Promise<number> {
  const headers = { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' };
  const init = { method: 'POST', headers, body: JSON.stringify(STATEMENT) };
  return (await fetch(`${stack.url}/xapi/statements`, init)).status;
}
const basic = (key: string, secret: string): string => `Basic ${btoa(`${key}:${secret}`)}`;

it.each([
  { name: 'wide', viewport: WIDE, colorScheme: 'light' },
  { name: 'phone', viewport: PHONE, colorScheme: 'dark' },
] as const)(
  '[CON-18] an operator makes a key, rotates it and withdraws it: $name',
  async ({ name, viewport, colorScheme }) => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const context = await browser.newContext({ viewport, colorScheme, permissions });
    const page = await signedIn(context);
    const errors = collectErrors(page, new URL(stack.consoleUrl).origin);

    // By the keyboard alone: the dialog has the focus, and gives it back.
    await page.getByRole('button', { name: 'Create credential' }).focus();
    await page.keyboard.press('Enter');
    await dialogOf(page).waitFor();
    await looksRight(page, `creating, ${name}`);
    await page.keyboard.press('Escape');
    await dialogOf(page).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Create credential');

    await page.keyboard.press('Enter');
    await fill(page, 'Name', `LMS ${name}`);
    expect(await page.getByLabel(/^statements\/read\/mine/).isChecked()).toBe(true);
    await page.getByLabel(/^statements\/read Read/).check();
    expect(await page.getByLabel(/^statements\/read\/mine/).isDisabled()).toBe(true);
    await dialogOf(page).getByRole('button', { name: 'Create credential' }).press('Enter');
    await page.getByText('Keep this secret now').waitFor();
    await looksRight(page, `the secret, ${name}`);
    for (const key of ['Enter', 'Escape']) await page.keyboard.press(key);
    await page.mouse.click(2, 2);
    const [key, secret] = [await copied(page, 'key'), await copied(page, 'secret')];
    expect(await copied(page, 'xapi endpoint')).toBe(`${new URL(stack.consoleUrl).origin}/xapi`);
    expect(await stores(basic(key, secret))).toBe(200);
    await press(page, 'Done');

    await page.getByRole('link', { name: `LMS ${name}` }).click();
    await page.getByRole('heading', { name: `LMS ${name}`, level: 1 }).waitFor();
    await page.getByText('Read all statements.').waitFor();
    await press(page, 'Rotate secret');
    await looksRight(page, `rotating, ${name}`);
    await dialogOf(page).getByRole('button', { name: 'Rotate secret' }).click();
    const newSecret = await copied(page, 'secret');
    await press(page, 'Done');
    await page.getByText('Rotating').waitFor();
    expect([await stores(basic(key, secret)), await stores(basic(key, newSecret))]).toEqual([200, 200]);
    await looksRight(page, `the record, ${name}`);

    await press(page, 'Withdraw');
    await looksRight(page, `withdrawing, ${name}`);
    await dialogOf(page).getByRole('button', { name: 'Withdraw' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    await page.getByText('Withdrawn').first().waitFor();
    await page.getByRole('link', { name: 'Credentials' }).first().click();
    await page.getByRole('heading', { name: 'Credentials', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'xAPI client' }).waitFor();
    // What was there is shown until it has been read again.
    await page.getByRole('link', { name: `LMS ${name}` }).waitFor({ state: 'detached' });
    await page.getByLabel('Show withdrawn').check();
    await page.getByRole('link', { name: `LMS ${name}` }).waitFor();
    expect(page.url()).toContain('withdrawn=1');
    expect(errors).toEqual([]);
    await context.close();
  },
);

it('[CON-18] an operator trusts a login of their own, is told what is wrong with it, and is warned of shutting out themselves', async () => {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await signedIn(context);
  await page.getByText('No issuers yet').waitFor();
  await press(page, 'Add issuer');
  await looksRight(page, 'adding an issuer');
  await fill(page, 'Name', 'Company login');
  await fill(page, 'Issuer', `${login.issuer}/elsewhere`);
  await fill(page, 'Audience', 'https://lrs.example');
  await page.getByLabel('What a claim of each says').check();
  await fill(page, 'What its values mean', 'writer = write');
  const add = dialogOf(page).getByRole('button', { name: 'Add issuer' });
  await add.click();
  await page.getByRole('alert').getByText('“writer = write” says nothing').waitFor();
  await fill(page, 'What its values mean', 'writer = statements/write');
  await add.click();
  await page.getByRole('alert').getByText('The keys of the issuer cannot be read').waitFor();
  await looksRight(page, 'an issuer that is refused');
  await fill(page, 'Issuer', login.issuer);
  await add.click();
  await page.getByRole('heading', { name: 'Company login', level: 1 }).waitFor();
  await page.getByText(`${login.issuer}/keys`).waitFor();
  await looksRight(page, 'an issuer');
  const token = await login.token({ aud: 'https://lrs.example', sub: 'ada', scope: 'openid writer' });
  expect(await stores(`Bearer ${token}`)).toBe(200);

  await press(page, 'Change');
  await page.getByLabel('All the same').check();
  await looksRight(page, 'changing an issuer');
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Read the statements that it stored itself.').waitFor();

  await page.getByRole('link', { name: 'Credentials' }).first().click();
  await page.getByRole('link', { name: 'Operator', exact: true }).click();
  await press(page, 'Withdraw');
  await dialogOf(page).getByText('You will be signed out.').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('alert').getByText('This is the last operator token').waitFor();
  await context.close();
});
