import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspect } from '../inspect.ts';
import { type StructureNode, walk } from '../manifest.ts';
import { course, manifest12, organization, sco } from '../package.testing.ts';
import { bytesSource } from '../zip/source.ts';
import { makeZip } from '../zip/zip.testing.ts';
import { homePage, roundTrip } from './export.testing.ts';
import { CROSSING_FORMATS, exportTarget, isSameFormat, versionsFor } from './target.ts';

const to = (format: (typeof CROSSING_FORMATS)[number]) => exportTarget('document', format, undefined)!;

const MANIFEST = manifest12(
  organization(
    `<item identifier="m"><title>Module &amp; more</title>
<item identifier="a b" identifierref="r" isvisible="false"><title>One</title><adlcp:prerequisites>x</adlcp:prerequisites></item>
<item identifier="b" identifierref="r"><title>Two</title><adlcp:masteryscore>62.5</adlcp:masteryscore></item></item>
<item identifier="empty"><title>Nothing in it</title></item>`,
    '<title>A “course”</title>',
  ),
  `${sco('r', 'pages/ä b.html?x=1')}`,
);
const zip = () => makeZip(course(MANIFEST, 'pages/ä b.html', 'cmi5.xml', 'Lectern/own.js'));

describe('a course in another format', () => {
  it('[OUT-6] carries the player, its own files, and one manifest', async () => {
    const { plan, after } = await roundTrip(zip(), to('cmi5'));
    expect(plan.files.map(({ path }) => path)).toEqual([
      'cmi5.xml',
      'lectern-2/index.html',
      'lectern-2/player.js',
      'lectern-2/player.css',
      'lectern-2/course.json',
      'pages/ä b.html',
      'Lectern/own.js',
    ]);
    const file = plan.files.find(({ path }) => path.endsWith('course.json'))!;
    const { courseVersion, target, manifest } = JSON.parse((file as { text: string }).text);
    expect([courseVersion, target, manifest.structure[0].children[1].launch]).toEqual([
      1,
      'cmi5',
      { path: 'pages/ä b.html', parameters: '?x=1' },
    ]);
    expect(after.manifest.format).toBe('cmi5');
  });
  it('[OUT-6] of an authored document carries what shows its pages, which find it by its name, and is a course of its target alone', async () => {
    const page = { id: 'p', title: 'A page', blocks: [{ kind: 'text', markdown: 'x' }] };
    const document = { documentVersion: 1, id: 'd', title: 'D', languages: ['en'], parts: [page] };
    const archive = makeZip([{ name: 'Lectern.JSON', data: JSON.stringify(document) }]);
    const formats = { scorm12: 'scorm12', scorm2004: 'scorm2004-4', cmi5: 'cmi5', xapi: 'xapi' };
    for (const format of CROSSING_FORMATS) {
      const { after, plan } = await roundTrip(archive, to(format));
      expect(after.manifest).toMatchObject({ format: formats[format], title: 'D' });
      const paths = plan.files.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['lectern/document.html', 'lectern/document.js', 'lectern.json']));
    }
  });
  it('[OUT-7] to SCORM: items with their titles, their visibility and mastery scores, each a SCO of the player', async () => {
    const cmi5 = await exportedZip('cmi5');
    for (const format of ['scorm12', 'scorm2004'] as const) {
      const { after, manifestText } = await roundTrip(format === 'scorm12' ? cmi5 : zip(), to(format));
      expect(after.report.findings).toEqual([]);
      expect(after.manifest.title).toBe('A “course”');
      const [module, ...others] = after.manifest.structure;
      expect([module!.title, others]).toEqual(['Module & more', []]);
      expect(module!.children.map(({ title, kind }) => [title, kind])).toEqual([
        ['One', 'sco'],
        ['Two', 'sco'],
      ]);
      expect(module!.children[1]!.launch!.path).toMatch(/^lectern(-\d)?\/index\.html$/);
      expect(manifestText).toContain(format === 'scorm12' ? '<adlcp:masteryscore>62.5<' : 'Measure>0.625<');
    }
  });
  it('[OUT-8] to cmi5: AUs with mastery scores in blocks; ids are IRIs below the course’s', async () => {
    const { after, codes } = await roundTrip(zip(), to('cmi5'));
    expect(after.report.findings).toEqual([]);
    const { structure, identifier } = after.manifest;
    expect(identifier).toBe('https://demo.example/courses/course');
    expect([...walk(structure)].map(({ id, kind }) => [id, kind])).toEqual([
      ['https://demo.example/courses/course/m', 'block'],
      ['https://demo.example/courses/course/a%20b', 'au'],
      ['https://demo.example/courses/course/b', 'au'],
    ]);
    expect(structure[0]!.children[1]).toMatchObject({
      title: 'Two',
      launch: { path: 'lectern-2/index.html', parameters: '?node=b' },
      cmi5: { masteryScore: 0.625, moveOn: 'CompletedOrPassed', launchMethod: 'AnyWindow' },
    });
    expect(codes).toEqual(['prerequisites_lost', 'mastery_translated', 'hidden_shown', 'player_added']);
  });
  it('[OUT-9] to xAPI: one activity that launches the player, with the course’s own id', async () => {
    const { after, codes } = await roundTrip(zip(), to('xapi'));
    expect(after.report.findings).toEqual([]);
    expect(after.manifest.activityId).toBe('https://demo.example/courses/course');
    expect(after.manifest.structure.map(({ launch }) => launch?.path)).toEqual(['lectern-2/index.html']);
    expect(codes).toContain('one_activity');
  });
  it('[OUT-10] what the course does not use is not told as lost', async () => {
    const items = '<item identifier="a" identifierref="r"><title>A</title></item>';
    const plain = makeZip(course(manifest12(organization(items), sco('r', 'a.html')), 'a.html'));
    for (const format of ['scorm2004', 'cmi5', 'xapi'] as const) {
      expect((await roundTrip(plain, to(format))).codes).toEqual(['player_added']);
    }
  });
  it('[OUT-11] a version is one that the format has, or the edition that the course came in', () => {
    expect(versionsFor('scorm2004-3', 'scorm2004')).toEqual(['4', '3']);
    expect(versionsFor('scorm12', 'scorm2004')).toEqual(['4']);
    expect(exportTarget('scorm2004-2', 'scorm2004', undefined)).toEqual({ format: 'scorm2004', formatVersion: '2' });
    expect(exportTarget('cmi5', 'scorm2004', undefined)).toEqual({ format: 'scorm2004', formatVersion: '4' });
    expect(exportTarget('scorm12', 'scorm2004', '3')).toBeUndefined();
    expect(exportTarget('document', 'scorm12', '1.2')).toEqual({ format: 'scorm12', formatVersion: '1.2' });
  });
});

