import { createServer } from 'node:http';
import type { FrameLocator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeZip } from '../../scripts/pack-sample.mjs';
import { expectCourseAccessible } from '../support/axe.ts';
import { collectErrors, WIDE } from '../support/browser.ts';
import type { Json, PlaySession } from '../support/client.ts';
import { type CourseFile, courseNamed, sampleCourse } from '../support/courses.ts';
import { PlayerPage } from '../support/player-page.ts';
import { expectCompleteRecord, recordOf } from '../support/record.ts';
import { check, DOCUMENT, geology, golfPages, type Play, twoQuestions } from '../support/small-lms/plays.ts';
import { eventually, freePort } from '../support/stack.ts';
import { stackAndBrowser } from '../support/stack-and-browser.ts';

const at = stackAndBrowser();

async function opened(packageId: string): Promise<{ session: PlaySession; player: PlayerPage; errors: string[] }> {
  const session = await at.client.openSession(packageId);
  const context = await at.browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors = collectErrors(page, at.stack.url.replace('localhost', 'lectern.localhost'));
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(session.launchUrl);
  return { session, player: new PlayerPage(page), errors };
}

const verbs = (statements: readonly Json[]): string[] =>
  statements.map(({ verb }: Json) => verb.id.split('/').pop()).reverse();

const verbsOn = (record: { statements: Json[] }, type: RegExp): string[] =>
  verbs(record.statements.filter(({ object }) => type.test(object.definition?.type ?? '')));

describe('activities of xAPI in the player', () => {
  const golf = courseNamed('xapi', 'Golf');
  it.skipIf(golf === undefined)('[AUS-8] ◦ the golf course is played to its end', async () => {
    const { session, player, errors } = await opened(await at.client.importCourse(golf!.name, golf!.read()));
    await player.ready();
    await golfPages(player.course);
    await player.exit('You passed');
    await player.page.context().close();
    const record = await recordOf(at.client, session);
    expectCompleteRecord(record, { success: 'passed' });
    expect(record.session.score.scaled).toBe(1);
    expect(errors).toEqual([]);
  });

  const silent = courseNamed('xapi', 'em_basic');
  it.skipIf(silent === undefined)('[AUS-7] ◦ an activity that says nothing is done when it is left', async () => {
    const { session, player } = await opened(await at.client.importCourse(silent!.name, silent!.read()));
    await player.ready();
    await player.exit('You completed the course');
    await player.page.context().close();
    expectCompleteRecord(await recordOf(at.client, session), { success: 'unknown' });
  });
});

describe('AUs of cmi5 in the player', () => {
  const mastery = courseNamed('cmi5', 'masteryscore');
  it.skipIf(mastery === undefined)(
    '[AUS-8] ◦ [FRM-10] ◦ [FRM-11] ◦ an AU in a window of its own goes back and ends the course',
    async () => {
      const { session, player, errors } = await opened(await at.client.importCourse(mastery!.name, mastery!.read()));
      const frame = player.page.frameLocator('main iframe');
      const open = frame.getByRole('button', { name: 'Open the part' });
      await open.waitFor();
      await expectCourseAccessible(player.page, 'a part that wants a window of its own');
      const [window] = await Promise.all([player.page.waitForEvent('popup'), open.click()]);
      await begun(session, 1);
      await (geology as unknown as (page: Page) => Promise<void>)(window);
      await player.heading('You passed').waitFor();
      await player.page.context().close();
      const record = await recordOf(at.client, session);
      expectCompleteRecord(record, { success: 'passed' });
      expect(verbsOn(record, /activitytype\/course$/)).toContain('satisfied');
      const said = verbs(record.statements);
      expect(said.filter((verb) => verb === 'launched')).toHaveLength(1);
      expect(said.indexOf('launched')).toBeLessThan(said.lastIndexOf('initialized'));
      expect(said).not.toContain('abandoned');
      expect(errors).toEqual([]);
    },
  );

  const multi = courseNamed('cmi5', 'multi_au');
  it.skipIf(multi === undefined)('[AUS-9] ◦ eight AUs one after the other satisfy the course', async () => {
    const { session, player } = await opened(await at.client.importCourse(multi!.name, multi!.read()));
    await player.ready();
    for (let part = 1; part < 8; part++) {
      await completedBy(session, part);
      await player.next();
    }
    await begun(session, 8);
    await player.course.getByRole('button', { name: 'Select correct answers' }).click();
    await player.course.getByRole('button', { name: 'Submit Answers' }).click();
    await player.course.locator('#score-passed.visible').waitFor();
    await player.course.locator('.exit-button:enabled').first().dispatchEvent('click');
    await player.course.getByText('You have left this part').waitFor();
    await player.exit('You passed');
    await player.page.context().close();
    const record = await recordOf(at.client, session);
    expectCompleteRecord(record, { success: 'passed' });
    expect(verbs(record.statements).filter((verb) => verb === 'launched')).toHaveLength(8);
  });
});

describe('an AU of another host', () => {
  it('[AUS-8] ◦ speaks to its session across origins and comes back', async () => {
    const port = await freePort();
    const host = createServer((_, response) => response.setHeader('content-type', 'text/html').end(REMOTE_AU));
    await new Promise<void>((resolve) => host.listen(port, '127.0.0.1', resolve));
    try {
      const url = `http://localhost:${port}/au?lang=en`;
      const { session, player } = await opened(await importStructure(url));
      await player.heading('You passed').waitFor();
      await player.page.context().close();
      const record = await recordOf(at.client, session);
      expectCompleteRecord(record, { success: 'passed' });
      expect(record.session.score).toMatchObject({ scaled: 0.9 });
      expect(verbs(record.statements)).toContain('terminated');
    } finally {
      host.close();
    }
  });
});

