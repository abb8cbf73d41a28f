import { describe, expect, it } from 'vitest';
import { accepted, refused } from '../package.testing.ts';
import { au, block, COURSE_ID, objectives, packaged, references, said, structure } from './cmi5.testing.ts';

const A = 'https://courses.example/geology/a';
const B = 'https://courses.example/geology/b';
const BLOCK = 'https://courses.example/geology/block';
const OBJECTIVE = 'https://courses.example/objectives/rocks';

const codes = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);
const wrongs = async (xml: string) => codes(await refused(packaged(xml)));
const read = async (xml: string) => (await accepted(packaged(xml))).manifest;

describe('a course structure', () => {
  it('[CMI-1] is in the namespace of cmi5, not in a draft of it', async () => {
    const draft = 'http://aicc.github.io/CMI-5_Spec_Current/v1/CourseStructure.xsd';
    const report = await refused(packaged(structure(au(A), { namespace: draft })));
    expect(report).toMatchObject({ recognisedAs: 'cmi5', format: 'cmi5' });
    expect(report.findings).toMatchObject([{ code: 'cmi5_namespace_wrong', where: 'cmi5.xml:2' }]);
    expect(report.findings[0]!.message).toContain(draft);
    expect(await wrongs('<?xml version="1.0"?><courseStructure/>')).toEqual(['cmi5_namespace_wrong']);
  });

  const CASES: [string, string, RegExp][] = [
    ['another root', structure(au(A)).replaceAll('courseStructure', 'course-structure'), /root/],
    ['no course', structure(au(A)).replace(/<course .*<\/course>/, ''), /no course where/],
    ['no AU', structure(''), /no au or block/],
    ['no id', structure(au(A)).replace(` id="${A}"`, ''), /has no id/],
    ['an empty id', structure(au('')), /has no id/],
    ['no title', structure(au(A), { title: said().replace(/<title>.*<\/title>/, '') }), /no title where/],
    ['no description', structure(au(A).replace(/<description>.*<\/description>/, '')), /no description where/],
    ['a title without langstring', structure(au(A), { title: '<title/><description/>' }), /no langstring/],
    ['no url', structure(au(A).replace(/<url>.*<\/url>/, '')), /no url where/],
    ['an empty url', structure(au(A, { url: ' ' })), /empty/],
    ['an order of its own', structure(au(A, { more: '<entitlementKey/>' })), /no url where/],
    ['two urls', structure(au(A, { rest: '<url>index.html</url>' })), /url.* may not stand here/],
    ['an unknown element', structure(au(A, { rest: '<score/>' })), /score.* may not stand here/],
    ['an element of no namespace', structure(au(A, { rest: '<score xmlns=""/>' })), /score.* may not stand here/],
    ['an unknown attribute', structure(au(A, { attributes: 'score="1"' })), /attribute .score/],
    [
      'a language that is none',
      structure(au(A), { title: said().replace('"en"', '"not one"') }),
      /“not one” is no language tag/,
    ],
    ['text between elements', structure(`Chapter one ${au(A)}`), /stands text/],
    ['an empty block', structure(block(BLOCK, '')), /no au or block/],
    ['empty objectives', structure(objectives() + au(A)), /no objective where/],
    [
      'an objective without description',
      structure(`<objectives><objective id="${OBJECTIVE}"/></objectives>${au(A)}`),
      /no title/,
    ],
    ['an unknown moveOn', structure(au(A, { attributes: 'moveOn="Done"' })), /Done.* is no moveOn/],
    ['an unknown launchMethod', structure(au(A, { attributes: 'launchMethod="Tab"' })), /Tab.* is no launchMethod/],
    ['a masteryScore above 1', structure(au(A, { attributes: 'masteryScore="80"' })), /not a number from 0 to 1/],
    ['a masteryScore below 0', structure(au(A, { attributes: 'masteryScore="-0.1"' })), /not a number from 0 to 1/],
    ['a masteryScore in words', structure(au(A, { attributes: 'masteryScore="1e-1"' })), /not a number from 0 to 1/],
  ];
  it.each(CASES)('[CMI-2] with %s departs from the schema', async (_, xml, message) => {
    const { findings } = await refused(packaged(xml));
    const found = findings.filter(({ code }) => code === 'cmi5_structure_invalid');
    expect(found.map((one) => one.message).join('\n')).toMatch(message);
    expect(found[0]!.where).toMatch(/^cmi5\.xml:\d+$/);
  });
  it('[CMI-2] may have the parts of an objective in any order, languages without a tag, and several of them', async () => {
    const objective = `<objectives><objective id="${OBJECTIVE}"><description><langstring>D</langstring></description><title><langstring lang="de">T</langstring><langstring lang="en">U</langstring></title></objective></objectives>`;
    const { cmi5 } = await read(structure(objective + au(A)));
    expect(cmi5!.objectives).toEqual([{ id: OBJECTIVE, title: { de: 'T', en: 'U' }, description: { und: 'D' } }]);
  });
  it('[CMI-2] says what has no id, once for each', async () => {
    const { findings } = await refused(packaged(structure(au('') + au(' '))));
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['cmi5_structure_invalid', '“au” has no id.'],
      ['cmi5_structure_invalid', '“au” has no id.'],
    ]);
  });
  it('[CMI-2] may have white space around the tag of a language, and attributes of other namespaces', async () => {
    const title = said().replace('lang="en"', 'lang=" pt-BR " xml:space="preserve"');
    const { manifest } = await accepted(packaged(structure(au(A), { title })));
    expect(manifest.languages).toEqual(['pt-BR']);
  });
  it('[CMI-2] is told everything that is wrong, not only the first thing', async () => {
    const xml = structure(au('a', { attributes: 'moveOn="x"' }) + au(B, { url: 'http://a b' }), { id: 'course' });
    expect((await wrongs(xml)).sort()).toEqual([
      'cmi5_structure_invalid',
      'iri_invalid',
      'iri_invalid',
      'launch_url_invalid',
    ]);
  });

  it('[CMI-3] names everything by full IRIs', async () => {
    const xmls = {
      course: structure(au(A), { id: 'courses.example/geology' }),
      au: structure(au('courses.example/a')),
      block: structure(block('/block', au(A))),
      objective: structure(objectives('rocks') + au(A)),
      reference: structure(au(A, { more: references('rocks') })),
      type: structure(au(A, { attributes: 'activityType="lesson"' })),
      host: structure(au('https:/a')),
      space: structure(au('urn:a b')),
    };
    for (const [what, xml] of Object.entries(xmls)) expect(await wrongs(xml), what).toEqual(['iri_invalid']);
    expect((await read(structure(au('urn:uuid:1')))).structure[0]!.id).toBe('urn:uuid:1');
  });
  it('[CMI-4] gives no id to two blocks or AUs, nor to two objectives', async () => {
    const xmls = [au(A) + au(A), block(A, au(A)), block(BLOCK, au(A)) + block(BLOCK, au(B)), objectives(A, A) + au(B)];
    for (const xml of xmls) expect(await wrongs(structure(xml)), xml).toEqual(['identifier_duplicate']);
    expect((await read(structure(objectives(A) + au(A)))).structure).toHaveLength(1);
  });
});

