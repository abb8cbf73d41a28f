/** The numbered requirements of cmi5 that are about import, each as a test; the rest is told apart in SPEC.md. */
import { readFileSync } from 'node:fs';
import requirements from '@cmi5/requirements' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { inspect } from '../inspect.ts';
import { accepted, inspectZip, refused } from '../package.testing.ts';
import { crc32 } from '../zip/crc32.ts';
import { bytesSource } from '../zip/source.ts';
import { concat, fields, makeZip, type TestEntry } from '../zip/zip.testing.ts';
import { alone, au, block, objectives, packaged, references, said, structure } from './cmi5.testing.ts';

const A = 'https://courses.example/a';
const B = 'https://courses.example/b';
const FULL = { url: 'https://content.example/index.html' };

/** The code that refuses a package. */
const reason = async (entries: readonly TestEntry[]): Promise<string> => (await refused(entries)).findings[0]!.code;
const titles = async (entries: readonly TestEntry[]): Promise<string[]> =>
  (await accepted(entries)).manifest.structure.map(({ title }) => title);

/** The same archive with its end record saying that everything is told by the zip64 records (APPNOTE 4.3.14, 4.3.15). */
function zip64(entries: readonly TestEntry[]): Uint8Array {
  const plain = makeZip(entries);
  const at = plain.length - 22;
  const view = new DataView(plain.buffer, plain.byteOffset + at);
  const [count, bytes, offset] = [view.getUint16(10, true), view.getUint32(12, true), view.getUint32(16, true)];
  return concat(
    plain.subarray(0, at),
    fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, bytes], [8, offset]),
    fields([4, 0x07064b50], [4, 0], [8, at], [4, 1]),
    fields(
      [4, 0x06054b50],
      [2, 0xffff],
      [2, 0xffff],
      [2, 0xffff],
      [2, 0xffff],
      [4, 0xffffffff],
      [4, 0xffffffff],
      [2, 0],
    ),
  );
}

/** An entry whose sizes and place are in its zip64 extra field (4.5.3). */
function wideEntry(name: string, text: string): TestEntry {
  const data = new TextEncoder().encode(text);
  const saturated = { bytes: 0xffffffff, compressedBytes: 0xffffffff, crc32: crc32(data), headerOffset: 0xffffffff };
  return {
    name,
    raw: data,
    method: 0,
    lie: saturated,
    extra: fields([2, 1], [2, 24], [8, data.length], [8, data.length], [8, 0]),
    local: { extra: fields([2, 1], [2, 16], [8, data.length], [8, data.length]) },
  };
}

interface Case {
  /** Separated by a comma and a space. */
  readonly numbers: string;
  readonly what: string;
  readonly run: () => Promise<void>;
}

