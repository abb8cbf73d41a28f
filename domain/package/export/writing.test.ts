import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHref } from '../content-packaging/href.ts';
import { type PlayPackageManifest, type StructureNode, walk } from '../manifest.ts';
import { inspectZip } from '../package.testing.ts';
import { parseXml } from '../xml/parse.ts';
import { cmi5Manifest } from './cmi5.ts';
import { hrefOf } from './href.ts';
import { Names } from './names.ts';
import { scorm12Manifest } from './scorm12.ts';
import { scorm2004Manifest } from './scorm2004.ts';
import { tincanManifest } from './tincan.ts';
import { xml, xmlText } from './xml.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML has no way to write.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;
const written = (text: string): string => text.replace(UNWRITABLE, '\ufffd');

const anything = fc.string({ unit: 'binary', maxLength: 30 });

describe('what is written', () => {
  it('[OUT-15] is what a parser reads, whatever the text; what XML has no way to write becomes U+FFFD', () => {
    fc.assert(
      fc.property(anything, anything, (text, value) => {
        const { root } = parseXml(xmlText(xml('a', { b: value }, xml('c', {}, text))), 'x').document;
        expect([root.attributes[0]!.value, root.children[0]!.text]).toEqual([written(value), written(text)]);
      }),
    );
  });
  it('[OUT-15] identifiers are NCNames, each once', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), (wanted) => {
        const names = new Names();
        const given = wanted.map((name) => names.of(name));
        expect(new Set(given).size).toBe(given.length);
        for (const name of given) expect(name).toMatch(/^[\p{L}_][\p{L}\p{N}._-]*$/u);
      }),
    );
    expect(['item_1', 'item_1', '1 a', ''].map((name) => new Names().of(name))).toEqual([
      ...['item_1', 'item_1', '_1_a', '_'],
    ]);
  });
  it('[OUT-15] long identifiers are cut between letters, and stay apart', () => {
    const names = new Names();
    const long = `a${'\u{10400}'.repeat(150)}`;
    expect([names.of(long), names.of(long)]).toEqual([long.slice(0, 199), `${long.slice(0, 199)}-2`]);
  });
  it('[OUT-15] an href leads to the file that it was made of', () => {
    const part = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter((s) => !/[/\\\p{Cs}\p{Cc}]|^\s|\s$|^\.+$/u.test(s));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        expect(readHref('', hrefOf(parts.join('/')))).toMatchObject({ kind: 'file', path: parts.join('/') });
      }),
    );
    expect(hrefOf("a (1)/b+c,d;e=f@g!h'.html")).toBe("a%20(1)/b+c,d;e=f@g!h'.html".replace(' ', '%20'));
  });
});

const title = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((s) => s.trim() !== '' && !/\p{Cc}|\p{Cs}/u.test(s));
const id = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).filter((s) => !/\p{Cs}/u.test(s)),
  fc.webUrl(),
);
const leaf = (children: readonly StructureNode[]) =>
  fc.record({
    id,
    kind: fc.constantFrom('sco' as const, 'asset' as const),
    title,
    visible: fc.boolean(),
    launch: fc.constant({ path: 'a.html', parameters: '' }),
    scorm12: fc.record({ masteryScore: fc.integer({ min: 0, max: 100 }) }),
    children: fc.constant(children),
  });
const tree: fc.Arbitrary<StructureNode> = fc.letrec<{ node: StructureNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf([]),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).chain((children) =>
      fc.oneof(
        leaf(children),
        fc.record({
          id,
          kind: fc.constant('block' as const),
          title,
          visible: fc.boolean(),
          children: fc.constant(children),
        }),
      ),
    ),
  ),
})).node;

const course = fc.record({
  identifier: id,
  activityId: fc.webUrl({ validSchemes: ['https'] }).filter((url) => !/["<>{}|\\^`]/.test(url)),
  title,
  structure: fc.array(tree, { minLength: 1, maxLength: 3 }).map(withOwnIds),
});

/** Ids are unique in a course. */
function withOwnIds(nodes: readonly StructureNode[]): StructureNode[] {
  let n = 0;
  const own = (list: readonly StructureNode[]): StructureNode[] =>
    list.map((node) => ({ ...node, id: `${node.id}${n++}`, children: own(node.children) }));
  return own(nodes);
}

const playedTitles = (nodes: readonly StructureNode[]): string[] =>
  [...walk(nodes)].flatMap((node) => (node.launch === undefined ? [] : [node.title.trim().replace(/\s+/g, ' ')]));

const WRITERS = [
  ['imsmanifest.xml', scorm12Manifest],
  ['imsmanifest.xml', scorm2004Manifest],
  ['cmi5.xml', cmi5Manifest],
  ['tincan.xml', tincanManifest],
] as const;

describe('whatever a course is called and however it is built', () => {
  it.each(WRITERS.map(([name, write]) => ({ name, write, what: write.name })))(
    '[OUT-15] $what is imported without a repair',
    async ({ name, write }) => {
      await fc.assert(
        fc.asyncProperty(course, async (about) => {
          const manifest: PlayPackageManifest = {
            ...about,
            manifestVersion: 1,
            minPlayerVersion: '0.1.0',
            format: 'scorm12',
            languages: ['en'],
            assets: { count: 2, bytes: 10 },
          };
          const paths = ['lectern/index.html', 'a.html'];
          const text = write({ manifest, folder: 'lectern/', paths });
          const read = await inspectZip([{ name, data: text }, ...paths.map((path) => ({ name: path, data: 'x' }))]);
          const findings = read.ok ? read.value.report.findings : read.error.findings;
          expect(findings.filter(({ severity }) => severity !== 'warning')).toEqual([]);
          if (read.ok && name !== 'tincan.xml') {
            expect(playedTitles(read.value.manifest.structure)).toEqual(playedTitles(manifest.structure));
          }
        }),
        { numRuns: 60 },
      );
    },
  );
});