describe('the address of an AU', () => {
  const launch = async (url: string) => (await read(structure(au(A, { url })))).structure[0]!.launch;
  const refusedAs = async (url: string) => (await wrongs(structure(au(A, { url })))).join();

  it('[CMI-5] names a file of the package, or a page elsewhere', async () => {
    expect(await launch(' ./index.html?a=1&amp;b=2#c ')).toEqual({ path: 'index.html', parameters: '?a=1&b=2#c' });
    expect(await launch('/index.html')).toEqual({ path: 'index.html', parameters: '' });
    expect(await launch('\n https://content.example:8443/~x/(1)?q=%20 \n')).toEqual({
      path: 'https://content.example:8443/~x/(1)',
      parameters: '?q=%20',
    });
    const { report } = await accepted(packaged(structure(au(A, { url: 'Index.HTML' }))));
    expect(codes(report)).toEqual(['href_repaired']);
  });
  it('[CMI-5] is refused when it opens nothing', async () => {
    expect(await refusedAs('lesson.html')).toBe('launch_file_missing');
    expect(await refusedAs('../index.html')).toBe('launch_url_unsupported');
    for (const url of ['app://open/1', 'javascript:alert(1)', '//content.example/a', 'C:/index.html']) {
      expect(await refusedAs(url), url).toBe('launch_url_unsupported');
    }
  });
  it('[CMI-6] is a URL as RFC 1738 has them', async () => {
    for (const url of [
      'http://content example/a',
      'http:///a',
      'http:a',
      'https://a/b%2',
      'https://a/{b}',
      'app:a b',
    ]) {
      expect(await refusedAs(url), url).toBe('launch_url_invalid');
    }
  });
  it('[CMI-7] leaves the parameters of the launch to the launch', async () => {
    for (const name of ['endpoint', 'fetch', 'actor', 'registration', 'activityId', '%66etch']) {
      expect(await refusedAs(`index.html?a=1&amp;${name}=2`), name).toBe('launch_parameter_reserved');
      expect(await refusedAs(`https://a.example/?${name}`), name).toBe('launch_parameter_reserved');
    }
    expect((await launch('index.html?activityid=1&amp;%=2#?fetch=3'))!.parameters).toBe('?activityid=1&%=2#?fetch=3');
  });
});

