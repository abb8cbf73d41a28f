import { describe, expect, it } from 'vitest';
import { walk } from '../manifest.ts';
import { accepted, course, manifest12, organization, refused, sco } from '../package.testing.ts';
import { MAX_ITEM_DEPTH } from './structure.ts';

const item = (id: string, ref: string, inner = '', attributes = '') =>
  `<item identifier="${id}" identifierref="${ref}" ${attributes}><title>${id}</title>${inner}</item>`;
const simple = (items: string, title?: string) => manifest12(organization(items, title), sco('r', 'a.html'));
const codes = (report: { findings: readonly { code: string }[] }) => report.findings.map((f) => f.code);
const read = async (manifest: string, ...paths: string[]) => accepted(course(manifest, ...paths));
const reasons = async (manifest: string, ...paths: string[]) => codes(await refused(course(manifest, ...paths)));

describe('the structure', () => {
  it('[CP-7] items become nodes in order, with what they launch', async () => {
    const manifest = manifest12(
      organization(
        `<item identifier="m"><title> Module\n one </title>${item('s', 'r1', '', 'parameters="?q=1"')}${item('t', 'r2', '', 'isvisible="false"')}</item>`,
      ),
      `${sco('r1', 'a.html?x=1')}<resource identifier="r2" adlcp:scormtype="asset" href="b.html"/>`,
    );
    const { manifest: read12, report } = await read(manifest, 'a.html', 'b.html');
    expect(read12.structure).toEqual([
      {
        id: 'm',
        kind: 'block',
        title: 'Module one',
        visible: true,
        children: [
          {
            id: 's',
            kind: 'sco',
            title: 's',
            visible: true,
            launch: { path: 'a.html', parameters: '?x=1&q=1' },
            children: [],
          },
          {
            id: 't',
            kind: 'asset',
            title: 't',
            visible: false,
            launch: { path: 'b.html', parameters: '' },
            children: [],
          },
        ],
      },
    ]);
    expect(report).toEqual({
      outcome: 'accepted',
      recognisedAs: 'SCORM 1.2',
      format: 'scorm12',
      findings: [],
      omitted: 0,
    });
    expect(read12).toMatchObject({ format: 'scorm12', identifier: 'course', title: 'Course', languages: [] });
    expect(read12.activityId).toBe('https://demo.example/courses/course');
    const bytes = manifest.length + 'contents of a.html'.length * 2;
    expect(read12.assets).toEqual({ count: 3, bytes });
  });
  it('[CP-8] an item may open a page and hold items; several items may open one resource', async () => {
    const { manifest } = await read(simple(item('a', 'r', item('b', 'r')) + item('c', 'r')), 'a.html');
    expect([...walk(manifest.structure)].map((node) => [node.id, node.kind, node.launch?.path])).toEqual([
      ['a', 'sco', 'a.html'],
      ['b', 'sco', 'a.html'],
      ['c', 'sco', 'a.html'],
    ]);
  });
  it('[CP-9] the default organization is played; one that is missing is replaced by the first', async () => {
    const organizations = (wanted: string) =>
      `<organizations ${wanted}><organization identifier="one"><title>One</title>${item('a', 'r')}</organization>
<organization identifier="two"><title>Two</title>${item('b', 'r')}</organization></organizations>`;
    const of = async (wanted: string) => read(manifest12(organizations(wanted), sco('r', 'a.html')), 'a.html');
    const chosen = await of('default="two"');
    expect([chosen.manifest.title, codes(chosen.report)]).toEqual(['Two', ['organizations_unplayed']]);
    for (const wanted of ['', 'default=""', 'default="three"']) {
      const repaired = await of(wanted);
      expect([repaired.manifest.title, codes(repaired.report)]).toEqual([
        'One',
        ['organizations_unplayed', 'default_organization_repaired'],
      ]);
    }
    const single = await read(simple(item('a', 'r')).replace('default="org"', ''), 'a.html');
    expect(codes(single.report)).toEqual([]);
  });
  it('[CP-10] identifiers are made where they are missing, and made unique', async () => {
    const items = `<item identifierref="r"><title>x</title></item>${item('a', 'r')}${item('a', 'r')}${item('item', 'r')}`;
    const { manifest, report } = await read(simple(items), 'a.html');
    expect(manifest.structure.map((node) => node.id)).toEqual(['item', 'a', 'a-2', 'item-2']);
    expect(codes(report)).toEqual(['identifier_repaired', 'identifier_repaired', 'identifier_repaired']);
    const taken = await read(simple(item('b-2', 'r') + item('b', 'r').repeat(3)), 'a.html');
    expect(taken.manifest.structure.map((node) => node.id)).toEqual(['b-2', 'b', 'b-3', 'b-4']);
  });
  it('[CP-11] titles fall back to something a learner can read', async () => {
    const untitled = await read(
      simple('<item identifier="a" identifierref="r"/><item identifier="b" identifierref="r"/>', ''),
      'a.html',
    );
    expect(untitled.manifest.structure.map((node) => node.title)).toEqual(['Part 1', 'Part 2']);
    expect(untitled.manifest.title).toBe('Untitled course');
    expect(codes(untitled.report)).toEqual(['title_repaired', 'title_repaired', 'title_repaired']);
    const single = await read(simple(item('Only lesson', 'r'), '<title> </title>'), 'a.html');
    expect(single.manifest.title).toBe('Only lesson');
  });
  it('[CP-12] a package of resources alone plays its SCOs, or its first page', async () => {
    const asset = '<resource identifier="x" adlcp:scormtype="asset" href="x.html"/>';
    const scos = await read(
      manifest12('<organizations/>', asset + sco('r1', 'a.html') + sco('r2', 'b.html')),
      'a.html',
      'b.html',
      'x.html',
    );
    expect(scos.manifest.structure.map((node) => [node.id, node.kind, node.title])).toEqual([
      ['r1', 'sco', 'Part 1'],
      ['r2', 'sco', 'Part 2'],
    ]);
    expect(codes(scos.report)).toEqual(['resources_only', 'title_repaired']);
    const page = await read(manifest12('', asset), 'x.html');
    expect(page.manifest.structure).toMatchObject([{ id: 'x', kind: 'asset', launch: { path: 'x.html' } }]);
  });
  it('[CP-13] a course that opens nothing is refused', async () => {
    expect(await reasons(manifest12('<organizations/>', ''))).toEqual(['nothing_to_play']);
    expect(await reasons(manifest12(organization('<item identifier="a"><title>A</title></item>'), ''))).toEqual([
      'nothing_to_play',
    ]);
    expect(await reasons(manifest12('', '').replace(/<resources>.*<\/resources>/, ''))).toEqual(['nothing_to_play']);
  });
  it('[CP-14] items nested beyond the limit are refused', async () => {
    const nested = (depth: number) =>
      simple('<item identifier="i">'.repeat(depth - 1) + item('x', 'r') + '</item>'.repeat(depth - 1));
    expect((await read(nested(MAX_ITEM_DEPTH), 'a.html')).report.outcome).toBe('accepted');
    expect(await reasons(nested(MAX_ITEM_DEPTH + 1), 'a.html')).toContain('structure_too_deep');
  });
  it('[CP-14] more items than any structure has room for are refused', async () => {
    expect(await reasons(simple('<item/>'.repeat(20_001)))).toEqual(['structure_too_large']);
  });
});

