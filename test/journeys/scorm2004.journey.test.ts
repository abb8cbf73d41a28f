import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeZip } from '../../scripts/pack-sample.mjs';
import { killProfile, openBrowser, openProfile, WIDE } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { openPlayer } from '../support/player-page.ts';
import { expectCompleteRecord, recordOf } from '../support/record.ts';
import { eventually, pause, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let browser: Browser;
let client: Client;
let packageId: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  client = new Client(stack, stack.tenants.demo!);
  packageId = await client.importCourse('2004.zip', course());
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it('[P04-1] [P04-12] [P04-13] [SHL-25] a part ends itself, the next one opens, and what it says is the record', async () => {
  const session = await client.openSession(packageId);
  const context = await browser.newContext({ viewport: WIDE });
  const player = await openPlayer(await context.newPage(), session.launchUrl);
  await player.course.getByText('entry: ab-initio').waitFor();
  // The first part brings a Continue of its own.
  expect(await player.button('Continue').isVisible()).toBe(false);
  await player.course.getByRole('button', { name: 'End this part' }).click();
  await eventually('the second part', async () => ((await player.current()) === 'The test' ? true : undefined));
  await player.ready();
  expect(await player.button('Continue').isVisible()).toBe(true);
  await player.course.getByRole('button', { name: 'Answer' }).click();
  await player.heading('You passed').waitFor();
  await context.close();

  const record = await recordOf(client, session);
  expectCompleteRecord(record, { success: 'passed' });
  expect(record.session).toMatchObject({ score: { scaled: 0.9 } });
  const responded = record.statements.find(({ verb }) => verb.id.endsWith('/responded'));
  expect(responded).toMatchObject({
    object: { definition: { interactionType: 'choice', correctResponsesPattern: ['a[,]c'] } },
    result: { response: 'a[,]c', success: true, duration: 'PT12S' },
  });
});

it('[P04-1] a reload goes on, and so does another browser after the first one was killed', async () => {
  const session = await client.openSession(packageId);
  const profile = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
  const doomed = await openProfile(profile);
  const player = await openPlayer(await doomed.newPage(), session.launchUrl);
  await player.course.getByRole('button', { name: 'Note' }).click();
  await player.course.getByText('notes: 1').waitFor();
  await player.page.reload();
  await player.ready();
  await player.course.getByText('entry: resume').waitFor();
  await player.course.getByRole('button', { name: 'Note' }).click();
  await player.course.getByText('notes: 2').waitFor();
  await pause(2000);
  killProfile(profile);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });

  const again = await client.openSession(packageId, session.learner.name);
  expect(again.id).toBe(session.id);
  const context = await browser.newContext();
  const resumed = await openPlayer(await context.newPage(), again.launchUrl);
  await resumed.course.getByText('entry: resume').waitFor();
  await resumed.course.getByText('notes: 2').waitFor();
  await context.close();
});

it('[REG-4] [PLAY-1] a course with rules is kept and not launched, and says what to do', async () => {
  const rule =
    '<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules>';
  const id = await client.importCourse('rules.zip', course(rule));
  const { playable } = await client.get(`/api/v1/packages/${id}`);
  expect(playable).toMatchObject({ ok: false, reason: expect.stringContaining('(sequencing rules)') });
});

/** Two SCOs: one that ends itself and asks for the next, and a test that ends the course. `rules`: of the first. */
function course(rules = ''): Uint8Array<ArrayBuffer> {
  const item = (id: string, title: string, more: string) =>
    `<item identifier="${id}" identifierref="r-${id}"><title>${title}</title>${more}</item>`;
  const resource = (id: string) =>
    `<resource identifier="r-${id}" type="webcontent" adlcp:scormType="sco" href="${id}.html"><file href="${id}.html"/></resource>`;
  const hidden =
    '<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI></adlnav:navigationInterface></adlnav:presentation>';
  const passing =
    '<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>';
  const manifest = `<?xml version="1.0"?><manifest identifier="two-parts" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
    <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
    <organizations default="o"><organization identifier="o"><title>Two parts</title>
    ${item('first', 'The beginning', `<imsss:sequencing>${rules}</imsss:sequencing>${hidden}`)}${item('second', 'The test', passing)}
    <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing></organization></organizations>
    <resources>${resource('first')}${resource('second')}</resources></manifest>`;
  const page = (buttons: string, script: string) => `<!doctype html><meta charset="utf-8"><title>SCO</title>
    <p id="entry"></p><p id="notes"></p>${buttons}<script>
    let at = window; while (!at.API_1484_11 && at.parent && at.parent !== at) at = at.parent;
    const api = at.API_1484_11; api.Initialize('');
    const set = (name, value) => { if (api.SetValue(name, String(value)) !== 'true') document.title = name + api.GetLastError(); };
    const notes = () => Number(api.GetValue('cmi.suspend_data') || 0);
    const show = () => { entry.textContent = 'entry: ' + api.GetValue('cmi.entry'); document.getElementById('notes').textContent = 'notes: ' + notes(); };
    show();${script}</script>`;
  const first = page(
    '<button onclick="note()">Note</button><button onclick="end()">End this part</button>',
    `function note() { set('cmi.suspend_data', notes() + 1); set('cmi.exit', 'suspend'); show(); }
     function end() { set('cmi.completion_status', 'completed'); set('cmi.exit', 'normal'); set('adl.nav.request', 'continue'); api.Terminate(''); }`,
  );
  const second = page(
    '<button onclick="answer()">Answer</button>',
    `function answer() {
      for (const [name, value] of [['id', 'urn:x:q1'], ['type', 'choice'], ['correct_responses.0.pattern', 'a[,]c'], ['learner_response', 'a[,]c'], ['result', 'correct'], ['latency', 'PT12S']])
        set('cmi.interactions.0.' + name, value);
      set('cmi.score.scaled', 0.9); set('cmi.completion_status', 'completed'); set('adl.nav.request', 'exitAll'); api.Terminate('');
    }`,
  );
  return new Uint8Array(
    makeZip([
      ['imsmanifest.xml', Buffer.from(manifest)],
      ['first.html', Buffer.from(first)],
      ['second.html', Buffer.from(second)],
    ]),
  );
}
