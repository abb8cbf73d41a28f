import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  alone,
  au,
  block,
  objectives,
  packaged,
  references,
  structure,
} from '../../../domain/package/cmi5/cmi5.testing.ts';
import { DOCUMENT_FILE } from '../../../domain/package/document/document.ts';
import { course, manifest12, organization, sco } from '../../../domain/package/package.testing.ts';
import { readDirectory } from '../../../domain/package/zip/directory.ts';
import { readEntries } from '../../../domain/package/zip/entries.ts';
import { bytesSource } from '../../../domain/package/zip/source.ts';
import { asBytes, concat } from '../../../domain/package/zip/zip.testing.ts';
import { coursesIn, sampleCourse } from '../../support/courses.ts';
import { ROOT } from '../../support/stack.ts';

/** What is kept of a file that is no manifest: enough for the head of a page. */
const KEPT_BYTES = 1000;
/** Of one folder of real packages; more of the same kind say nothing new. */
const MOST_OF_A_KIND = 12;
const MANIFEST = /(^|\/)((imsmanifest|cmi5|tincan)\.xml|lectern\.json)$/i;

export interface SeedFile {
  readonly name: string;
  readonly data: Uint8Array;
}

/** A package that is changed into cases: small, whatever it was made from. */
export interface Seed {
  readonly name: string;
  readonly files: readonly SeedFile[];
  /** Which of the files is the manifest. */
  readonly manifest: number;
}

/** The sample, one of everything a course structure can say, tincan.xml, and real packages where there are any. */
export async function seedPackages(): Promise<Seed[]> {
  const real = ['scorm12', 'scorm2004', 'cmi5', 'xapi', 'adl-scorm2004-4th/packages', 'hostile'].flatMap((folder) =>
    coursesIn(folder).slice(0, MOST_OF_A_KIND),
  );
  const read = await Promise.all([sampleCourse(), ...real].map(({ name, read }) => seedOf(name, read())));
  return [...read.filter((one) => one !== undefined), ...WRITTEN, ...documents()];
}

/** Authored documents with the files that they name. */
function documents(): Seed[] {
  const folder = join(ROOT, 'test/vectors/documents');
  return readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const paths = [...text.matchAll(/"(?:file|poster|logo)":\s*"([^":]+)"/g)].map(([, path]) => path!);
    const embedded = [...text.matchAll(/"package":\s*"([^"]+)"/g)].flatMap(([, folder]) =>
      course(SCO, 'page.html').map(({ name, data }) => ({ name: `${folder}/${String(name)}`, data: data! })),
    );
    const media = [...new Set(paths)].map((path) => ({ name: path }));
    return written(name, [{ name: DOCUMENT_FILE, data: text }, ...media, ...embedded]);
  });
}

async function seedOf(name: string, bytes: Uint8Array): Promise<Seed | undefined> {
  const source = bytesSource(bytes);
  const directory = await readDirectory(source);
  if (!directory.ok) return undefined;
  const files: SeedFile[] = [];
  for await (const { entry, chunks } of readEntries(source, directory.value.entries)) {
    const pieces: Uint8Array[] = [];
    for await (const chunk of chunks) pieces.push(chunk.slice());
    const data = concat(...pieces);
    files.push({ name: entry.path, data: MANIFEST.test(entry.path) ? data : data.slice(0, KEPT_BYTES) });
  }
  const manifest = files.findIndex((file) => MANIFEST.test(file.name));
  return manifest < 0 ? undefined : { name, files, manifest };
}

const EVERYTHING = structure(
  objectives('urn:o:1', 'urn:o:2') +
    block(
      'urn:block',
      references('urn:o:1') +
        au('urn:au:1', {
          url: 'index.html?a=1#b',
          attributes: 'moveOn="Passed" masteryScore="0.5" launchMethod="OwnWindow" activityType="urn:type"',
          more: references('urn:o:2'),
          rest: '<launchParameters>a=1</launchParameters><entitlementKey>key</entitlementKey><x:word xmlns:x="urn:x"/>',
        }),
    ) +
    au('urn:au:2', { url: 'https://content.example/a?b=1' }),
);
const SCO = manifest12(
  organization('<item identifier="i" identifierref="r"><title>Try it</title></item>'),
  sco('r', 'page.html'),
);
const TINCAN = `<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="urn:golf" type="urn:course"><name lang="en">Golf</name><description lang="en">About</description><launch lang="en">index.html</launch></activity>
<activity id="urn:hole" type="urn:lesson"><name>Hole</name></activity></activities></tincan>`;

const written = (name: string, files: readonly { name: string | Uint8Array; data?: Uint8Array | string }[]): Seed => ({
  name,
  files: files.map((file) => ({ name: String(file.name), data: asBytes(file.data ?? '') })),
  manifest: 0,
});

const WRITTEN: readonly Seed[] = [
  written('every part of cmi5', packaged(EVERYTHING)),
  written('cmi5 alone', alone(structure(au('urn:au', { url: 'https://content.example/' })))),
  written('tincan', [
    { name: 'tincan.xml', data: TINCAN },
    { name: 'index.html', data: '<p>Golf</p>' },
  ]),
];
