import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { manifest12, organization, sco } from '../../domain/package/package.testing.ts';
import { makeZip } from '../../domain/package/zip/zip.testing.ts';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { openBrowser, PHONE, WIDE } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let ids: string[];

/** A course that is imported with a warning (a file is missing) and repairs (an item without a title, in a folder). */
const course = (title: string): Uint8Array<ArrayBuffer> => {
  const items = organization('<item identifier="i" identifierref="r"/>', `<title>${title}</title>`);
  const resource = sco('r', 'index.html', '<file href="index.html"/><file href="film.mp4"/>');
  return new Uint8Array(
    makeZip([
      { name: 'course/imsmanifest.xml', data: manifest12(items, resource) },
      { name: 'course/index.html', data: '<!doctype html><title>Lesson</title>' },
    ]),
  );
};

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  const client = new Client(stack, stack.tenants.demo!);
  ids = [
    await client.importCourse('one.zip', course('Geology, first edition')),
    await client.importCourse('two.zip', course('Geology, second edition')),
  ];
  context = await browser.newContext({ viewport: WIDE, permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  await page.goto(stack.consoleUrl);
  await page.getByRole('heading', { name: 'Courses', level: 1 }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const open = async (path: string): Promise<void> => {
  await page.goto(`${new URL(stack.consoleUrl).origin}/console/${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const section = (name: string) => page.getByRole('region', { name });

it('[CON-20] shows a report by severity, worst first, and copies the whole of it', async () => {
  await open(`courses/${ids[1]}`);
  const report = section('Import report');
  await report.getByText('Recognised as SCORM 1.2').waitFor();
  await report.getByText('1 warning').waitFor();
  expect(await report.getByText('film.mp4').first().isVisible()).toBe(true);
  expect(await report.getByText('manifest_in_subfolder').isVisible()).toBe(false);
  await report.getByText(/\d repairs/).click();
  expect(await report.getByText('manifest_in_subfolder').isVisible()).toBe(true);
  await expectAccessible(page, 'a report');
  await report.getByRole('button', { name: 'Copy report' }).click();
  await report.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^1 warning, \d repairs:\nwarning: .*film\.mp4/);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page, 'a report on a phone');
  await page.setViewportSize(WIDE);
});

it('[CON-20] makes the copy with the repairs on the page of the import', async () => {
  const { importId } = await new Client(stack, stack.tenants.demo!).get(`/api/v1/packages/${ids[1]}`);
  await open(`imports/${importId}`);
  const report = section('Import report');
  await report.getByRole('button', { name: 'Make a copy with the repairs' }).click();
  const download = report.getByRole('button', { name: 'Download' });
  await download.waitFor();
  expect(await report.getByText('manifest_repaired').isVisible()).toBe(true);
  await expectAccessible(page, 'a copy with the repairs');
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page, 'a copy with the repairs on a phone');
  await page.setViewportSize(WIDE);
});

it('[CON-21] archives a course and takes it back, and lists its versions', async () => {
  await open(`courses/${ids[1]}`);
  await section('Versions of this course').getByText('Geology, first edition').waitFor();
  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByText('This course is archived').waitFor();
  await open('courses');
  await page.getByRole('link', { name: 'Geology, first edition' }).waitFor();
  expect(await page.getByText('Geology, second edition').count()).toBe(0);
  await page.getByLabel('Which courses').selectOption('Archived');
  await page.getByText('Geology, second edition').first().waitFor();
  expect(await page.getByText('Geology, first edition').count()).toBe(0);
  expect(page.url()).toContain('show=archived');
  await page.getByLabel('Format').selectOption('cmi5');
  await page.getByText('No course fits these filters').waitFor();
  await expectAccessible(page, 'the filters');
  await open(`courses/${ids[1]}`);
  await page.getByRole('button', { name: 'Take back into the list' }).click();
  await page.getByRole('button', { name: 'Archive' }).waitFor();
});

it('[CON-21] shows who is enrolled in a course', async () => {
  const learner = { name: 'Florence Bascom', account: { homePage: 'https://hr.example', name: 'bascom' } };
  const client = new Client(stack, stack.tenants.demo!);
  await client.post('/api/v1/enrolments', { packageId: ids[0], learner, dueAt: '2031-05-01T00:00:00Z' });
  await open(`courses/${ids[0]}`);
  const row = section('Enrolments').getByRole('row', { name: /Florence Bascom/ });
  await row.waitFor();
  expect(await row.textContent()).toContain('Not started');
});

it('[CON-21] revokes a course with a reason', async () => {
  await open(`courses/${ids[1]}`);
  await page.getByRole('button', { name: 'Revoke' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The map on page 3 is upside down.');
  await expectAccessible(page, 'revoking');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('This course is revoked').waitFor();
  await page.locator('.notice').getByText('The map on page 3 is upside down.').waitFor();
  expect(await page.getByRole('button', { name: 'Launch as a learner' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Revoke' }).count()).toBe(0);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page, 'a revoked course on a phone');
  await page.setViewportSize(WIDE);
});
