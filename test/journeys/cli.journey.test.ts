import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { au, structure } from '../../domain/package/cmi5/cmi5.testing.ts';
import { manifest12, organization, sco } from '../../domain/package/package.testing.ts';
import { makeZip } from '../../domain/package/zip/zip.testing.ts';
import { packSample } from '../../scripts/pack-sample.mjs';
import { openBrowser } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { playthroughOf } from '../support/play.ts';
import { openPlayer } from '../support/player-page.ts';
import { eventually, ROOT, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** The command as a person runs it in a pipe: it finds the server by the state folder. */
function lectern(...args: string[]) {
  const env = { ...process.env, LECTERN_STATE: stack.stateDir, LECTERN_URL: '', LECTERN_TOKEN: '' };
  return spawnSync(process.execPath, [join(ROOT, 'cli/bin/lectern.mjs'), ...args], { encoding: 'utf8', env });
}

const ESCAPE = '\u001b';

it('imports and launches a course; what is done in it can be read from the terminal', async () => {
  const imported = lectern('import', packSample(), '--launch', '--learner', 'Ada Lovelace');
  expect([imported.status, imported.stderr]).toEqual([0, expect.stringContaining('step 3 of 3')]);
  const launchUrl = imported.stdout.trim().split('\n').at(-1)!;

  const context = await browser.newContext();
  const player = await openPlayer(await context.newPage(), launchUrl);
  const { play, achieved } = playthroughOf('first-steps');
  await play(player);
  await player.exit(achieved);
  await context.close();

  const client = new Client(stack, stack.tenants.demo!);
  const learner = (await client.all('/api/v1/learners')).find(({ name }) => name === 'Ada Lovelace');
  await eventually('the completion', async () =>
    (await client.all(`/api/v1/learners/${learner.id}/completions`)).length > 0 ? true : undefined,
  );
  expect(lectern('transcript', learner.id).stdout).toContain('First steps: how learning records work');
  expect(lectern('learners').stdout).toContain('Ada Lovelace');
  expect(lectern('packages').stdout).toContain('First steps');
  expect(lectern('events').stdout).toContain('progress.completion.recorded.v1');
  expect(lectern('statements').stdout).toContain('completed');
});

it('[CLI-5] prints results to standard output and the rest to standard error; --json prints JSON alone', () => {
  const { status, stdout } = lectern('import', packSample(), '--launch', '--json');
  expect([status, Object.keys(JSON.parse(stdout))]).toEqual([0, ['import', 'packageId', 'session']]);
  const path = join(stack.stateDir, 'not-a.zip');
  writeFileSync(path, 'hello');
  const refused = lectern('import', path);
  expect([refused.status, refused.stdout, refused.stderr]).toEqual([1, '', expect.stringContaining('zip')]);
});

it('[CLI-7] imports a course structure that comes alone', () => {
  const path = join(stack.stateDir, 'geology.xml');
  writeFileSync(path, structure(au('urn:example:au', { url: 'https://content.example/geology' })));
  const { status, stdout } = lectern('import', path);
  expect([status, stdout]).toEqual([0, expect.stringContaining('Geology')]);
});

it('[CLI-8] says what an import would say, and keeps nothing', () => {
  const before = lectern('packages').stdout;
  const inspected = lectern('import', packSample(), '--dry-run');
  expect([inspected.status, inspected.stdout]).toEqual([0, expect.stringMatching(/^Would be imported as SCORM 1\.2/)]);
  const both = lectern('import', packSample(), '--dry-run', '--repaired', join(stack.stateDir, 'no-copy.zip'));
  expect([both.status, both.stderr]).toEqual([1, expect.stringContaining('A dry run writes no copy')]);
  expect(lectern('packages').stdout).toBe(before);
});

it('[CLI-16] archives courses and withdraws them for good', () => {
  const { packageId } = JSON.parse(lectern('import', packSample(), '--json').stdout);
  expect(lectern('packages', 'archive', packageId).stdout).toContain('archived');
  expect(lectern('packages').stdout).not.toContain(packageId);
  expect(lectern('packages', '--archived', 'true').stdout).toContain(packageId);
  lectern('packages', 'unarchive', packageId);
  expect(lectern('packages', 'revoke', packageId, '--reason', 'Out of date').stdout).toContain('revoked');
  const refused = lectern('launch', packageId);
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('Out of date')]);
});

