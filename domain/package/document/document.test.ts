import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inspect } from '../inspect.ts';
import { accepted, course, homePage, inspectZip, manifest12, organization, refused, sco } from '../package.testing.ts';
import { bytesSource } from '../zip/source.ts';
import { makeZip, type TestEntry } from '../zip/zip.testing.ts';
import { DOCUMENT_BYTES_MAX } from './limits.ts';
import { readDocument } from './read-document.ts';

const folder = new URL('../../../test/vectors/documents/', import.meta.url);
const json = (url: URL) => JSON.parse(readFileSync(url, 'utf8'));
const schema = z.fromJSONSchema(json(new URL('../../../schemas/authored-document.v1.json', import.meta.url)));
const vectors = readdirSync(folder).filter((name) => name.startsWith('v1-'));
const full = () => json(new URL('v1-full.json', folder));
const minimal = () => json(new URL('v1-minimal.json', folder));

/** The full document with one member, named by its path, replaced. */
function wrong(path: string, value: unknown) {
  const document = full();
  const keys = path.split('.');
  const last = keys.pop()!;
  let at = document;
  for (const key of keys) at = at[key];
  at[last] = value;
  return document;
}
const faultsOf = (document: unknown): string[] => {
  const read = readDocument(document);
  return read.ok ? [] : read.error.map(({ where }) => where);
};

const QUIZ = 'parts.1.parts.0.blocks.0';
const STORY = 'parts.1.parts.0.blocks.1';
const path = (text: string): string => `$${text.replace(/\.(\d+)/g, '[$1]').replace(/^/, '.')}`;

