import { describe, expect, it } from 'vitest';
import { collectErrors, WIDE } from '../support/browser.ts';
import { coursesIn, sampleCourse } from '../support/courses.ts';
import { playthroughOf } from '../support/play.ts';
import { openPlayer } from '../support/player-page.ts';
import { expectCompleteRecord, recordOf } from '../support/record.ts';
import { stackAndBrowser } from '../support/stack-and-browser.ts';

const at = stackAndBrowser();

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
    const session = await at.client.openSession(await at.client.importCourse(course.name, course.read()));
    const context = await at.browser.newContext({ viewport: WIDE });
    const page = await context.newPage();
    const errors = collectErrors(page, at.stack.url.replace('localhost', 'lectern.localhost'));
    page.on('dialog', (dialog) => void dialog.accept());

    const player = await openPlayer(page, session.launchUrl);
    await playthrough.play(player);
    await player.exit(playthrough.achieved);
    await context.close();

    expectCompleteRecord(await recordOf(at.client, session), playthrough);
    expect(errors).toEqual([]);
  });
});
