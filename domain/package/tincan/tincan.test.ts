import { describe, expect, it } from 'vitest';
import { accepted, refused } from '../package.testing.ts';
import type { TestEntry } from '../zip/zip.testing.ts';

const ID = 'https://courses.example/golf';
const TYPE = 'http://adlnet.gov/expapi/activities/course';
const NAME = '<name lang="en-US">Golf</name>';
const LAUNCH = '<launch lang="en">index.html</launch>';

const activity = (inner: string, attributes = `id="${ID}" type="${TYPE}"`): string =>
  `<activity ${attributes}>${inner}</activity>`;
const tincan = (...activities: string[]): string =>
  `<?xml version="1.0"?><tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>${activities.join('\n')}</activities></tincan>`;
const packaged = (xml: string): TestEntry[] => [
  { name: 'tincan.xml', data: xml },
  { name: 'index.html', data: '<p>Golf</p>' },
];
const codes = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);
const told = ({ findings }: { findings: readonly { where?: string; message: string }[] }) =>
  findings.map(({ where, message }) => [where, message]);
const wrongs = async (xml: string) => codes(await refused(packaged(xml)));

describe('tincan.xml', () => {
  it('[TIN-1] a language that is none says nothing of the language', async () => {
    const texts = '<name lang="not one">Golf</name><description lang="en">A sport</description>';
    const { manifest } = await accepted(packaged(tincan(activity(texts + LAUNCH))));
    expect(manifest).toMatchObject({ languages: [], structure: [{ xapi: { name: { und: 'Golf' } } }] });
  });
  it('[TIN-1] of many languages the course names the first twenty', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `<name lang="en-x-${i}">Golf</name>`).join('');
    const { manifest } = await accepted(packaged(tincan(activity(names + LAUNCH))));
    expect(manifest.languages).toHaveLength(20);
  });
  it('[TIN-1] the activity that launches is the course, under the publisher’s id', async () => {
    const texts = `<name lang="de"> Golf\n spielen </name><name lang="en">Golf</name><description lang="en">A sport</description>`;
    const { manifest, report } = await accepted(packaged(tincan(activity(texts + LAUNCH))));
    expect(codes(report)).toEqual([]);
    expect(manifest).toEqual({
      manifestVersion: 1,
      minPlayerVersion: '0.2.0',
      format: 'xapi',
      identifier: ID,
      activityId: ID,
      title: 'Golf spielen',
      description: 'A sport',
      languages: ['de', 'en'],
      structure: [
        {
          id: ID,
          kind: 'au',
          title: 'Golf spielen',
          visible: true,
          launch: { path: 'index.html', parameters: '' },
          xapi: { id: ID, type: TYPE, name: { de: 'Golf\n spielen', en: 'Golf' }, description: { en: 'A sport' } },
          children: [],
        },
      ],
      assets: { count: 2, bytes: expect.any(Number) },
    });
  });
  it('[TIN-1] what it does not say is not there', async () => {
    const { manifest } = await accepted(packaged(tincan(activity(NAME + LAUNCH, `id="${ID}"`))));
    expect(Object.keys(manifest)).not.toContain('description');
    expect(manifest.structure[0]!.xapi).toStrictEqual({ id: ID, name: { 'en-US': 'Golf' }, description: {} });
  });
  it('[TIN-2] activities that launch nothing are no nodes; with none that does, nothing can be played', async () => {
    const quiz = activity('<name>Quiz</name>', 'id="urn:quiz"');
    const { manifest } = await accepted(packaged(tincan(quiz, activity(NAME + LAUNCH), quiz)));
    expect(manifest.structure.map(({ id }) => id)).toEqual([ID]);
    expect(await wrongs(tincan(quiz))).toEqual(['nothing_to_play']);
    expect(await wrongs('<?xml version="1.0"?><tincan/>')).toEqual(['nothing_to_play']);
  });
  it('[TIN-2] several that launch are played in order, if their ids differ', async () => {
    const second = activity('<resource>index.html</resource>', 'id="urn:second"');
    const { manifest, report } = await accepted(packaged(tincan(activity(NAME + LAUNCH), second)));
    expect(manifest.structure.map(({ id, kind, title }) => [id, kind, title])).toEqual([
      [ID, 'au', 'Golf'],
      ['urn:second', 'asset', 'Part 2'],
    ]);
    expect(manifest.activityId).toMatch(/\/courses\/https%3A%2F%2Fcourses\.example%2Fgolf$/);
    expect(codes(report)).toEqual(['title_repaired', 'launch_several']);
    expect(told(report)).toEqual([
      ['tincan.xml:2', 'The activity “urn:second” has no name; it is shown as “Part 2”.'],
      ['tincan.xml', '2 activities launch something, where there should be one; they are played in order.'],
    ]);
    const twice = await refused(packaged(tincan(activity(NAME + LAUNCH), activity(NAME + LAUNCH))));
    expect(codes(twice)).toEqual(['identifier_duplicate', 'launch_several']);
    expect(told(twice)[0]).toEqual(['tincan.xml:2', `Two activities have the id “${ID}”.`]);
  });
  it('[TIN-3] the launch is a file of the package or a page elsewhere', async () => {
    const launch = async (text: string) =>
      (await accepted(packaged(tincan(activity(`${NAME}<launch>${text}</launch>`))))).manifest.structure[0]!.launch;
    expect(await launch(' index.html?a=1#b ')).toEqual({ path: 'index.html', parameters: '?a=1#b' });
    expect(await launch('http://golf.example/a?b=1')).toEqual({ path: 'http://golf.example/a', parameters: '?b=1' });
    const refusedAs = (text: string) => wrongs(tincan(activity(`${NAME}<launch>${text}</launch>`)));
    expect(await refusedAs('golf.html')).toEqual(['launch_file_missing']);
    const missing = await refused(packaged(tincan(activity(`${NAME}\n<launch> golf.html </launch>`))));
    expect(told(missing)).toEqual([['tincan.xml:2', 'An activity is at “golf.html”, which is not in the ZIP.']]);
    expect(await refusedAs('javascript:alert(1)')).toEqual(['launch_url_unsupported']);
    expect(await refusedAs('../index.html')).toEqual(['launch_url_unsupported']);
  });
  it('[TIN-3] of several launch pages the first is played', async () => {
    const { report, manifest } = await accepted(
      packaged(tincan(activity(`${NAME}${LAUNCH}<launch lang="de">de.html</launch>`))),
    );
    expect(codes(report)).toEqual(['launch_pages_ignored']);
    expect(report.findings[0]!.message).toContain(`“${ID}” has several launch pages`);
    expect(manifest.structure[0]!.launch!.path).toBe('index.html');
  });
  it('[TIN-4] an activity has a full IRI', async () => {
    for (const attributes of ['', 'id=""', 'id="golf"', 'id="http:golf"']) {
      expect(await wrongs(tincan(activity(NAME + LAUNCH, attributes))), attributes).toEqual(['iri_invalid']);
    }
    const messages = await Promise.all(
      ['', 'id="golf"'].map(async (id) => told(await refused(packaged(tincan(activity(NAME + LAUNCH, id)))))),
    );
    expect(messages).toEqual([
      [['tincan.xml:1', 'An activity has no id.']],
      [['tincan.xml:1', 'The id “golf” of an activity is not a full IRI.']],
    ]);
  });
});
