import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspect } from '../inspect.ts';
import { course, manifest12, organization, sco } from '../package.testing.ts';
import { bytesSource } from '../zip/source.ts';
import { makeZip } from '../zip/zip.testing.ts';
import { homePage, roundTrip } from './export.testing.ts';
import { exportTarget } from './target.ts';

/** A manifest but for the sizes of its files: one that was written anew has another length. */
const told = ({ manifest }: { manifest: object }) => ({ ...manifest, assets: undefined });

const ITEM = '<item identifier="a" identifierref="r"><title>A</title></item>';

describe('a course in the format that it came in', () => {
  it('[OUT-1] comes out as it came in when nothing had to be repaired', async () => {
    const items = '<item identifier="a" identifierref="r"><title>A</title></item>';
    const zip = makeZip(course(manifest12(organization(items), sco('r', 'a.html')), 'a.html', 'b/ä.png'));
    const { before, after, plan, codes } = await roundTrip(zip);
    expect(codes).toEqual(['as_it_came']);
    expect(after.manifest).toEqual(before.manifest);
    expect(plan.files.every((file) => 'entry' in file)).toBe(true);
  });
  it('[OUT-2] has what was repaired written into its manifest, and the rest of it letter for letter', async () => {
    const manifest = `<manifest>
  <!-- kept -->
  <organizations default="gone"><organization identifier="org"><title>Golf &amp; more</title>
    <item identifier="a" identifierref="r"><title><![CDATA[A <b>]]></title></item></organization></organizations>
  <resources xml:base="Pages/">
    <resource identifier="r" type='webcontent' adlcp:scormtype="lesson" href="A%20page.HTML?x=1#top">
      <file href="A%20page.HTML"/><file href="img\\b.png"/></resource>
  </resources>
</manifest>`;
    const zip = makeZip([
      { name: 'IMSManifest.XML', data: manifest },
      { name: 'pages/a page.html', data: 'x' },
      { name: 'pages/img/b.png', data: 'y' },
    ]);
    const { before, after, codes, manifestText } = await roundTrip(zip);
    expect(codes).toEqual(['manifest_repaired']);
    expect(before.report.findings.map(({ code }) => code).sort()).toEqual([
      'default_organization_repaired',
      'href_repaired',
      'identifier_repaired',
      'manifest_name_repaired',
      'scormtype_repaired',
      'xml_declaration_missing',
      'xml_namespace_undeclared',
    ]);
    expect(after.report.findings).toEqual([]);
    expect(told(after)).toEqual(told(before));
    for (const kept of ['  <!-- kept -->\n', '<![CDATA[A <b>]]>', 'Golf &amp; more', 'encoding="UTF-8"']) {
      expect(manifestText).toContain(kept);
    }
    expect(manifestText).toContain('href="../pages/a%20page.html?x=1#top"');
  });
  it('[OUT-5] keeps the manifests inside its manifest, and what it says of its parts', async () => {
    const sub = `<manifest identifier="sub" xml:base="inner/"><organizations default="gone"><organization identifier="gone">
      <item identifier="x" identifierref="rx"><title>X</title></item></organization></organizations>
      <resources>${sco('rx', 'X.html')}</resources></manifest>`;
    const lom = '<metadata><lom><general><keyword><langstring>golf</langstring></keyword></general></lom></metadata>';
    const items = `<item identifier="a" identifierref="sub"><title>A</title>${lom}</item>`;
    const text = manifest12(organization(items).replace('default="org"', 'default="gone"'), '');
    const zip = makeZip(course(text.replace(/<\/manifest>$/, `${sub}</manifest>`), 'inner/x.html'));
    const { before, after, codes, manifestText } = await roundTrip(zip);
    expect(codes).toEqual(['manifest_repaired']);
    expect(after.report.findings).toEqual([]);
    expect(told(after)).toEqual(told(before));
    expect(before.manifest.structure).toMatchObject([
      { metadata: { keywords: ['golf'] }, children: [{ id: 'x', launch: { path: 'inner/x.html' } }] },
    ]);
    expect(manifestText).toContain('href="x.html"');
  });
  it('[OUT-1] an authored document comes out with its media, and nothing else goes out as one', async () => {
    const document = {
      documentVersion: 1,
      id: 'hello',
      title: 'Hello',
      languages: ['en'],
      later: { kept: true },
      parts: [{ id: 'page', title: 'A page', blocks: [{ kind: 'image', file: 'media/a.png', alt: 'A' }] }],
    };
    const data = JSON.stringify(document, null, 1);
    const media = { name: 'course/media/a.png', data: 'x' };
    const { before, after, codes, manifestText, plan } = await roundTrip(
      makeZip([{ name: 'course/lectern.json', data }, media]),
    );
    expect(codes).toEqual(['manifest_repaired']);
    expect(manifestText).toBe(data);
    expect(plan.files.map(({ path }) => path)).toEqual(['lectern.json', 'media/a.png']);
    expect(after.manifest).toEqual(before.manifest);
    expect(exportTarget('document', 'document', undefined)).toEqual({ format: 'document', formatVersion: '1' });
    for (const version of [undefined, '1']) expect(exportTarget('scorm12', 'document', version)).toBeUndefined();
    const target = { format: 'document', formatVersion: '1' } as const;
    const scorm = makeZip(course(manifest12(organization(ITEM), sco('r', 'a.html')), 'a.html'));
    await expect(roundTrip(scorm, target)).rejects.toThrow('only a document');
  });
  it('[OUT-3] is in UTF-8 when nobody could tell what it was in', async () => {
    const items = '<item identifier="a" identifierref="r"><title>Käse</title></item>';
    const text = manifest12(organization(items), sco('r', 'a.html'));
    const zip = makeZip([
      { name: 'imsmanifest.xml', data: new Uint8Array(Buffer.from(text, 'latin1')) },
      { name: 'a.html', data: 'x' },
    ]);
    const { before, after, codes } = await roundTrip(zip);
    expect(codes).toEqual(['manifest_repaired']);
    expect(after.report.findings).toEqual([]);
    expect(told(after)).toEqual(told(before));
    expect(after.manifest.structure[0]!.title).toBe('Käse');
  });
  it('[OUT-2] begins with a declaration, and with nothing before it', async () => {
    const items = '<item identifier="a" identifierref="r"><title>A</title></item>';
    const stated = manifest12(organization(items), sco('r', 'a.html'));
    for (const text of [`\n${stated}`, stated.replace(/^<[?].*?[?]>/, '')]) {
      const { before, after, codes } = await roundTrip(makeZip(course(text, 'a.html')));
      expect(before.report.findings).toHaveLength(1);
      expect([codes, after.report.findings]).toEqual([['manifest_repaired'], []]);
      expect(told(after)).toEqual(told(before));
    }
  });
  it('[OUT-4] leaves the folder that it was packed in', async () => {
    const inner = course(
      manifest12(organization('<item identifier="a" identifierref="r"><title>A</title></item>'), sco('r', 'a.html')),
      'a.html',
    );
    const { before, after } = await roundTrip(
      makeZip(inner.map((entry) => ({ ...entry, name: `my course/${entry.name}` }))),
    );
    expect(before.report.findings.map(({ code }) => code)).toEqual(['manifest_in_subfolder']);
    expect(after.report.findings).toEqual([]);
    expect(after.manifest).toEqual(before.manifest);
  });
});

