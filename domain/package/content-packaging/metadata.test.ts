import { describe, expect, it } from 'vitest';
import { accepted, course, manifest12, organization, sco } from '../package.testing.ts';
import { METADATA_CHARS_MAX, METADATA_FILES_MAX } from './metadata.ts';

const codes = (report: { findings: readonly { code: string }[] }) => report.findings.map((f) => f.code);
const lom12 = (general: string, more = '') => `<lom><general>${general}</general>${more}</lom>`;
const metadata = (inner: string) => `<metadata>${inner}</metadata>`;
const langstring = (name: string, ...texts: string[]) =>
  `<${name}>${texts.map((text) => `<langstring xml:lang="en">${text}</langstring>`).join('')}</${name}>`;
const item = (id: string, ref: string, inner = '') =>
  `<item identifier="${id}" identifierref="${ref}"><title>${id}</title>${inner}</item>`;
const read = async (manifest: string, ...files: { name: string; data: string }[]) =>
  accepted([...course(manifest, 'a.html'), ...files]);

describe('what a course, its parts and its files say of themselves', () => {
  it('[CP-26] is read from IMS Metadata 1.2.1 at the course, at items, resources and files', async () => {
    const said = `${langstring('title', 'Golf')}${langstring('keyword', 'golf', 'sport')}${langstring('keyword', 'golf')}
      <catalogentry><catalog>ISBN</catalog><entry><langstring>978-3</langstring></entry></catalogentry>
      <identifier>golf-1</identifier>`;
    const times = `<technical><duration><datetime>00:03:20</datetime></duration></technical>
      <educational><typicallearningtime><datetime>0000-00-00T01:30</datetime></typicallearningtime></educational>`;
    const manifest = manifest12(
      organization(item('a', 'r', metadata(lom12(langstring('title', 'Part A')))) + item('b', 'r')),
      sco(
        'r',
        'a.html',
        metadata(lom12(langstring('title', 'The page') + langstring('description', 'A page'))) +
          `<file href="a.html"/><file href="film.mp4">${metadata(lom12(langstring('keyword', 'divot')))}</file>`,
      ),
      lom12(said, times),
    );
    const { manifest: told, report } = await read(manifest, { name: 'film.mp4', data: 'x' });
    expect(told.metadata).toEqual({
      keywords: ['golf', 'sport'],
      identifiers: [{ entry: 'golf-1' }, { catalog: 'ISBN', entry: '978-3' }],
      learningTime: 'PT1H30M0S',
      duration: 'PT0H3M20S',
    });
    const page = { title: 'The page', description: 'A page' };
    expect(told.structure.map((node) => node.metadata)).toEqual([{ ...page, title: 'Part A' }, page]);
    expect(told.assets.metadata).toEqual({ 'a.html': page, 'film.mp4': { keywords: ['divot'] } });
    expect(codes(report)).toEqual([]);
  });
  it('[CP-26] is read from IEEE LOM, whatever its prefix', async () => {
    const said = `<lom:lom xmlns:lom="http://ltsc.ieee.org/xsd/LOM"><lom:general>
      <lom:identifier><lom:catalog>URI</lom:catalog><lom:entry>urn:golf</lom:entry></lom:identifier>
      <lom:keyword><lom:string language="en">golf</lom:string><lom:string language="de">Golf</lom:string></lom:keyword>
      </lom:general><lom:educational><lom:typicalLearningTime><lom:duration>PT45M</lom:duration></lom:typicalLearningTime></lom:educational>
      <lom:technical><lom:duration><lom:duration>three minutes</lom:duration></lom:duration></lom:technical></lom:lom>`;
    const manifest = manifest12(organization(item('a', 'r', metadata(said))), sco('r', 'a.html'));
    expect((await read(manifest)).manifest.structure[0]!.metadata).toEqual({
      keywords: ['golf', 'Golf'],
      identifiers: [{ catalog: 'URI', entry: 'urn:golf' }],
      learningTime: 'PT45M',
    });
  });
  it('[CP-26] may lie in a file of its own, found from its element or from the manifest', async () => {
    const location = (href: string) => metadata(`<adlcp:location>${href}</adlcp:location>`);
    const manifest = manifest12(
      organization(item('a', 'r', location('meta/item.xml'))),
      sco('r', 'a.html', location('resource.xml')).replace('<resource ', '<resource xml:base="pages/" '),
    );
    const file = (name: string, text: string) => ({ name, data: lom12(langstring('keyword', text)) });
    const files = [file('meta/item.xml', 'item'), { name: 'pages/a.html', data: 'x' }];
    for (const path of ['pages/resource.xml', 'resource.xml']) {
      const { manifest: told, report } = await read(manifest, ...files, file(path, 'resource'));
      expect(told.structure[0]!.metadata).toEqual({ keywords: ['item'] });
      expect(told.assets.metadata).toEqual({ 'pages/a.html': { keywords: ['resource'] } });
      expect(codes(report)).toEqual(['files_unlisted']);
    }
    const { report } = await read(manifest, files[1]!);
    expect(report.findings.map(({ code, message }) => [code, message]).slice(0, 2)).toEqual([
      ['metadata_unread', 'The metadata in “meta/item.xml” cannot be read: the file is not in the ZIP.'],
      ['metadata_unread', 'The metadata in “resource.xml” cannot be read: the file is not in the ZIP.'],
    ]);
  });
  it('[CP-27] of many metadata files the first are read, and what is too long is left out', async () => {
    const items = Array.from({ length: METADATA_FILES_MAX + 1 }, (_, i) =>
      item(`i${i}`, 'r', metadata(`<adlcp:location>m.xml</adlcp:location>`)),
    );
    const short = { name: 'm.xml', data: lom12(langstring('title', 'T')) };
    const many = await read(manifest12(organization(items.join('')), sco('r', 'a.html')), short);
    expect(many.manifest.structure.filter((node) => node.metadata !== undefined)).toHaveLength(METADATA_FILES_MAX);
    expect(many.report.findings.map(({ message }) => message)).toEqual([
      'Of 101 metadata files the first 100 are read.',
    ]);
    const long = {
      name: 'm.xml',
      data: lom12(langstring('title', 'T') + langstring('description', 'x'.repeat(9_000))),
    };
    const { manifest, report } = await read(manifest12(organization(items.join('')), sco('r', 'a.html')), long);
    const said = manifest.structure.flatMap((node) => node.metadata ?? []);
    expect(said[0]).toEqual({ title: 'T', description: 'x'.repeat(2_000) });
    expect(JSON.stringify(said).length).toBeLessThan(METADATA_CHARS_MAX + 1_000);
    expect(said.length).toBe(98);
    expect(report.findings.at(-1)!.message).toBe(
      'The metadata of 2 parts and files is left out of the manifest: together it is too long.',
    );
  });
  it('[CP-27] large metadata files are read as far as they go', async () => {
    const large = (n: number) => ({ name: `m${n}.xml`, data: lom12(langstring('title', 'T')).padEnd(1_000_000) });
    const items = Array.from({ length: 5 }, (_, i) =>
      item(`i${i}`, 'r', metadata(`<adlcp:location>m${i}.xml</adlcp:location>`)),
    );
    const manifest = manifest12(organization(items.join('')), sco('r', 'a.html'));
    const { manifest: told, report } = await read(manifest, ...[0, 1, 2, 3, 4].map(large));
    expect(told.structure.map((node) => node.metadata?.title)).toEqual(['T', 'T', 'T', 'T', undefined]);
    expect(report.findings.map(({ message }) => message)).toEqual([
      'The metadata in “m4.xml” cannot be read: with those before it, it is too large.',
    ]);
  });
});
