import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect } from './inspect.ts';
import { accepted, course, homePage, manifest12, organization, refused, sco } from './package.testing.ts';
import { FINDING_CODES, finding, MAX_FINDINGS, makeReport, quote } from './report.ts';
import { bytesSource } from './zip/source.ts';
import { makeZip } from './zip/zip.testing.ts';

const manifest = manifest12(
  organization('<item identifier="i" identifierref="r"><title>I</title></item>'),
  sco('r', 'a.html'),
);
const codes = (report: { findings: readonly { code: string }[] }) => report.findings.map((f) => f.code);

describe('finding the manifest', () => {
  it('[PKG-1] in the root it is taken as it is, whatever lies below', async () => {
    const { files, report, directory } = await accepted([
      ...course(manifest, 'a.html'),
      { name: 'sub/imsmanifest.xml' },
    ]);
    expect([...files.keys()]).toEqual(['imsmanifest.xml', 'a.html', 'sub/imsmanifest.xml']);
    expect(directory.entries).toHaveLength(3);
    expect(codes(report)).toEqual([]);
  });
  it('[PKG-1] of several kinds the one nearest to the root counts, and in one folder the first of the table', async () => {
    const tincan = (id: string) =>
      `<tincan><activities><activity id="${id}"><name>T</name><launch>a.html</launch></activity></activities></tincan>`;
    const inside = [
      { name: 'tincan.xml', data: tincan('urn:t') },
      { name: 'a.html', data: 'a' },
      { name: 'old/imsmanifest.xml', data: manifest },
      { name: 'older/imsmanifest.xml', data: manifest },
    ];
    expect((await accepted(inside)).manifest.format).toBe('xapi');
    const beside = [...course(manifest, 'a.html'), { name: 'tincan.xml', data: tincan('urn:t') }];
    expect((await accepted(beside)).manifest.format).toBe('scorm12');
  });
  it('[PKG-2] spelt in another case it is taken, and the repair is noted', async () => {
    const { report } = await accepted([{ name: 'ImsManifest.XML', data: manifest }, { name: 'a.html' }]);
    expect(codes(report)).toEqual(['manifest_name_repaired']);
  });
  it('[PKG-3] in the only folder that has one, that folder becomes the root', async () => {
    const { files, report } = await accepted([
      { name: 'x/y/imsmanifest.xml', data: manifest },
      { name: 'x/y/a.html', data: 'a' },
      { name: 'x/y/z/imsmanifest.xml' },
      { name: 'readme.txt' },
      { name: 'x/yz.txt' },
    ]);
    expect([...files.keys()]).toEqual(['imsmanifest.xml', 'a.html', 'z/imsmanifest.xml']);
    expect(codes(report)).toEqual(['files_outside_course', 'manifest_in_subfolder']);
    expect(report.findings[0]!.message).toMatch(/^2 files/);
  });
  it('[PKG-4] two in one folder, or in folders beside each other, are refused', async () => {
    const both = [
      { name: 'imsmanifest.xml', data: manifest },
      { name: 'IMSMANIFEST.XML', data: manifest },
    ];
    expect(codes(await refused(both))).toEqual(['manifest_duplicate']);
    const beside = [
      { name: 'a/imsmanifest.xml', data: manifest },
      { name: 'b/c/imsmanifest.xml', data: manifest },
    ];
    expect(codes(await refused(beside))).toEqual(['manifest_several']);
  });
  it('[PKG-21] percent-encoded names are noted: files are found under both spellings', async () => {
    const named = course(manifest, 'a.html').concat([{ name: 'my%20picture.png' }, { name: '100%.txt' }]);
    const found = (await accepted(named)).report.findings.filter(({ code }) => code !== 'files_unlisted');
    expect(found).toMatchObject([{ code: 'names_percent_encoded', where: 'my%20picture.png' }]);
  });
  it('[PKG-5] a manifest that is no XML, or too large, is refused with its reason', async () => {
    expect(codes(await refused(course('<manifest>')))).toEqual(['xml_malformed']);
    expect(codes(await refused(course('<!DOCTYPE a [<!ENTITY b "c">]><a/>')))).toEqual(['xml_doctype']);
    const large = course(`${manifest}<!--${'x'.repeat(20 * 1024 * 1024)}-->`, 'a.html');
    expect(codes(await refused(large))).toEqual(['xml_too_large']);
    const lying = [{ name: 'imsmanifest.xml', data: manifest, lie: { crc32: 1 } }, { name: 'a.html' }];
    expect(codes(await refused(lying))).toEqual(['zip_crc_mismatch']);
  });
});