const folder = process.env.COURSES_DIR ?? fileURLToPath(new URL('../../../../shared/courses', import.meta.url));
const present = existsSync(folder);
const zips = (kind: string): string[] =>
  present
    ? readdirSync(join(folder, kind))
        .filter((name) => name.endsWith('.zip'))
        .map((name) => join(kind, name))
    : [];

describe.skipIf(!present)(`real packages${present ? '' : ' (skipped: no courses at COURSES_DIR)'}`, () => {
  it('[OUT-5] go out and come in as they were, without a finding of the repairs', async () => {
    const kinds = ['scorm12', 'scorm2004', 'adl-scorm2004-4th/packages', 'hostile', 'broken', 'cmi5', 'xapi'];
    let exported = 0;
    for (const path of kinds.flatMap(zips)) {
      const zip = new Uint8Array(readFileSync(join(folder, path)));
      if (!(await inspect(bytesSource(zip), { homePage })).ok) continue;
      const { before, after, codes } = await roundTrip(zip);
      exported++;
      expect(told(after), path).toEqual(told(before));
      const repaired = after.report.findings.filter(({ severity }) => severity === 'repaired');
      expect([path, ...repaired.map(({ code }) => code)]).toEqual([path]);
      if (codes[0] === 'as_it_came') expect([...after.files.keys()].sort()).toEqual([...before.files.keys()].sort());
    }
    expect(exported).toBeGreaterThan(100);
  });
});