describe('what is read of it', () => {
  it('[CMI-8] blocks and AUs become nodes in their order, with everything that they say, trimmed', async () => {
    const attributes = `activityType=" http://adlnet.gov/expapi/activities/lesson" moveOn=" Passed " masteryScore=" 0.75 " launchMethod="OwnWindow"`;
    const rest = `<launchParameters> {"a": 1,\n "b": 2} </launchParameters><entitlementKey>\n key \n</entitlementKey>`;
    const xml = structure(
      objectives(OBJECTIVE) +
        block(BLOCK, references(OBJECTIVE) + au(A, { attributes, rest, more: references(OBJECTIVE, OBJECTIVE) })) +
        au(B),
    );
    const { structure: nodes } = await read(xml);
    const texts = (title: string) => ({ title: { en: title }, description: { en: 'About' } });
    expect(nodes).toEqual([
      {
        id: BLOCK,
        kind: 'block',
        title: 'A block',
        visible: true,
        cmi5: { publisherId: BLOCK, ...texts('A block'), objectives: [OBJECTIVE] },
        children: [
          {
            id: A,
            kind: 'au',
            title: 'An AU',
            visible: true,
            launch: { path: 'index.html', parameters: '' },
            cmi5: {
              publisherId: A,
              ...texts('An AU'),
              objectives: [OBJECTIVE],
              activityType: 'http://adlnet.gov/expapi/activities/lesson',
              launchMethod: 'OwnWindow',
              moveOn: 'Passed',
              masteryScore: 0.75,
              launchParameters: '{"a": 1,\n "b": 2}',
              entitlementKey: 'key',
            },
            children: [],
          },
        ],
      },
      {
        id: B,
        kind: 'au',
        title: 'An AU',
        visible: true,
        launch: { path: 'index.html', parameters: '' },
        cmi5: {
          publisherId: B,
          ...texts('An AU'),
          objectives: [],
          launchMethod: 'AnyWindow',
          moveOn: 'NotApplicable',
        },
        children: [],
      },
    ]);
  });
  it('[CMI-8] a mastery score keeps four decimal places', async () => {
    const { manifest, report } = await accepted(packaged(structure(au(A, { attributes: 'masteryScore="0.66666"' }))));
    expect(manifest.structure[0]!.cmi5!.masteryScore).toBe(0.6667);
    expect(codes(report)).toEqual(['mastery_score_rounded']);
    const exact = await accepted(packaged(structure(au(A, { attributes: 'masteryScore="+.50000"' }))));
    expect(exact.manifest.structure[0]!.cmi5!.masteryScore).toBe(0.5);
    const none = await accepted(packaged(structure(au(A, { attributes: 'masteryScore="0"' }))));
    expect(none.manifest.structure[0]!.cmi5!.masteryScore).toBe(0);
    expect(codes(exact.report)).toEqual([]);
  });
  it('[CMI-9] the course is known by its publisher’s id, and named in statements by a generated one', async () => {
    const title = `<title><langstring lang="de-AT"> Geologie\n der Alpen </langstring><langstring lang="en"/><langstring lang="de-AT">Zweite</langstring><langstring>Geology</langstring></title><description><langstring>Steine</langstring></description>`;
    const manifest = await read(structure(au(A), { title }));
    expect(manifest).toMatchObject({
      format: 'cmi5',
      identifier: COURSE_ID,
      activityId: `https://demo.example/courses/${encodeURIComponent(COURSE_ID)}`,
      title: 'Geologie der Alpen',
      description: 'Steine',
      languages: ['de-AT'],
      assets: { count: 2 },
      cmi5: { title: { 'de-AT': 'Geologie\n der Alpen', und: 'Geology' }, description: { und: 'Steine' } },
    });
  });
  it('[CMI-9] what has no title is numbered, and a course without one is called by its first part', async () => {
    const untitled = '<title><langstring> </langstring></title><description><langstring/></description>';
    const { manifest, report } = await accepted(
      packaged(structure(au(A).replace(said('An AU'), untitled), { title: untitled })),
    );
    expect([manifest.title, manifest.structure[0]!.title, manifest.description]).toEqual([
      'Part 1',
      'Part 1',
      undefined,
    ]);
    expect(codes(report)).toEqual(['title_repaired', 'title_repaired']);
  });
  it('[CMI-10] an objective that the course does not have is a warning', async () => {
    const { report } = await accepted(packaged(structure(au(A, { more: references(OBJECTIVE) }))));
    expect(codes(report)).toEqual(['objective_unknown']);
  });
  it('[CMI-11] elements of other namespaces are left alone, whatever they are called', async () => {
    const rest = `<x:au xmlns:x="urn:x" id="${A}"><x:url/></x:au><x:word xmlns:x="urn:x"/>`;
    const { manifest, report } = await accepted(packaged(structure(au(A, { rest, attributes: 'xml:lang="en"' }))));
    expect(manifest.structure).toHaveLength(1);
    expect(report.findings).toMatchObject([{ code: 'extension_ignored', message: expect.stringContaining(' 2 ') }]);
    const early = structure(`<x:word xmlns:x="urn:x"/>${au(A)}`);
    expect(await wrongs(early)).toContain('cmi5_structure_invalid');
  });
  it('[CMI-12] blocks are nested 32 deep at most', async () => {
    const nested = (depth: number): string => (depth === 0 ? au(A) : block(`${BLOCK}/${depth}`, nested(depth - 1)));
    expect((await read(structure(nested(31)))).structure).toHaveLength(1);
    expect(await wrongs(structure(nested(32)))).toContain('structure_too_deep');
  });
});