/** The course above as an archive of another format. */
async function exportedZip(format: 'cmi5'): Promise<Uint8Array> {
  const { plan } = await roundTrip(zip(), to(format));
  return makeZip(plan.files.map((file) => ({ name: file.path, data: 'text' in file ? file.text : `${file.path}` })));
}

const folder = process.env.COURSES_DIR ?? fileURLToPath(new URL('../../../../shared/courses', import.meta.url));
const present = existsSync(folder);
const kinds = ['scorm12', 'scorm2004', 'adl-scorm2004-4th/packages', 'cmi5', 'xapi', 'hostile'];
const zips = (kind: string): string[] =>
  readdirSync(join(folder, kind))
    .filter((name) => name.endsWith('.zip'))
    .map((name) => join(kind, name));

describe.skipIf(!present)(`real packages${present ? '' : ' (skipped: no courses at COURSES_DIR)'}`, () => {
  it('[OUT-12] cross into every format and are imported there with their titles and their structure', async () => {
    let crossed = 0;
    for (const path of kinds.flatMap(zips)) {
      const bytes = new Uint8Array(readFileSync(join(folder, path)));
      const read = await inspect(bytesSource(bytes), { homePage });
      if (!read.ok) continue;
      for (const format of CROSSING_FORMATS) {
        const target = exportTarget(read.value.manifest.format, format, undefined)!;
        if (isSameFormat(read.value.manifest.format, target)) continue;
        const { before, after } = await roundTrip(bytes, target);
        crossed++;
        const where = `${path} to ${format}`;
        expect(
          after.report.findings.filter(({ severity }) => severity === 'repaired'),
          where,
        ).toEqual([]);
        expect(after.manifest.title, where).toBe(before.manifest.title);
        if (format === 'xapi') expect(after.manifest.activityId, where).toBe(before.manifest.activityId);
        else expect(outline(after.manifest.structure), where).toEqual(outline(before.manifest.structure));
      }
    }
    expect(crossed).toBeGreaterThan(300);
  });
});

/** Titles within titles, of what opens something or holds what does. */
const outline = (nodes: readonly StructureNode[]): unknown[] =>
  nodes
    .filter((node) => [...walk([node])].some(({ launch }) => launch !== undefined))
    .map(({ title, children }) => [title, ...outline(children)]);
