import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { walk } from '../../domain/package/manifest.ts';
import { makeZip } from '../../scripts/pack-sample.mjs';
import { buildBrowserFiles } from '../../scripts/start/build.mjs';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.ts';
import { openBrowser, PHONE } from '../support/browser.ts';
import { type CourseFile, courseNamed, sampleCourse } from '../support/courses.ts';
import { courseWithPlayer } from '../support/small-lms/course.ts';
import { launch, type Target } from '../support/small-lms/hosts.ts';
import { check, DOCUMENT, geology, golf, type Play, twoQuestions } from '../support/small-lms/plays.ts';
import { type SmallLms, startSmallLms } from '../support/small-lms/server.ts';

let browser: Browser;
let lms: SmallLms;

beforeAll(async () => {
  buildBrowserFiles();
  [browser, lms] = await Promise.all([openBrowser(), startSmallLms()]);
});
beforeEach(() => lms.lrs.clear());
afterAll(async () => {
  await browser?.close();
  await lms?.stop();
});

interface Source {
  readonly what: string;
  readonly file: CourseFile | undefined;
  readonly play: Play;
  readonly interactions: number;
  readonly targets: readonly Target[];
}

const SOURCES: readonly Source[] = [
  {
    what: 'a SCO of SCORM 1.2',
    file: sampleCourse(),
    play: check,
    interactions: 5,
    targets: ['scorm2004', 'cmi5', 'xapi'],
  },
  {
    what: 'a SCO of SCORM 2004',
    file: courseNamed('scorm2004', 'RuntimeBasicCalls'),
    play: golf,
    interactions: 0,
    targets: ['scorm12', 'cmi5', 'xapi'],
  },
  {
    what: 'an AU of cmi5',
    file: courseNamed('cmi5', 'masteryscore'),
    play: geology,
    interactions: 5,
    targets: ['scorm12', 'scorm2004', 'xapi'],
  },
  {
    what: 'an activity of xAPI',
    file: courseNamed('xapi', 'Golf'),
    play: golf,
    interactions: 15,
    targets: ['scorm12', 'scorm2004', 'cmi5'],
  },
  {
    what: 'a page of an authored document',
    file: {
      name: 'two-questions.zip',
      read: () => new Uint8Array(makeZip([['lectern.json', Buffer.from(JSON.stringify(DOCUMENT))]])),
    },
    play: twoQuestions,
    interactions: 2,
    targets: ['scorm12', 'scorm2004', 'cmi5', 'xapi'],
  },
];

/** The last playable node: the only one, or the sample's check. */
async function served(file: CourseFile, target: Target): Promise<{ name: string; node: string }> {
  const { manifest, files } = await courseWithPlayer(file.read(), target);
  const name = `${file.name}-${target}`;
  lms.put(name, files);
  return { name, node: [...walk(manifest.structure)].findLast((node) => node.launch !== undefined)!.id };
}

const CROSSINGS = SOURCES.flatMap((source) => source.targets.map((target) => ({ ...source, target })));

describe.each(CROSSINGS)('$what in a platform of $target', ({ file, play, target, interactions }) => {
  it.skipIf(file === undefined)(
    '[STA-1] [OUT-17] is played to its end, and completion, success, score and answers arrive',
    async () => {
      const launched = await launch(browser, lms, { target, ...(await served(file!, target)) });
      await play(launched.course as FrameLocator);
      expect(await launched.over()).toMatchObject({
        completed: true,
        passed: true,
        score: 1,
        interactions,
        wrong: [],
      });
      expect(launched.errors).toEqual([]);
      await launched.page.context().close();
    },
  );
});

it('[PAG-11] embedded HTML reaches nothing in an export either', async () => {
  const html = `<p></p><script>
    fetch('/', { mode: 'no-cors' })
      .then(() => 'a server', () => 'nothing')
      .then((reach) => (document.querySelector('p').textContent = 'reaches ' + reach));
  </script>`;
  const parts = [{ id: 'page', title: 'A page', blocks: [{ kind: 'html', title: 'A map', html }] }];
  const document = JSON.stringify({ ...DOCUMENT, id: 'a-map', parts });
  const file = { name: 'a-map.zip', read: () => new Uint8Array(makeZip([['lectern.json', Buffer.from(document)]])) };
  const launched = await launch(browser, lms, { target: 'scorm12', ...(await served(file, 'scorm12')) });
  await (launched.course as FrameLocator).frameLocator('.embedded').getByText('reaches nothing').waitFor();
  await launched.page.context().close();
});

