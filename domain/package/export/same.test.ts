import { describe, expect, it } from 'vitest';
import { au, packaged, structure } from '../cmi5/cmi5.testing.ts';
import { inspect } from '../inspect.ts';
import { course, manifest12, organization, sco } from '../package.testing.ts';
import { Refusal } from '../report.ts';
import { leaf, manifest2004 } from '../scorm2004/scorm2004.testing.ts';
import { bytesSource } from '../zip/source.ts';
import { makeZip } from '../zip/zip.testing.ts';
import { homePage, roundTrip } from './export.testing.ts';
import { planExport } from './plan.ts';

const FOURTH = { format: 'scorm2004', formatVersion: '4' } as const;
const PLAYER = { player: [], document: [], shim: [] };
const items = '<item identifier="a" identifierref="r"><title>A</title></item>';

describe('[OUT-11] an earlier edition that goes out as the 4th', () => {
  it.each([
    ['2004 3rd Edition', 'scorm2004-3'],
    ['CAM 1.3', 'scorm2004-2'],
    ['<![CDATA[2004 3rd Edition]]>', 'scorm2004-3'],
    ['2004 <!-- which? --> 3rd Edition', 'scorm2004-3'],
  ])('%s: says so in its manifest and keeps the rest', async (version, format) => {
    const text = manifest2004({ version, organization: leaf('') });
    const { before, after, codes, manifestText, plan } = await roundTrip(makeZip(course(text, 'a.html')), FOURTH);
    expect([before.manifest.format, after.manifest.format]).toEqual([format, 'scorm2004-4']);
    expect(manifestText.replace(/^.*\n/, '')).toBe(
      text.replace(version, '2004 4th Edition').replace(/^<\?xml.*?\?>/, ''),
    );
    expect(codes).toEqual(['edition_raised']);
    expect(plan.report.findings[0]!.message).toMatch(/later edition/);
  });
  it('goes out as it came when no other is asked for', async () => {
    const zip = makeZip(course(manifest2004({ version: '2004 3rd Edition', organization: leaf('') }), 'a.html'));
    const { codes, after, plan } = await roundTrip(zip);
    expect([codes, after.manifest.format]).toEqual([['as_it_came'], 'scorm2004-3']);
    expect(plan.report.findings[0]!.message).toBe('The course comes out as it came in.');
  });
});

describe('[OUT-2] what an import repairs', () => {
  it('is written into cmi5.xml and tincan.xml, of which nothing but the beginning is', async () => {
    const cmi5 = packaged(structure(au('https://a.example/au')).replace(/^<\?xml.*\?>\n/, ''));
    const tincan = course('', 'index.html').slice(1);
    const activity = '<activity id="urn:a"><name>A</name><launch>index.html</launch></activity>';
    tincan.push({ name: 'TinCan.xml', data: `<tincan><activities>${activity}</activities></tincan>` });
    for (const [entries, name] of [
      [cmi5, 'cmi5.xml'],
      [tincan, 'tincan.xml'],
    ] as const) {
      const { before, after, codes, plan, manifestText } = await roundTrip(makeZip(entries));
      expect(before.report.findings.map(({ code }) => code)).toContain('xml_declaration_missing');
      expect([codes, after.report.findings]).toEqual([['manifest_repaired'], []]);
      expect(plan.files.map(({ path }) => path)).toEqual([name, 'index.html']);
      const source = entries.find((entry) => String(entry.name).toLowerCase() === name)!;
      expect(manifestText).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${source.data}`);
    }
  });
  it('prefixes get the namespaces that they stand for, others one of their own', async () => {
    const text = manifest12(organization(items), sco('r', 'a.html'))
      .replace(' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"', ' xsi:schemaLocation="x y"')
      .replace('<metadata>', '<metadata own:toString="1">');
    const { after, manifestText } = await roundTrip(makeZip(course(text, 'a.html')));
    expect(after.report.findings).toEqual([]);
    expect(manifestText).toContain('xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"');
    expect(manifestText).toContain('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
    expect(manifestText).toContain('xmlns:own="urn:prefix:own"');
    const later = manifest2004({ organization: leaf('') }).replace(/ xmlns:(adlcp|imsss)="[^"]*"/g, '');
    const { manifestText: written } = await roundTrip(makeZip(course(later, 'a.html')));
    expect(written).toContain('xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"');
    expect(written).not.toContain('xmlns:imsss');
  });
  it('kinds of resources are spelt as the standard spells them', async () => {
    const text = manifest2004({ organization: leaf('') }).replace('adlcp:scormType="sco"', '');
    const { after, manifestText } = await roundTrip(makeZip(course(text, 'a.html')));
    expect(after.report.findings).toEqual([]);
    expect(manifestText).toContain('adlcp:scormType="sco"');
    const kept = manifest12(organization(items), `${sco('r', 'a.html')}<resource identifier="x" type="webcontent"/>`);
    const asset = kept.replace('scormtype="sco"', 'scormType="ASSET"');
    expect((await roundTrip(makeZip(course(asset, 'a.html')))).codes).toEqual(['as_it_came']);
  });
  it('names are written relative to their bases, as the archive spells them', async () => {
    const spelt = async (base: string, href: string, ...paths: string[]) => {
      const resources = `${sco('r', href, '<file/>')}`;
      const text = manifest12(organization(items), resources).replace('<resources>', `<resources xml:base="${base}">`);
      const { after, manifestText } = await roundTrip(makeZip(course(text, ...paths)));
      expect(after.report.findings).toEqual([]);
      expect(after.manifest.structure[0]!.launch!.path).toBe(paths[0]);
      return / href="(.*?)"/.exec(manifestText)![1];
    };
    expect(await spelt('', 'A.html', 'a.html')).toBe('a.html');
    expect(await spelt('pages/', 'A.html?b#c', 'pages/a.html')).toBe('a.html?b#c');
    expect(await spelt('./pages/', 'A.html', 'pages/a.html')).toBe('a.html');
    expect(await spelt('x/Y/', 'A b.html', 'X/y/a b.html')).toBe('../../X/y/a%20b.html');
  });
  it('[PKG-14] a manifest that has been damaged since refuses the export', async () => {
    const zip = makeZip(course(manifest12(organization(items), sco('r', 'a.html')), 'a.html'));
    const source = bytesSource(zip);
    const read = await inspect(source, { homePage });
    if (!read.ok) throw new Error('refused');
    zip[60]! ^= 1;
    const { manifest, files } = read.value;
    const target = { format: 'scorm12', formatVersion: '1.2' } as const;
    await expect(planExport({ manifest, files, source }, target, PLAYER)).rejects.toThrow(Refusal);
  });
});
