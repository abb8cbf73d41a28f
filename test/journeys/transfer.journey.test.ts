import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { collectErrors, openBrowser, PHONE, WIDE } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  page = await (await browser.newContext({ viewport: WIDE })).newPage();
  errors = collectErrors(page, stack.url.replace('localhost', 'lectern.localhost'));
  await page.goto(stack.consoleUrl);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
const imports = () => page.getByRole('region', { name: 'Imports' });
const statement = (n: number) => ({
  id: randomUUID(),
  actor: { account: { homePage: 'https://hr.example', name: `learner-${n}` } },
  verb: { id: 'https://example.com/verbs/imported' },
  object: { id: 'https://example.com/activities/1' },
});

function fileOf(name: string, lines: readonly string[]): string {
  const path = join(stack.stateDir, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
async function expectFine(where: string): Promise<void> {
  for (const viewport of [PHONE, WIDE]) {
    await page.setViewportSize(viewport);
    await expectAccessible(page, where);
    await expectNoSidewaysScroll(page, where);
  }
}

it('[CON-15] an operator imports a file, sees which lines were left out and why, and the others are there', async () => {
  await page.getByRole('link', { name: 'Statements' }).click();
  await page.getByRole('link', { name: 'Import and export' }).click();
  await heading('Import and export').waitFor();
  await page.getByText('Nothing has been imported yet').waitFor();
  await expectFine('nothing imported yet');

  const good = Array.from({ length: 800 }, (_, n) => JSON.stringify(statement(n)));
  const bad = good.toSpliced(41, 1, '{"id":');
  await page.getByRole('checkbox', { name: 'Store nothing when a line is not valid' }).check();
  await page.locator('input[type=file]').setInputFiles(fileOf('old-store.ndjson', bad));
  await imports().getByRole('cell', { name: 'Failed' }).waitFor({ timeout: 30_000 });
  await imports().getByRole('link', { name: 'old-store.ndjson' }).click();
  await heading('old-store.ndjson').waitFor();
  await page.getByRole('alert').getByText('One line is not valid, so nothing was stored.').waitFor();
  const refused = page.getByRole('region', { name: 'Refused lines' });
  await refused.getByRole('row', { name: /^42 .*not JSON/ }).waitFor();
  await expectFine('an import that failed');

  await page.getByRole('link', { name: 'Import and export' }).click();
  await page.getByRole('checkbox', { name: 'Store nothing when a line is not valid' }).uncheck();
  await page.locator('input[type=file]').setInputFiles(fileOf('again.ndjson', bad));
  await imports().getByRole('cell', { name: 'Imported in part' }).waitFor({ timeout: 30_000 });
  await expectFine('imports that ended');
  const client = new Client(stack, stack.tenants.demo!);
  expect((await client.statements({ verb: 'https://example.com/verbs/imported' })).length).toBe(799);
});

it('[CON-15] a file that is no file of lines is refused before it travels', async () => {
  await page.locator('input[type=file]').setInputFiles(fileOf('array.json', ['[{}]']));
  await page.getByText('array.json could not be imported').waitFor();
  await page.getByText('The file is a JSON array').waitFor();
  await expectFine('a refused file');
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

it('[CON-16] an operator takes everything out, as a file', async () => {
  // Where a file may be chosen a dialog of the system would open, which no script can answer.
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
  await page.getByLabel('Format').selectOption({ label: 'Statements only (.ndjson)' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.length).toBe(799);
  await page.getByText(/\.ndjson is saved/).waitFor();
  expect(errors).toEqual([]);
});