describe('what items point at', () => {
  it('[CP-15] an item whose resource does not exist, or has nothing to launch, is refused; all are reported', async () => {
    const manifest = manifest12(
      organization(item('a', 'none') + item('b', 'empty') + item('c', 'gone') + item('d', 'js')),
      `<resource identifier="empty" adlcp:scormtype="sco"/>\n${sco('gone', 'gone.html')}${sco('js', 'javascript:void(0)')}`,
    );
    const report = await refused(course(manifest));
    expect(report.findings.map((f) => [f.code, f.where])).toEqual([
      ['item_resource_missing', 'imsmanifest.xml:3'],
      ['resource_href_missing', 'imsmanifest.xml:4'],
      ['launch_file_missing', 'imsmanifest.xml:5'],
      ['launch_url_unsupported', 'imsmanifest.xml:5'],
    ]);
    expect(report).toMatchObject({ outcome: 'refused', recognisedAs: 'SCORM 1.2', format: 'scorm12' });
  });
  it('[CP-16] files and dependencies that are missing are warnings', async () => {
    const inner =
      '<file href="a.html"/><file href="gone.js"/><file/><dependency identifierref="r"/><dependency identifierref="x"/><dependency/>';
    const { report } = await read(manifest12(organization(item('a', 'r')), sco('r', 'a.html', inner)), 'a.html');
    expect(codes(report)).toEqual(['file_missing', 'dependency_missing', 'dependency_missing']);
    expect(report.findings[0]!.message).toContain('gone.js');
  });
  it('[CP-17] bases of manifest, resources and resource add up; files are relative to them too', async () => {
    const manifest = manifest12(organization(item('a', 'r')), sco('r', 'c.html', '<file href="d.js"/>'))
      .replace('<manifest ', '<manifest xml:base="one/" ')
      .replace('<resources>', '<resources xml:base="two">')
      .replace('<resource ', '<resource xml:base="three/" ');
    const { manifest: read12, report } = await read(manifest, 'one/two/three/c.html', 'one/two/three/d.js');
    expect(read12.structure[0]!.launch!.path).toBe('one/two/three/c.html');
    expect(codes(report)).toEqual([]);
  });
  it('[CP-18] a name is found percent-decoded, as written, in another case, and with # or ? in it', async () => {
    const launch = async (href: string, file: string) => {
      const { manifest, report } = await read(manifest12(organization(item('a', 'r')), sco('r', href)), file);
      return [manifest.structure[0]!.launch!.path, manifest.structure[0]!.launch!.parameters, ...codes(report)];
    };
    expect(await launch('my%20page.html', 'my page.html')).toEqual(['my page.html', '']);
    expect(await launch('my%20page.html', 'my%20page.html')).toEqual(['my%20page.html', '', 'names_percent_encoded']);
    expect(await launch('Pages/A.HTML?x', 'pages/a.html')).toEqual(['pages/a.html', '?x', 'href_repaired']);
    expect(await launch('caf\u00e9.html', 'cafe\u0301.html')).toEqual(['cafe\u0301.html', '', 'href_repaired']);
    expect(await launch('a\\b.html', 'a/b.html')).toEqual(['a/b.html', '', 'href_repaired']);
    expect(await launch('C# basics.html', 'C# basics.html')).toEqual(['C# basics.html', '']);
    expect(await launch('why?.html', 'why?.html')).toEqual(['why?.html', '']);
  });
  it('[CP-18] two files that differ in case alone are never guessed between', async () => {
    const manifest = manifest12(organization(item('a', 'r')), sco('r', 'A.html'));
    expect(await reasons(manifest, 'a.html', 'a.HTML')).toEqual(['launch_file_missing']);
    expect((await read(manifest, 'a.html', 'A.html')).manifest.structure[0]!.launch!.path).toBe('A.html');
  });
  it('[CP-19] an external address is launched as it is', async () => {
    const manifest = manifest12(
      organization(item('a', 'r', '', 'parameters="b=2"')),
      sco('r', 'https://example.com/x?a=1', '<file href="https://example.com/y"/>'),
    );
    const { manifest: read12, report } = await read(manifest);
    expect(read12.structure[0]!.launch).toEqual({ path: 'https://example.com/x', parameters: '?a=1&b=2' });
    expect(codes(report)).toEqual([]);
  });
  it('[CP-20] a resource that does not say what it is, is played as a SCO', async () => {
    const manifest = (type: string) =>
      manifest12(organization(item('a', 'r')), `<resource identifier="r" ${type} href="a.html"/>`);
    for (const [type, kind, notes] of [
      ['', 'sco', ['scormtype_repaired']],
      ['adlcp:scormtype="page"', 'sco', ['scormtype_repaired']],
      ['adlcp:scormType="SCO"', 'sco', []],
      ['adlcp:SCORMTYPE=" Asset "', 'asset', []],
    ] as const) {
      const { manifest: read12, report } = await read(manifest(type), 'a.html');
      expect([read12.structure[0]!.kind, codes(report)]).toEqual([kind, notes]);
    }
  });
  it('[CP-21] of two resources with one identifier the first counts; one without is nobody’s', async () => {
    const resources = `<resource href="x.html"/>${sco('r', 'a.html')}${sco('r', 'b.html')}`;
    const { manifest } = await read(manifest12(organization(item('a', 'r')), resources), 'a.html', 'b.html');
    expect(manifest.structure[0]!.launch!.path).toBe('a.html');
  });
});