describe('an authored document', () => {
  it.each(vectors)('[AUT-1] %s is valid by the schema and read', (name) => {
    const document = json(new URL(name, folder));
    expect(schema.safeParse(document).success).toBe(true);
    expect(faultsOf(document)).toEqual([]);
  });

  it.each([
    ['documentVersion', 2],
    ['id', ''],
    ['title', 5],
    ['languages', []],
    ['languages.0', 'not a language'],
    ['languages.0', '"><script>'],
    ['branding.colours.accent', 'red'],
    ['assistant.provenance', 'written'],
    ['assistant.generatedAt', 'yesterday'],
    ['parts.0.id', 'has space'],
    ['parts.0.blocks', {}],
    ['parts.0.blocks.0.markdown', ''],
    ['parts.0.blocks.1.alt', undefined],
    ['parts.0.blocks.2.title', undefined],
    ['parts.0.blocks.2.captions.0.language', 1],
    ['parts.0.blocks.5.height', 5],
    [`${QUIZ}.attempts`, 1.5],
    [`${QUIZ}.questions`, []],
    [`${QUIZ}.questions.0.answer`, 'yes'],
    [`${QUIZ}.questions.1.options`, [{ text: 'Only one', correct: true }]],
    [`${QUIZ}.questions.3.answers`, []],
    [`${QUIZ}.questions.4.tolerance`, -1],
    [`${QUIZ}.questions.6.items.1`, null],
    [`${STORY}.scenes.0.choices.0.to`, ''],
    [`${STORY}.scenes.2.score`, 101],
    ['parts.1.parts.0.passingScore', 101],
  ])('[AUT-2] a wrong %s is named by its path, by the reader as by the schema', (at, value) => {
    const document = wrong(at, value);
    expect(faultsOf(document)).toEqual([path(at)]);
    expect(schema.safeParse(document).success).toBe(false);
  });

  it.each([
    ['a file that climbs out', 'parts.0.blocks.1.file', '../x.png', path('parts.0.blocks.1.file')],
    ['a file of another scheme', 'parts.0.blocks.1.file', 'javascript:alert(1)', path('parts.0.blocks.1.file')],
    ['an unencrypted address', 'parts.0.blocks.1.file', 'http://x.example/a.png', path('parts.0.blocks.1.file')],
    ['HTML of another host', 'parts.0.blocks.6.file', 'https://x.example/a.html', path('parts.0.blocks.6.file')],
    [
      'captions of another host',
      'parts.0.blocks.2.captions.0.file',
      'https://x.example/a.vtt',
      path('parts.0.blocks.2.captions.0.file'),
    ],
    ['a package of another host', 'parts.1.parts.1.package', 'https://x.example', path('parts.1.parts.1.package')],
    ['HTML beside a file', 'parts.0.blocks.5.file', 'x.html', path('parts.0.blocks.5')],
    ['two parts of one id', 'parts.1.id', 'welcome', path('parts.1.id')],
    ['two questions of one id', `${QUIZ}.questions.1.id`, 'salt', path(`${QUIZ}.questions.1.id`)],
    ['a quiz and a story of one id', `${STORY}.id`, 'knowledge', path(`${STORY}.id`)],
    ['two scenes of one id', `${STORY}.scenes.3.id`, 'late', path(`${STORY}.scenes.3.id`)],
    ['a way to nowhere', `${STORY}.scenes.0.choices.0.to`, 'attic', path(`${STORY}.scenes.0.choices.0.to`)],
    ['a story without an end', `${STORY}.scenes.1.choices.0.to`, 'flames', path(`${STORY}.scenes.1`)],
    ['one target for two sources', `${QUIZ}.questions.5.pairs.1.target`, '90 min', path(`${QUIZ}.questions.5.pairs`)],
    ['no right option', `${QUIZ}.questions.1.options.0.correct`, false, path(`${QUIZ}.questions.1.options`)],
    ['two right options of one', `${QUIZ}.questions.2.multiple`, false, path(`${QUIZ}.questions.2.options`)],
    ['a passing score without points', 'parts.0.passingScore', 50, path('parts.0.passingScore')],
    ['a part of two kinds', 'parts.0.package', 'x', path('parts.0')],
    ['a question of no type', `${QUIZ}.questions.0.type`, 'essay', path(`${QUIZ}.questions.0.type`)],
  ])('[AUT-3] %s is a fault', (_, at, value, where) => {
    expect(faultsOf(wrong(at, value))).toContain(where);
  });

  it('[AUT-2] all faults are told, not only the first', () => {
    const document = wrong('title', 5);
    document.parts[0].blocks[1].alt = 7;
    expect(faultsOf(document)).toEqual(['$.title', '$.parts[0].blocks[1].alt']);
  });

  it('[AUT-4] chapters without end, too many embedded packages and too many stories are faults', () => {
    const deep = minimal();
    for (let at = deep, level = 0; level < 100; level++, at = at.parts[0]) {
      at.parts = [{ id: `c${level}`, title: 'Chapter', parts: [] }];
    }
    expect(faultsOf(deep)[0]).toMatch(/^\$(\.parts\[0\]){8}\.parts$/);
    const many = minimal();
    many.parts = Array.from({ length: 21 }, (_, i) => ({ id: `p${i}`, title: 'Package', package: `p${i}` }));
    expect(faultsOf(many)).toEqual(['$.parts']);
    const busy = minimal();
    const scenes = [{ id: 'end', markdown: 'The end' }];
    busy.parts[0].blocks = Array.from({ length: 31 }, (_, i) => ({ kind: 'scenario', id: `s${i}`, scenes }));
    expect(faultsOf(busy)).toEqual(['$.parts[0].blocks']);
  });

  it('[AUT-4] a configuration that is nested without end is a fault, and no stack is used up', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect(faultsOf(wrong('assistant.configuration', deep))).toEqual(['$.assistant.configuration']);
    const nested = JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`);
    expect(faultsOf(wrong('assistant.configuration', nested))).toEqual([]);
    expect(faultsOf(wrong('assistant.configuration', { a: 'x'.repeat(70_000) }))).toEqual([
      '$.assistant.configuration',
    ]);
  });

  it('[AUT-5] whatever is read, the answer is a value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readDocument(value).ok === 'boolean'));
    const anywhere = fc.constantFrom(
      'parts',
      'parts.0',
      'parts.0.blocks',
      'parts.0.blocks.0',
      QUIZ,
      `${QUIZ}.questions.0`,
    );
    fc.assert(
      fc.property(anywhere, fc.jsonValue(), (at, value) => typeof readDocument(wrong(at, value)).ok === 'boolean'),
    );
  });
});

const MEDIA = [
  'media/logo.svg',
  'media/oven.svg',
  'media/kneading.mp4',
  'media/kneading.en.vtt',
  'media/bell.mp3',
  'media/recipes.txt',
  'widgets/map.html',
];
const SIMULATION = manifest12(
  organization(
    '<item identifier="A" identifierref="r"><title>Warm up</title></item>' +
      '<item identifier="B" identifierref="r"><title>Bake</title><adlcp:prerequisites type="aicc_script">A|2*{A,A}</adlcp:prerequisites></item>',
  ),
  sco('r', 'start.html', '<file href="start.html"/>'),
);
const documentZip = (document: unknown, ...files: string[]): TestEntry[] => [
  { name: 'lectern.json', data: typeof document === 'string' ? document : JSON.stringify(document) },
  ...files.map((name) => ({ name, data: `contents of ${name}` })),
];
const embedded = course(SIMULATION, 'start.html').map((entry) => ({ ...entry, name: `simulation/${entry.name}` }));
const codes = (findings: readonly { code: string; where?: string }[]) =>
  findings.map(({ code, where }) => `${code} ${where}`);

describe('a ZIP with an authored document', () => {
  it('[AUT-6] becomes pages, chapters and the parts of embedded packages', async () => {
    const { manifest, report } = await accepted([...documentZip(full(), ...MEDIA), ...embedded]);
    expect(manifest).toMatchObject({
      format: 'document',
      identifier: 'https://courses.example/night-shift',
      activityId: 'https://courses.example/night-shift',
      title: 'Night shift at the bakery',
      description: full().description,
      assets: { count: MEDIA.length + 3, bytes: expect.any(Number) },
      languages: ['en', 'de'],
      branding: { name: 'Crust & Co.', colours: { accent: '#a8431f' }, logo: 'media/logo.svg' },
      assistant: { provenance: 'generated', configuration: { persona: 'a patient master baker' } },
    });
    const page = (id: string) => ({ path: '.lectern/static/document.html', parameters: `?page=${id}` });
    expect(manifest.structure).toMatchObject([
      { id: 'welcome', kind: 'document', title: 'Welcome', launch: page('welcome'), children: [] },
      {
        id: 'check',
        kind: 'block',
        children: [
          { id: 'quiz', kind: 'document', launch: page('quiz'), scorm12: { masteryScore: 70 } },
          {
            id: 'simulation',
            kind: 'block',
            title: 'Try it',
            children: [
              { id: 'simulation:A', kind: 'sco', launch: { path: 'simulation/start.html', parameters: '' } },
              {
                id: 'simulation:B',
                kind: 'sco',
                scorm12: { prerequisites: 'simulation:A|2*{simulation:A,simulation:A}' },
              },
            ],
          },
        ],
      },
    ]);
    expect(codes(report.findings)).toEqual(['block_unsupported lectern.json $.parts[0].blocks[7].kind']);
  });

  it('[AUT-6] of an embedded package everything moves, and pages of other hosts stay where they are', async () => {
    const prerequisites = '<adlcp:prerequisites type="aicc_script">B &amp; gone</adlcp:prerequisites>';
    const inner = `<item identifier="A" identifierref="r"><title>A</title>${prerequisites}</item><item identifier="B" identifierref="w"><title>B</title></item>`;
    const manifest = manifest12(
      organization(`<item identifier="M"><title>M</title>${inner}</item>`),
      sco('r', 'start.html', '<file href="start.html"/>') + sco('w', 'https://x.example/b.html'),
    );
    const files = course(manifest, 'start.html').map((entry) => ({ ...entry, name: `simulation/${entry.name}` }));
    const read = await accepted([...documentZip(full(), ...MEDIA), ...files]);
    expect(read.manifest.structure[1]!.children[1]!.children).toMatchObject([
      {
        id: 'simulation:M',
        children: [
          {
            id: 'simulation:A',
            launch: { path: 'simulation/start.html' },
            scorm12: { prerequisites: 'simulation:B & gone' },
          },
          { id: 'simulation:B', launch: { path: 'https://x.example/b.html' } },
        ],
      },
    ]);
  });

  it('[AUT-7] tells of files that are missing and of files of other hosts', async () => {
    const document = wrong('parts.0.blocks.1.file', 'https://pictures.example/oven.png');
    const { report } = await accepted([...documentZip(document, ...MEDIA.slice(1)), ...embedded]);
    expect(codes(report.findings)).toEqual([
      'file_missing lectern.json $.branding.logo',
      'outside_media lectern.json $.parts[0].blocks[1].file',
      'block_unsupported lectern.json $.parts[0].blocks[7].kind',
    ]);
  });

  it('[AUT-2] is refused with every fault', async () => {
    const report = await refused(documentZip(wrong('parts.0.blocks.1.alt', 7)));
    expect(codes(report.findings)).toEqual(['document_invalid lectern.json $.parts[0].blocks[1].alt']);
    expect(report).toMatchObject({ format: 'document', recognisedAs: 'Lectern document' });
  });

  it.each([
    ['no JSON', '{\n"id": 1,\n}', 'document_malformed lectern.json:3'],
    ['nothing', '', 'document_malformed lectern.json'],
    ['more than can be read', ' '.repeat(DOCUMENT_BYTES_MAX + 1), 'document_too_large lectern.json'],
  ])('[AUT-8] %s is refused at its line', async (_, text, expected) => {
    const [finding] = codes((await refused(documentZip(text))).findings);
    expect(finding).toMatch(new RegExp(`^${expected.replace('.', '\\.')}`));
  });

  it('[AUT-8] bytes that are no UTF-8 are refused, a byte order mark is not', async () => {
    const report = await refused([{ name: 'lectern.json', data: new Uint8Array([0x7b, 0xff, 0x7d]) }]);
    expect(codes(report.findings)).toEqual(['document_encoding lectern.json']);
    await accepted(documentZip(`\ufeff${JSON.stringify(minimal())}`));
  });

  it('[AUT-8] half a surrogate pair and control characters are replaced: no statement or manifest could hold them', async () => {
    const { manifest } = await accepted(documentZip({ ...minimal(), id: 'a\ud800', title: 'b\udc00\u0000\u001b[2J' }));
    expect(manifest).toMatchObject({ identifier: 'a\ufffd', title: 'b\ufffd\ufffd\ufffd[2J' });
  });

  it('[AUT-9] an embedded package that is not there, or of another format, refuses it', async () => {
    const missing = await refused(documentZip(full(), ...MEDIA));
    expect(codes(missing.findings)[0]).toBe('embedded_package_missing simulation');
    const other = embedded.map((entry) =>
      entry.name.endsWith('.xml') ? { ...entry, name: 'simulation/cmi5.xml', data: '<courseStructure/>' } : entry,
    );
    const report = await refused([...documentZip(full(), ...MEDIA), ...other]);
    expect(codes(report.findings)[0]).toBe('embedded_package_unsupported simulation/cmi5.xml');
    const deeper = embedded.map((entry) => ({
      ...entry,
      name: entry.name.replace('simulation/', 'simulation/inside/'),
    }));
    const found = await refused([...documentZip(full(), ...MEDIA), ...deeper]);
    expect(codes(found.findings)[0]).toBe('embedded_package_missing simulation');
  });

  it('[AUT-9] storage that fails while any of it is read is no fault of the package', async () => {
    const source = bytesSource(makeZip([...documentZip(full(), ...MEDIA), ...embedded]));
    /** Inspects; the read of this number fails. Says how many reads there were. */
    const inspectFailing = async (failing: number): Promise<number> => {
      let reads = 0;
      const read: typeof source.read = (...range) => {
        reads += 1;
        return reads === failing ? Promise.reject(new Error('storage is away')) : source.read(...range);
      };
      await inspect({ ...source, read }, { homePage });
      return reads;
    };
    const all = await inspectFailing(0);
    for (let n = 1; n <= all; n += 1) await expect(inspectFailing(n), `read ${n}`).rejects.toThrow('storage is away');
  });

  it("[AUT-10] another format's manifest beside it makes it that format", async () => {
    const both = [...documentZip(minimal()), ...course(SIMULATION, 'start.html')];
    expect((await accepted(both)).manifest.format).toBe('scorm12');
    const below = await inspectZip([...documentZip(minimal()), ...embedded]);
    expect(below.ok && below.value.manifest.format).toBe('document');
  });
});