it('[CLI-15] exports a course to a file that can be imported again', async () => {
  const built = await new Client(stack, stack.tenants.demo!).all('/api/v1/packages?state=built&format=scorm12');
  const [{ id }] = built as [{ id: string }];
  const out = join(stack.stateDir, 'exported.zip');
  const exported = lectern('export', id, '--out', out);
  expect([exported.status, exported.stdout]).toEqual([0, expect.stringContaining(`to ${out}`)]);
  expect(existsSync(`${out}.part`)).toBe(false);
  expect(lectern('import', out).status).toBe(0);
  const { export: it } = JSON.parse(lectern('export', id, '--out', out, '--json').stdout);
  expect(it).toMatchObject({ state: 'done', format: 'scorm12', report: { findings: [{ code: 'as_it_came' }] } });
  const crossed = lectern('export', id, '--format', 'cmi5', '--out', out);
  expect([crossed.status, crossed.stderr]).toEqual([0, expect.stringContaining('(player_added)')]);
  expect(lectern('import', out).status).toBe(0);
  const refused = lectern('export', id, '--format', 'aicc');
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('format')]);
});

it('[CLI-15] writes the copy with the repairs of an import, when there are any', () => {
  const path = join(stack.stateDir, 'in-a-folder.zip');
  const items = '<item identifier="i" identifierref="r"><title>Lesson</title></item>';
  const entries = [
    { name: 'course/imsmanifest.xml', data: manifest12(organization(items), sco('r', 'index.html')) },
    { name: 'course/index.html', data: '<!doctype html><title>Lesson</title>' },
  ];
  writeFileSync(path, makeZip(entries));
  const copy = join(stack.stateDir, 'mended.zip');
  const imported = lectern('import', path, '--repaired', copy);
  expect([imported.status, imported.stderr]).toEqual([
    0,
    expect.stringContaining(`The copy with the repairs: ${copy}`),
  ]);
  const again = lectern('import', copy, '--repaired', `${copy}.2`);
  expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('Nothing was repaired')]);
  expect(existsSync(`${copy}.2`)).toBe(false);
});

it('[CLI-6] has neither colours nor moving bars in a pipe', () => {
  const runs = [
    lectern('--help'),
    lectern('import', packSample()),
    lectern('packages'),
    lectern('import', 'nowhere.zip'),
  ];
  expect(runs.filter(({ stdout, stderr }) => `${stdout}${stderr}`.match(new RegExp(`${ESCAPE}|\r`)))).toEqual([]);
});

it('makes the logs of a store more, and never fewer', () => {
  expect(lectern('tenants', 'logs').stdout).toMatch(/LOG .*\ndemo +open/);
  expect(JSON.parse(lectern('tenants', 'scale', '--logs', '2', '--json').stdout).items).toHaveLength(2);
  const fewer = lectern('tenants', 'scale', '--logs', '1');
  expect([fewer.status, fewer.stderr]).toEqual([1, expect.stringContaining('There are 2 logs')]);
  expect(lectern('tenants', 'scale', '--logs', 'x').status).toBe(1);
  expect(lectern('statements').stdout).toContain('completed');
});

it('tells records anew from the statements, and finds them as they are', () => {
  const { status, stdout } = lectern('projections', 'rebuild', '--compare', '--json');
  expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ done: true, differing: 0 })]);
  expect(lectern('projections', 'rebuild').stdout).toMatch(/^[1-9]\d* records are what the statements tell\.\n$/);
});
