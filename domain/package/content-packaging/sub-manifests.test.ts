import { describe, expect, it } from 'vitest';
import { walk } from '../manifest.ts';
import { accepted, course, manifest12, organization, refused, sco } from '../package.testing.ts';

const codes = (report: { findings: readonly { code: string }[] }) => report.findings.map((f) => f.code);
const item = (id: string, ref: string, inner = '') =>
  `<item identifier="${id}" identifierref="${ref}"><title>${id}</title>${inner}</item>`;
const manifest = (id: string, inner: string, attributes = '') =>
  `<manifest identifier="${id}" ${attributes}>${inner}</manifest>`;
const organizations = (items: string, more = '') =>
  `<organizations default="o"><organization identifier="o"><title>Inner</title>${items}${more}</organization></organizations>`;
const resources = (inner: string) => `<resources>${inner}</resources>`;
/** A course with manifests inside it. */
const around = (items: string, inner: string, own = '') =>
  manifest12(organization(items), own).replace(/<\/manifest>$/, `${inner}</manifest>`);
const outline = (read: { manifest: { structure: Parameters<typeof walk>[0] } }) =>
  [...walk(read.manifest.structure)].map((node) => [node.id, node.kind, node.launch?.path]);

describe('manifests inside the manifest', () => {
  const sub = manifest('sub', organizations(item('x', 'rx')) + resources(sco('rx', 'x.html')), 'xml:base="inner/"');

  it('[CP-28] an item may name a resource of one', async () => {
    const read = await accepted(course(around(item('a', 'rx'), sub), 'inner/x.html'));
    expect(outline(read)).toEqual([['a', 'sco', 'inner/x.html']]);
    expect(codes(read.report)).toEqual([]);
  });
  it('[CP-28] an item that names one as a whole becomes a block of what it plays, before its own items', async () => {
    const own = sco('r', 'a.html');
    const read = await accepted(course(around(item('a', 'sub', item('b', 'r')), sub, own), 'inner/x.html', 'a.html'));
    expect(outline(read)).toEqual([
      ['a', 'block', undefined],
      ['x', 'sco', 'inner/x.html'],
      ['b', 'sco', 'a.html'],
    ]);
    expect(codes(read.report)).toEqual([]);
  });
  it('[CP-28] one without a structure plays its SCOs, and what lies deeper is found', async () => {
    const deep = manifest('deep', resources(sco('rx', 'x.html') + sco('ry', 'y.html')), 'xml:base="deep/"');
    const middle = manifest('middle', organizations(item('m', 'deep')) + resources('') + deep, 'xml:base="middle/"');
    const files = ['middle/deep/x.html', 'middle/deep/y.html'];
    const read = await accepted(course(around(item('a', 'middle') + item('b', 'ry'), middle), ...files));
    expect(outline(read)).toEqual([
      ['a', 'block', undefined],
      ['m', 'block', undefined],
      ['rx', 'sco', files[0]],
      ['ry', 'sco', files[1]],
      ['b', 'sco', files[1]],
    ]);
    expect(codes(read.report)).toEqual(['resources_only']);
  });
  it('[CP-28] names count in the manifest of the item first; an outer one means nothing to an inner one', async () => {
    const own = sco('rx', 'a.html');
    const read = await accepted(course(around(item('a', 'rx') + item('c', 'sub'), sub, own), 'inner/x.html', 'a.html'));
    expect(outline(read)[0]).toEqual(['a', 'sco', 'a.html']);
    const reaching = manifest('sub', organizations(item('x', 'outer')) + resources(''));
    const report = await refused(course(around(item('a', 'sub'), reaching, sco('outer', 'a.html')), 'a.html'));
    expect(codes(report)).toContain('item_resource_missing');
  });
  it('[CP-28] the sequencing of its organization, and its collections, count where the item says nothing', async () => {
    const rules = (forward: string, more = '') =>
      `<imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss" ${more}><imsss:controlMode flow="true" forwardOnly="${forward}"/></imsss:sequencing>`;
    const collection = `<imsss:sequencingCollection xmlns:imsss="http://www.imsglobal.org/xsd/imsss">${rules('true', 'ID="s"')}</imsss:sequencingCollection>`;
    const shared = '<imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss" IDRef="s"/>';
    const inner = manifest(
      'sub',
      organizations(item('x', 'rx'), shared) + resources(sco('rx', 'x.html')) + collection,
      'xml:base="inner/"',
    );
    const of = async (own: string) => {
      const text = around(item('a', 'sub', own), inner)
        .replace('<schemaversion>1.2<', '<schemaversion>CAM 1.3<')
        .replaceAll('adlcp_rootv1p2', 'adlcp_v1p3')
        .replaceAll('scormtype', 'scormType');
      const read = await accepted(course(text, 'inner/x.html'));
      return [read.manifest.format, read.manifest.structure[0]!.scorm2004?.sequencing?.controlMode];
    };
    expect(await of('')).toEqual(['scorm2004-2', { flow: true, forwardOnly: true }]);
    expect(await of(rules('false'))).toEqual(['scorm2004-2', { flow: true, forwardOnly: false }]);
  });
  it('[CP-29] one that no item names is a warning', async () => {
    const read = await accepted(course(around(item('a', 'r'), sub, sco('r', 'a.html')), 'a.html', 'inner/x.html'));
    expect(outline(read)).toEqual([['a', 'sco', 'a.html']]);
    expect(read.report.findings).toMatchObject([
      { code: 'submanifest_unplayed', message: 'No item plays the manifest “sub” inside the manifest.' },
    ]);
  });
  it('[CP-30] whatever a manifest of manifests multiplies to, there is an answer', async () => {
    let inner = manifest('m30', organizations(item('z', 'rx')) + resources(sco('rx', 'x.html')));
    for (let level = 29; level > 0; level--) {
      const twice = item(`p${level}`, `m${level + 1}`) + item(`q${level}`, `m${level + 1}`);
      inner = manifest(`m${level}`, organizations(twice) + inner);
    }
    expect(codes(await refused(course(around(item('a', 'm1'), inner), 'x.html')))).toContain('structure_too_large');
    const many = around(item('a', 'r'), manifest('s', '').repeat(1_001), sco('r', 'a.html'));
    expect(codes(await refused(course(many, 'a.html')))).toEqual(['structure_too_large']);
  });
});