describe('recognising a package', () => {
  const version = (text: string, namespace = 'http://www.imsglobal.org/xsd/imscp_v1p1') =>
    `<manifest xmlns="${namespace}"><metadata><schemaversion>${text}</schemaversion></metadata></manifest>`;
  const named = async (...entries: Parameters<typeof refused>[0]) => {
    const report = await refused(entries);
    expect(codes(report)).toContain('format_unsupported');
    return [report.recognisedAs, report.format];
  };
  const ims = (data: string) => named({ name: 'imsmanifest.xml', data });
  it('[PKG-6] what can’t be imported yet is refused by its name', async () => {
    expect(await ims(version('1.1.0', 'http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1'))).toEqual([
      'IMS Common Cartridge',
      undefined,
    ]);
    expect(await ims(version(''))).toEqual(['IMS content package', undefined]);
    expect(await named({ name: 'Course.CRS' }, { name: 'course.au' })).toEqual(['AICC', undefined]);
    expect(await named({ name: 'h5p.json' })).toEqual(['H5P', undefined]);
    expect(await named({ name: 'course.zip' })).toEqual(['ZIP in a ZIP', undefined]);
    expect(await named({ name: 'x/story.html' })).toEqual(['web page', undefined]);
    expect(await named({ name: 'other.html' })).toEqual(['web page', undefined]);
    const { message } = (await refused([{ name: 'h5p.json' }])).findings[0]!;
    expect(message).toBe(
      'This is an H5P package; this version of Lectern imports SCORM 2004, SCORM 1.2, cmi5 and xAPI (Tin Can).',
    );
  });
  it('[PKG-8] SCORM 2004 is known by its version, and when that says nothing by its namespaces', async () => {
    const editions = {
      'CAM 1.3': ['SCORM 2004 2nd Edition', 'scorm2004-2', []],
      '2004 3rd Edition': ['SCORM 2004 3rd Edition', 'scorm2004-3', []],
      ' 2004 4th\nEdition ': ['SCORM 2004 4th Edition', 'scorm2004-4', []],
      '2004': ['SCORM 2004', 'scorm2004-4', ['edition_repaired']],
      '': ['SCORM 2004', 'scorm2004-4', ['edition_repaired']],
    } as const;
    for (const [stated, expected] of Object.entries(editions)) {
      const text = manifest.replace('>1.2<', `>${stated}<`).replace('adlcp_rootv1p2', 'adlcp_v1p3');
      const { manifest: read, report } = await accepted(course(text, 'a.html'));
      expect([report.recognisedAs, read.format, codes(report)]).toEqual(expected);
    }
  });
  it('[PKG-7] anything else is no course', async () => {
    expect(codes(await refused([{ name: 'a.txt' }]))).toEqual(['manifest_missing']);
    expect(codes(await refused([{ name: 'a.crs' }, { name: 'b.zip' }]))).toEqual(['manifest_missing']);
  });
  it('[PKG-8] SCORM 1.2 is known by its version, its namespaces or its attributes', async () => {
    const plain = manifest.replace('<schemaversion>1.2</schemaversion>', '');
    const bare = plain.replaceAll(/ xmlns="[^"]*"/g, '');
    const only = bare.replaceAll(/ xmlns:adlcp="[^"]*"/g, ' xmlns:adlcp="urn:x"');
    for (const text of [manifest, plain, bare, only]) {
      const { report } = await accepted(course(text, 'a.html'));
      expect(report.recognisedAs).toBe('SCORM 1.2');
    }
    const mixed = manifest.replace('adlcp_rootv1p2', 'adlcp_v1p3');
    expect((await accepted(course(mixed, 'a.html'))).report.recognisedAs).toBe('SCORM 1.2');
  });
});