/** An AU that passes by itself, by the letter of cmi5, and goes back. */
const REMOTE_AU = `<!doctype html><title>AU</title><script type="module">
const of = (name) => new URL(location.href).searchParams.get(name);
const { 'auth-token': token } = await (await fetch(of('fetch'), { method: 'POST' })).json();
const headers = { authorization: 'Basic ' + token, 'x-experience-api-version': '1.0.3', 'content-type': 'application/json' };
const ask = (path, query, init) => fetch(of('endpoint') + path + '?' + new URLSearchParams(query), { headers, ...init });
const learner = { agent: of('actor') };
await ask('agents/profile', { ...learner, profileId: 'cmi5LearnerPreferences' });
const state = { ...learner, activityId: of('activityId'), registration: of('registration'), stateId: 'LMS.LaunchData' };
const data = await (await ask('activities/state', state)).json();
const categories = (...names) => names.map((name) => ({ id: 'https://w3id.org/xapi/cmi5/context/categories/' + name }));
const say = async (verb, result, ...names) => {
  const { contextActivities } = data.contextTemplate;
  const context = { ...data.contextTemplate, contextActivities: { ...contextActivities, category: categories('cmi5', ...names) } };
  const statement = { id: crypto.randomUUID(), actor: JSON.parse(of('actor')), verb: { id: 'http://adlnet.gov/expapi/verbs/' + verb },
    object: { id: of('activityId') }, result, context, timestamp: new Date().toISOString() };
  const answer = await ask('statements', {}, { method: 'POST', body: JSON.stringify(statement) });
  if (!answer.ok) throw new Error(await answer.text());
};
await say('initialized');
await say('passed', { success: true, score: { scaled: 0.9 }, duration: 'PT1S' }, 'moveon');
await say('terminated', { duration: 'PT2S' });
location.href = data.returnURL;
</script>`;

async function importStructure(url: string): Promise<string> {
  const said = (text: string) =>
    `<title><langstring lang="en">${text}</langstring></title><description><langstring lang="en">${text}</langstring></description>`;
  const xml = `<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="urn:remote:course">${said('Far away')}</course><au id="urn:remote:au" moveOn="Passed">${said('A part')}<url>${url}</url></au></courseStructure>`;
  const headers = { 'content-type': 'text/xml' };
  const begun = await at.client.request('/api/v1/imports?filename=cmi5.xml', { method: 'POST', headers, body: xml });
  const { packageId } = await at.client.finished(((await begun.json()) as Json).id);
  return packageId!;
}

/** Waits until so many AUs have said that they have begun: before that the course itself is not ready to be used. */
const begun = (session: PlaySession, aus: number) =>
  eventually(`${aus} AUs that have begun`, async () => {
    const { registration } = session;
    const verb = 'http://adlnet.gov/expapi/verbs/initialized';
    const said = await at.client.statements({ registration, verb });
    return said.filter(({ context }) => context.extensions !== undefined).length >= aus ? true : undefined;
  });

/** Waits until so many parts are completed as the session has it. */
const completedBy = (session: PlaySession, parts: number) =>
  eventually(`${parts} completed parts`, async () => {
    const { nodes } = (await at.client.get(`/api/v1/play-sessions/${session.id}`)) as Json;
    return nodes.filter(({ completion }: Json) => completion === 'completed').length >= parts ? true : undefined;
  });

describe('what was exported across formats', () => {
  const document: CourseFile = {
    name: 'two-questions.zip',
    read: () => new Uint8Array(makeZip([['lectern.json', Buffer.from(JSON.stringify(DOCUMENT))]])),
  };
  const crossings: readonly { file: CourseFile; format: string; play: Play; parts: number }[] = [
    { file: document, format: 'xapi', play: twoQuestions, parts: 1 },
    { file: document, format: 'cmi5', play: twoQuestions, parts: 1 },
    { file: sampleCourse(), format: 'cmi5', play: check, parts: 3 },
  ];
  it.each(crossings)(
    '[AUS-8] ◦ $file.name as $format is imported in turn and played',
    async ({ file, format, play, parts }) => {
      const source = await at.client.importCourse(file.name, file.read());
      const exported = await exportOf(source, format);
      const { session, player, errors } = await opened(await at.client.importCourse(`again.zip`, exported));
      await player.ready();
      for (let part = 1; part < parts; part++) {
        await readThrough(player.course.frameLocator('iframe'));
        await completedBy(session, part);
        await player.next();
      }
      await play(player.course.frameLocator('iframe'));
      await completedBy(session, parts);
      await player.exit('You passed');
      await player.page.context().close();
      const record = await recordOf(at.client, session);
      expectCompleteRecord(record, { success: 'passed' });
      expect(record.session.score.scaled).toBe(1);
      expect(errors).toEqual([]);
    },
  );
});

async function readThrough(page: FrameLocator): Promise<void> {
  const next = page.getByRole('button', { name: 'Next' });
  while (await next.isEnabled()) await next.click();
}

async function exportOf(packageId: string, format: string): Promise<Uint8Array<ArrayBuffer>> {
  const begun = await at.client.post(`/api/v1/packages/${packageId}/exports`, { format });
  const { id } = (await begun.json()) as Json;
  const { download } = await eventually('the export', async () => {
    const now: Json = await at.client.get(`/api/v1/exports/${id}`);
    return now.state === 'done' ? now : undefined;
  });
  return new Uint8Array(await (await at.client.request(download)).arrayBuffer());
}