describe('what other systems, and learners, would miss', () => {
  it('[CP-24] files that no resource lists are counted; schemas, sub-manifests and metadata need no listing', async () => {
    const resources = sco('r', 'a.html', '<file href="b.js"/><file href="C%20d.js"/>');
    const lom = '<metadata><adlcp:location>about/lom.xml</adlcp:location></metadata>';
    const manifest = manifest12(organization(item('a', 'r', lom)), resources);
    const listed = ['a.html', 'b.js', 'C d.js', 'x.xsd', 'x.DTD', 'sub/imsmanifest.xml', 'about/lom.xml'];
    const seen = async (...more: string[]) =>
      (await read(manifest, ...listed, ...more)).report.findings.filter(({ code }) => code !== 'metadata_unread');
    expect(await seen()).toEqual([]);
    const one = await seen('extra.js');
    expect(one).toMatchObject([{ code: 'files_unlisted', where: 'extra.js' }]);
    const two = await seen('extra.js', 'more.js');
    expect(two[0]!.message).toBe('2 files are not listed in the manifest, “extra.js” among them.');
  });
  it('[CP-25] items of which each waits for another are unreachable; whatever might be fulfilled is not', async () => {
    const waits = (id: string, script: string) =>
      item(id, 'r', `<adlcp:prerequisites type="aicc_script"><![CDATA[${script}]]></adlcp:prerequisites>`);
    const unreachable = async (items: string) => {
      const { findings } = (await read(simple(items), 'a.html')).report;
      expect(new Set(findings.map(({ code }) => code)).size).toBeLessThan(2);
      return findings.map(({ message }) => /“(.+)”/.exec(message)![1]);
    };
    expect(await unreachable(waits('a', 'b') + waits('b', 'a') + waits('c', 'c'))).toEqual(['a', 'b', 'c']);
    expect(await unreachable(item('a', 'r') + waits('b', 'a') + waits('c', 'b & a="failed"'))).toEqual([]);
    expect(await unreachable(waits('a', '~b') + waits('b', 'a|b') + waits('c', 'gone'))).toEqual([]);
    expect(await unreachable(waits('a', '2*{b,c,d}') + item('b', 'r') + waits('c', 'a') + waits('d', 'a'))).toEqual([
      'a',
      'c',
      'd',
    ]);
    const block = (script: string, inner: string) =>
      `<item identifier="m"><title>m</title><adlcp:prerequisites>${script}</adlcp:prerequisites>${inner}</item>`;
    expect(await unreachable(block('z', item('x', 'r')) + waits('z', 'm'))).toEqual(['x', 'z']);
    expect(await unreachable(block('z', item('x', 'r')) + item('z', 'r'))).toEqual([]);
    const hard = `13*{${Array.from({ length: 12 }, (_, i) => `q${i}="failed"`)}}`;
    const many = Array.from({ length: 12 }, (_, i) => item(`q${i}`, 'r')).join('');
    expect(await unreachable(many + waits('last', hard))).toEqual([]);
  });
  it('[CP-25] a course whose scripts take too long to be understood is left alone', async () => {
    const script = `<adlcp:prerequisites><![CDATA[(p|~p)&(q|~q)&(r|~r)&p&~p]]></adlcp:prerequisites>`;
    const hard = (count: number) => Array.from({ length: count }, (_, i) => item(`h${i}`, 'r', script)).join('');
    const free = item('p', 'r') + item('q', 'r') + item('r', 'r');
    expect(codes((await read(simple(free + hard(20)), 'a.html')).report)).toHaveLength(20);
    expect(codes((await read(simple(free + hard(200)), 'a.html')).report)).toEqual([]);
  });
});