describe('the report', () => {
  it('[PKG-9] refusals stand first, then warnings, then repairs', () => {
    const report = makeReport(
      [finding('noise_skipped', 'n'), finding('file_missing', 'f'), finding('nothing_to_play', 'p')],
      {},
    );
    expect(report.outcome).toBe('refused');
    expect(codes(report)).toEqual(['nothing_to_play', 'file_missing', 'noise_skipped']);
    expect(makeReport([finding('file_missing', 'f')], {})).toMatchObject({ outcome: 'accepted' });
  });
  it('[PKG-10] it has an end: more findings are counted, not listed', () => {
    const many = Array.from({ length: MAX_FINDINGS + 7 }, () => finding('file_missing', 'f'));
    const report = makeReport(many, {});
    expect([report.findings.length, report.omitted]).toEqual([MAX_FINDINGS, 7]);
  });
  it('[PKG-11] every finding has a sentence for a remedy', () => {
    for (const code of FINDING_CODES) expect(finding(code, 'x').remedy, code).toMatch(/^[A-Z].*\.$/);
  });
  it('[PKG-12] names from the archive can play no tricks in a sentence', () => {
    expect(quote('a\u202eb\u0007c\u2066')).toBe('“a�b�c�”');
    expect(quote('x'.repeat(500)).length).toBe(122);
    expect(finding('file_missing', 'm', 'a\nb').where).toBe('a�b');
  });
});

describe('whatever comes', () => {
  const read = (bytes: Uint8Array) => inspect(bytesSource(bytes), { homePage });
  const whole = makeZip([...course(manifest, 'a.html', 'b/c.js'), { name: 'd/', method: 0 }]);

  it('[PKG-13] any bytes get an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect((await read(bytes)).ok).toBe(false);
      }),
    );
  });
  it('[PKG-13] a course with flipped bits, cut or stretched gets an answer', async () => {
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(flips, fc.nat(whole.length), fc.nat(3), async (list, cut, how) => {
        const bytes = whole.slice();
        for (const [at, mask] of list) bytes[at] = bytes[at]! ^ mask;
        const made = how === 0 ? bytes.slice(0, cut) : how === 1 ? Buffer.concat([bytes, bytes.subarray(cut)]) : bytes;
        const result = await read(made);
        expect(typeof result.ok).toBe('boolean');
        if (!result.ok) expect(result.error.findings[0]!.severity).toBe('refused');
      }),
      { numRuns: 400 },
    );
  });
  it('[PKG-13] hostile names and attributes get an answer', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'a',
      'C:',
      '\\',
      '\0',
      'imsmanifest.xml',
      '__MACOSX',
      '\ud800',
      '日本',
      'x'.repeat(300),
    );
    const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    const entry = fc.record({
      name,
      data: fc.constantFrom('', manifest, '<a>', 'x'.repeat(100)),
      method: fc.constantFrom(0, 8, 8, 8, 99),
      flags: fc.constantFrom(0, 0x800, 1),
      externalAttributes: fc.constantFrom(0, 0xa0000000, 0x80000000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (entries) => {
        expect(typeof (await read(makeZip(entries))).ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });
  it('[PKG-14] a source that can’t be read throws: that is no fault of the package', async () => {
    const source = { size: 100, read: () => Promise.reject(new Error('storage is away')) };
    await expect(inspect(source, { homePage })).rejects.toThrow('storage is away');
  });
});