const CASES: readonly Case[] = [
  {
    numbers: '3.0.0.0-1, 3.0.0.0-1 (d)',
    what: 'ids of course, block, AU and objective, and the activity type, are full IRIs',
    run: async () => {
      const relative = 'courses.example/a';
      const xmls = [
        structure(au(A, FULL), { id: relative }),
        structure(block(relative, au(A, FULL))),
        structure(au(relative, FULL)),
        structure(objectives(relative) + au(A, FULL)),
        structure(au(A, { ...FULL, attributes: 'activityType="lesson"' })),
      ];
      for (const xml of xmls) expect(await reason(alone(xml)), xml).toBe('iri_invalid');
    },
  },
  {
    numbers: '4.4.0.0-1, 4.4.0.0-1 (d)',
    what: 'a course without a course structure that conforms is refused',
    run: async () => {
      expect(await reason([{ name: 'index.html' }])).toBe('format_unsupported');
      expect(await reason(packaged(structure('')))).toBe('cmi5_structure_invalid');
    },
  },
  {
    numbers: '4.4.0.0-2, 4.4.0.0-2 (d)',
    what: 'optional parts that do not conform are refused as well',
    run: async () => {
      for (const attributes of ['moveOn="Done"', 'launchMethod="Tab"', 'masteryScore="2"']) {
        expect(await reason(packaged(structure(au(A, { attributes })))), attributes).toBe('cmi5_structure_invalid');
      }
    },
  },
  {
    numbers: '6.0.0.0-6, 6.1.0.0-1',
    what: 'course structures and packages are imported',
    run: async () => {
      expect(await titles(packaged(structure(au(A))))).toEqual(['An AU']);
      expect(await titles(alone(structure(au(A, FULL))))).toEqual(['An AU']);
    },
  },
  {
    numbers: '6.1.0.0-2',
    what: 'a course structure may have more than 1,000 AUs',
    run: async () => {
      const aus = Array.from({ length: 3000 }, (_, i) => au(`${A}/${i}`, FULL)).join('\n');
      expect(await titles(alone(structure(aus)))).toHaveLength(3000);
    },
  },
  {
    numbers: '6.1.0.0-3',
    what: 'everything that the schema allows is imported',
    run: async () => {
      const rest = `<launchParameters>p</launchParameters><entitlementKey>k</entitlementKey><x:w xmlns:x="urn:x"/>`;
      const attributes =
        'moveOn="Completed" masteryScore="1" launchMethod="AnyWindow" activityType="urn:t" xml:lang="en"';
      const unit = au(B, { rest, attributes, more: references('urn:o') });
      const xml = structure(objectives('urn:o') + block(A, references('urn:o') + block(`${A}/1`, unit)) + au(`${A}/2`));
      expect(await titles(packaged(xml))).toEqual(['A block', 'An AU']);
    },
  },
  {
    numbers: '8.1.0.0-6, 8.1.0.0-6 (d)',
    what: 'an AU whose address has a parameter of the launch is refused',
    run: async () => {
      for (const name of ['endpoint', 'fetch', 'actor', 'registration', 'activityId']) {
        const xml = structure(au(A, { url: `https://content.example/?a=1&amp;${name}=2` }));
        expect(await reason(alone(xml)), name).toBe('launch_parameter_reserved');
      }
    },
  },
  {
    numbers: '13.1.0.0-1',
    what: 'white space around the data elements is removed',
    run: async () => {
      const wide = structure(
        au(`\n ${A} `, {
          url: '\n index.html ',
          attributes: 'moveOn=" Passed " masteryScore=" 0.5 " launchMethod=" OwnWindow " activityType=" urn:t "',
          rest: '<launchParameters>\n p </launchParameters><entitlementKey>\n k </entitlementKey>',
        }).replace('An AU', '\n An AU '),
        { id: ' urn:course ', title: said('\n Geology ') },
      );
      const { manifest } = await accepted(packaged(wide));
      expect(manifest).toMatchObject({
        identifier: 'urn:course',
        title: 'Geology',
        cmi5: { title: { en: 'Geology' } },
      });
      expect(manifest.structure[0]).toMatchObject({
        id: A,
        launch: { path: 'index.html' },
        cmi5: {
          publisherId: A,
          title: { en: 'An AU' },
          moveOn: 'Passed',
          masteryScore: 0.5,
          launchMethod: 'OwnWindow',
          activityType: 'urn:t',
          launchParameters: 'p',
          entitlementKey: 'k',
        },
      });
    },
  },
  {
    numbers: '13.1.2.0-1, 13.1.2.0-1 (d)',
    what: 'two blocks of one id are refused',
    run: async () => {
      const xml = structure(block(A, au(`${A}/1`, FULL)) + block(A, au(`${A}/2`, FULL)));
      expect(await reason(alone(xml))).toBe('identifier_duplicate');
    },
  },
  {
    numbers: '13.1.3.0-1, 13.1.3.0-1 (d)',
    what: 'two objectives of one id are refused',
    run: async () =>
      expect(await reason(alone(structure(objectives(B, B) + au(A, FULL))))).toBe('identifier_duplicate'),
  },
  {
    numbers: '13.1.4.0-1, 13.1.4.0-1 (d)',
    what: 'two AUs of one id are refused, also in different blocks',
    run: async () => {
      expect(await reason(alone(structure(au(A, FULL) + au(A, FULL))))).toBe('identifier_duplicate');
      expect(await reason(alone(structure(au(A, FULL) + block(B, au(A, FULL)))))).toBe('identifier_duplicate');
    },
  },
  {
    numbers: '13.1.4.0-2, 13.1.4.0-2 (d)',
    what: 'an address that is no URL is refused',
    run: async () => {
      for (const url of ['http://example.com index.html', 'https://', 'https://a.example/%zz']) {
        expect(await reason(packaged(structure(au(A, { url })))), url).toBe('launch_url_invalid');
      }
    },
  },
  {
    numbers: '13.1.5.0-2, 13.1.5.0-2 (d)',
    what: 'a publisher’s own elements may stand where the schema lets them, and nowhere else',
    run: async () => {
      const own = '<x:w xmlns:x="urn:x"/>';
      expect(await titles(packaged(structure(au(A, { rest: own }))))).toEqual(['An AU']);
      expect(await reason(packaged(structure(au(A, { more: own }))))).toBe('cmi5_structure_invalid');
    },
  },
  {
    numbers: '13.2.0.0-1, 13.2.0.0-1 (d)',
    what: 'a course structure that does not conform to the schema is refused',
    run: async () => {
      const inverted = `<au id="${A}"><url>https://content.example/</url>${said()}</au>`;
      expect(await reason(alone(structure(inverted)))).toBe('cmi5_structure_invalid');
      expect(await reason(alone(structure(au(A, FULL), { namespace: 'urn:draft' })))).toBe('cmi5_namespace_wrong');
    },
  },
  {
    numbers: '14.0.0.0-1, 14.0.0.0-1 (d)',
    what: 'ZIP, ZIP64 and the course structure alone are read, anything else is not',
    run: async () => {
      const xml = structure(au(A, FULL));
      expect((await inspectZip(packaged(xml))).ok).toBe(true);
      const options = { homePage: 'https://demo.example' };
      for (const entries of [packaged(xml), [wideEntry('cmi5.xml', xml)]]) {
        const read = await inspect(bytesSource(zip64(entries)), options);
        expect(read.ok ? read.value.manifest.format : read.error.findings).toBe('cmi5');
      }
      const markdown = await inspect(bytesSource(new TextEncoder().encode('# A course')), options);
      expect(markdown.ok ? 'read' : markdown.error.findings[0]!.code).toBe('zip_not_a_zip');
    },
  },
  {
    numbers: '14.1.0.0-1, 14.1.0.0-1 (d)',
    what: 'an archive that does not follow the ZIP specification is refused',
    run: async () => {
      const zip = makeZip(packaged(structure(au(A))));
      for (const bytes of [zip.subarray(0, zip.length - 30), zip.subarray(10), new Uint8Array(40)]) {
        expect((await inspect(bytesSource(bytes), { homePage: 'https://demo.example' })).ok).toBe(false);
      }
    },
  },
  {
    numbers: '14.1.0.0-2, 14.1.0.0-2 (d)',
    what: 'an archive without cmi5.xml is refused; from a folder it is taken with a repair',
    run: async () => {
      const xml = structure(au(A));
      expect(await reason([{ name: 'course.xml', data: xml }])).toBe('manifest_missing');
      const { report } = await accepted(
        packaged(xml).map(({ name, data }) => ({ name: `course/${name}`, data: data! })),
      );
      expect(report.findings.map(({ code }) => code)).toEqual(['manifest_in_subfolder']);
    },
  },
  {
    numbers: '14.1.0.0-4, 14.1.0.0-4 (d)',
    what: 'a relative address of something that is not in the archive is refused',
    run: async () => {
      expect(await reason(packaged(structure(au(A, { url: 'not-found.html' }))))).toBe('launch_file_missing');
    },
  },
  {
    numbers: '14.2.0.0-1, 14.2.0.0-1 (d)',
    what: 'a course structure that comes alone has full addresses only',
    run: async () => {
      for (const url of ['index.html', 'path/1/index.html', 'index.html?abc=def', '/index.html']) {
        expect(await reason(alone(structure(au(A, { url })))), url).toBe('launch_url_relative');
      }
    },
  },
];

describe('the requirements of cmi5 about import', () => {
  it.each(CASES)('[CMI-13] $numbers: $what', ({ run }) => run());
});

describe('the list of requirements', () => {
  const spec = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8');
  const row = (name: string): string[] => {
    const cells = spec.split('\n').find((line) => line.startsWith(`| ${name} `));
    return cells!
      .split('|')[2]!
      .split(',')
      .map((number) => number.trim());
  };

  it('[CMI-13] those that are said to be tested are, under their numbers', () => {
    expect(row('tested here').sort()).toEqual(CASES.flatMap(({ numbers }) => numbers.split(', ')).sort());
  });
  it('[CMI-13] each of the 305 is in the list once', () => {
    const named = ['tested here', 'not decidable on import', 'tested at run time', 'others'].flatMap(row);
    expect(named).toHaveLength(305);
    expect(named.sort()).toEqual(Object.keys(requirements).sort());
  });
});