describe('what the course says of itself', () => {
  const lom = (inner: string) =>
    `<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general>${inner}</general></lom>`;
  const withMetadata = (inner: string, title = '') =>
    manifest12(organization(item('a', 'r'), title), sco('r', 'a.html'), lom(inner));
  it('[CP-22] title, description and languages come from its metadata', async () => {
    const inner = `<title><langstring xml:lang="en"> A
 title </langstring><langstring xml:lang="de">Ein Titel</langstring></title><language>en</language><language>de_AT</language><language>none at all</language><language>en</language>
<description><langstring>About it</langstring></description>`;
    const { manifest } = await read(withMetadata(inner), 'a.html');
    expect(manifest).toMatchObject({ title: 'A title', description: 'About it', languages: ['en', 'de-AT'] });
    const named = await read(withMetadata(inner, '<title>The organization’s</title>'), 'a.html');
    expect(named.manifest.title).toBe('The organization’s');
    const bare = await read(withMetadata('<title>Bare</title><description> </description>'), 'a.html');
    expect(bare.manifest.title).toBe('Bare');
    expect('description' in bare.manifest).toBe(false);
  });
  it('[CP-22] metadata in a file of its own is read as well; one that cannot be read is a warning', async () => {
    const manifest = manifest12(
      organization(item('a', 'r'), ''),
      sco('r', 'a.html'),
      '<adlcp:location>about%20it/lom.xml</adlcp:location>',
    );
    const withFile = (...files: { name: string; data: string }[]) =>
      accepted([...course(manifest, 'a.html'), ...files]);
    const named = await withFile({
      name: 'about it/lom.xml',
      data: lom('<title>Outside</title><language>es</language>'),
    });
    expect(named.manifest).toMatchObject({ title: 'Outside', languages: ['es'] });
    expect(codes(named.report)).toEqual([]);
    const large = `<lom>${' '.repeat(1024 * 1024)}</lom>`;
    for (const data of ['<lom>', '<!DOCTYPE a [<!ENTITY b "c">]><lom/>', large]) {
      const { report } = await withFile({ name: 'about it/lom.xml', data });
      expect(codes(report)).toEqual(['metadata_unread', 'title_repaired']);
    }
    expect(codes((await withFile()).report)).toEqual(['metadata_unread', 'title_repaired']);
  });
  it('[CP-22] of many languages the first twenty are named', async () => {
    const all = Array.from({ length: 30 }, (_, i) => `de-a${String.fromCharCode(97 + (i % 26))}${i > 25 ? 'x' : ''}`);
    const list = all.map((tag) => `<language>${tag}</language>`).join('');
    const manifest = simple(item('a', 'r')).replace('</metadata>', `<lom><general>${list}</general></lom></metadata>`);
    expect((await read(manifest, 'a.html')).manifest.languages).toEqual(all.slice(0, 20));
  });
  it('[CP-23] an identifier that is an IRI names the course; another becomes one; none is made from the contents', async () => {
    const identity = async (identifier: string) => {
      const manifest = simple(item('a', 'r')).replace('identifier="course"', identifier);
      const { manifest: read12, report } = await read(manifest, 'a.html');
      return [read12.identifier, read12.activityId, ...codes(report)];
    };
    expect(await identity('identifier="https://example.com/c/1"')).toEqual([
      'https://example.com/c/1',
      'https://example.com/c/1',
    ]);
    expect(await identity('identifier="urn:example:1"')).toEqual(['urn:example:1', 'urn:example:1']);
    expect(await identity('identifier="a b/ä"')).toEqual(['a b/ä', 'https://demo.example/courses/a%20b%2F%C3%A4']);
    expect(await identity('identifier="MANIFEST:1"')).toEqual([
      'MANIFEST:1',
      'https://demo.example/courses/MANIFEST%3A1',
    ]);
    expect(await identity('identifier="https://example.com/{c}"')).toEqual([
      'https://example.com/{c}',
      'https://demo.example/courses/https%3A%2F%2Fexample.com%2F%7Bc%7D',
    ]);
    const [identifier, activityId, ...notes] = await identity('');
    expect(identifier).toMatch(/^course-[0-9a-f]{8}$/);
    expect(activityId).toBe(`https://demo.example/courses/${identifier}`);
    expect(notes).toEqual(['identifier_repaired']);
  });
});