describe('the sample', () => {
  it('[STA-2] [STA-4] goes on where it was left, also when it was taken away', async () => {
    const launched = await launch(browser, lms, {
      target: 'scorm2004',
      ...(await served(sampleCourse(), 'scorm2004')),
    });
    const [first] = await launched.course.locator('fieldset input').all();
    await launched.course.locator('fieldset input').first().check();
    await launched.page.reload();
    await launched.course.locator('fieldset input').first().waitFor();
    expect(await first!.isChecked()).toBe(true);
    await check(launched.course);
    // The course's own unload handler makes the last calls.
    expect(await launched.over()).toMatchObject({ completed: true, passed: true, score: 1, wrong: [] });
    await launched.page.context().close();
  });

  it('[STA-3] is shown with its contents where it is one activity, and each part stands for itself', async () => {
    const { name } = await served(sampleCourse(), 'xapi');
    const launched = await launch(browser, lms, { target: 'xapi', name });
    const { page, course: part } = launched;
    const entry = (title: string) =>
      page.getByRole('navigation', { name: 'Contents' }).getByRole('button', { name: title });
    await part.getByRole('button', { name: 'Next' }).waitFor();
    await expectAccessible(page, 'contents');
    for (const title of ['What a record says', 'How a record travels']) {
      await entry(title).click();
      const next = part.getByRole('button', { name: 'Next' });
      await next.waitFor();
      while (await next.isEnabled()) await next.click();
    }
    await page.getByRole('button', { name: 'Continue' }).click();
    await check(part);
    expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
    await expect.poll(() => entry('Check yourself').textContent()).toContain('Passed');
    expect(await entry('What a record says').textContent()).toContain('Completed');
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Contents' }).click();
    await entry('Check yourself').waitFor();
    await expectNoSidewaysScroll(page, 'contents on a phone');
    expect(await launched.over()).toMatchObject({
      completed: true,
      passed: true,
      score: 1,
      interactions: 5,
      wrong: [],
    });
    await page.context().close();
    const again = await launch(browser, lms, { target: 'xapi', name });
    await expect.poll(() => again.page.getByRole('navigation').textContent()).toContain('Passed');
    await again.page.context().close();
  });

  it('[STA-12] wears the brand of the course', async () => {
    const branding = { name: 'Crumb & Co', colours: { accent: '#ffd34d' }, logo: 'logo.svg' };
    const parts = ['one', 'two'].map((id) => ({ id, title: id, blocks: [] }));
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="24"><rect width="96" height="24"/></svg>';
    const zip = makeZip([
      ['lectern.json', Buffer.from(JSON.stringify({ ...DOCUMENT, branding, parts }))],
      ['logo.svg', Buffer.from(svg)],
    ]);
    const { name } = await served({ name: 'brand', read: () => new Uint8Array(zip) }, 'xapi');
    const { page } = await launch(browser, lms, { target: 'xapi', name });
    const logo = page.getByRole('img', { name: 'Crumb & Co' });
    await logo.waitFor();
    await expect.poll(() => logo.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(96);
    const accent = await page.evaluate(() => document.documentElement.style.getPropertyValue('--accent'));
    expect(accent).toMatch(/^light-dark\(#[0-9a-f]{6}, #ffd34d\)$/);
    await page.context().close();
  });

  it('[STA-5] plays without a platform, and says so', async () => {
    const { name, node } = await served(sampleCourse(), 'scorm2004');
    const page = await (await browser.newContext({ viewport: PHONE })).newPage();
    await page.goto(`${lms.url}/courses/${name}/lectern/index.html?node=${node}`);
    await page.getByRole('status').getByText('nothing is recorded').waitFor();
    await page.frameLocator('iframe').getByRole('button', { name: 'Hand in answers' }).waitFor();
    await expectAccessible(page, 'without a platform');
    await page.goto(`${lms.url}/courses/${name}/lectern/index.html?node=nowhere`);
    await page.getByText('This part is not in the course.').waitFor();
    await page.context().close();
  });
});
