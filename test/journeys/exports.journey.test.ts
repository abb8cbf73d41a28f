import { describe, expect, it } from 'vitest';
import { makeZip } from '../../scripts/pack-sample.mjs';
import { collectErrors, WIDE } from '../support/browser.ts';
import type { Json } from '../support/client.ts';
import { type CourseFile, courseNamed, sampleCourse } from '../support/courses.ts';
import { openPlayer } from '../support/player-page.ts';
import { expectCompleteRecord, recordOf } from '../support/record.ts';
import { DOCUMENT, geology, golfPages, type Play, twoQuestions } from '../support/small-lms/plays.ts';
import { eventually } from '../support/stack.ts';
import { stackAndBrowser } from '../support/stack-and-browser.ts';

const at = stackAndBrowser();

/** Exports a package and answers with the file. */
async function exported(packageId: string, format: string): Promise<{ it: Json; bytes: Uint8Array<ArrayBuffer> }> {
  const begun = await at.client.post(`/api/v1/packages/${packageId}/exports`, { format });
  expect(begun.status).toBe(202);
  const { id } = (await begun.json()) as Json;
  const it = await eventually('the export', async () => {
    const now: Json = await at.client.get(`/api/v1/exports/${id}`);
    return now.finishedAt === null ? undefined : now;
  });
  if (it.state !== 'done') throw new Error(it.problem);
  const file = await at.client.request(it.download);
  return { it, bytes: new Uint8Array(await file.arrayBuffer()) };
}

const document: CourseFile = {
  name: 'two-questions.zip',
  read: () => new Uint8Array(makeZip([['lectern.json', Buffer.from(JSON.stringify(DOCUMENT))]])),
};

const SOURCES: readonly { what: string; file: CourseFile | undefined; play: Play; targets: readonly string[] }[] = [
  {
    what: 'a SCO of SCORM 2004',
    file: courseNamed('scorm2004', 'RuntimeBasicCalls'),
    play: golfPages,
    targets: ['scorm12'],
  },
  {
    what: 'an AU of cmi5',
    file: courseNamed('cmi5', 'masteryscore'),
    play: geology,
    targets: ['scorm12', 'scorm2004'],
  },
  {
    what: 'an activity of xAPI',
    file: courseNamed('xapi', 'Golf'),
    play: golfPages,
    targets: ['scorm12', 'scorm2004'],
  },
  {
    what: 'a SCO of SCORM 1.2',
    file: courseNamed('scorm12', 'RuntimeBasicCalls'),
    play: golfPages,
    targets: ['scorm2004'],
  },
  { what: 'a page of a document', file: document, play: twoQuestions, targets: ['scorm12', 'scorm2004'] },
];

describe.each(SOURCES)('$what', ({ file, play, targets }) => {
  it.skipIf(file === undefined).each(targets)(
    '[OUT-16] goes out as %s, comes in again, and is played to a complete record',
    async (target) => {
      const packageId = await at.client.importCourse(file!.name, file!.read());
      const { it: crossed, bytes } = await exported(packageId, target);
      expect(crossed.report.findings.map(({ code }: Json) => code)).toContain('player_added');
      const session = await at.client.openSession(await at.client.importCourse(crossed.filename, bytes));
      const context = await at.browser.newContext({ viewport: WIDE });
      const page = await context.newPage();
      const errors = collectErrors(page, at.stack.url.replace('localhost', 'lectern.localhost'));
      page.on('dialog', (dialog) => void dialog.accept());
      const player = await openPlayer(page, session.launchUrl);
      await play(player.course.frameLocator('iframe'));
      await player.exit('You passed');
      await context.close();
      expectCompleteRecord(await recordOf(at.client, session), { success: 'passed' });
      expect(errors).toEqual([]);
    },
  );
});

it('[CON-19] an operator exports a course from its page and downloads the file', async () => {
  const sample = sampleCourse();
  const packageId = await at.client.importCourse(sample.name, sample.read());
  const context = await at.browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  await page.goto(at.stack.consoleUrl);
  await page.getByRole('heading', { name: 'Courses', level: 1 }).waitFor();
  await page.goto(`${new URL(at.stack.consoleUrl).origin}/console/courses/${packageId}`);
  const exports = page.getByRole('region', { name: 'Exports' });
  await exports.getByLabel('Format').selectOption({ label: 'cmi5' });
  await exports.getByRole('button', { name: 'Export', exact: true }).click();
  await exports.getByText('player_added').waitFor({ timeout: 30_000 });
  // Where a file may be chosen a dialog of the system would open, which no script can answer.
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    exports.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('First steps how learning records work (cmi5).zip');
  await context.close();
});
