import { archiveOf } from '../../../domain/bundle/lone-file.ts';
import { LONE_MANIFESTS } from '../../../domain/package/lone-manifest.ts';
import type { TestEntry } from '../../../domain/package/zip/zip.testing.ts';
import { bentBytes, mutated } from '../mutate.ts';
import { Random } from '../random.ts';
import { archived, NAMES, RECORDS, withBomb, withTediousPage } from './bent-archive.ts';
import { bentXml, crowded, encodedXml } from './bent-xml.ts';
import type { Seed } from './seeds.ts';

/** A package as it is sent. */
export interface PackageCase {
  readonly kind: string;
  readonly from: string;
  /** The media type. */
  readonly type: string;
  readonly body: Buffer;
  /** The archive that the body is, or stands for. */
  readonly archive: Uint8Array;
}

interface Maker {
  readonly seed: Seed;
  readonly random: Random;
}

/** Bombs take a while to be told from films, and crowds to be counted, so they are few. */
const KINDS: readonly (readonly [number, string])[] = [
  [60, 'manifest'],
  [30, 'names'],
  [30, 'records'],
  [30, 'bytes'],
  [10, 'alone'],
  [20, 'everything'],
  [10, 'pages'],
  [1, 'bomb'],
  [1, 'crowd'],
];

const loneKind = ({ files, manifest }: Seed) => LONE_MANIFESTS.find(({ path }) => path === files[manifest]!.name);

/** The case of a number: always the same one for the same seed and the same packages. */
export function packageCase(seed: number, index: number, seeds: readonly Seed[]): PackageCase {
  const random = new Random(seed, index);
  const kind = random.weighted(KINDS);
  const maker = { seed: random.pick(kind === 'alone' ? seeds.filter(loneKind) : seeds), random };
  const from = maker.seed.name;
  if (kind === 'alone') {
    const body = Buffer.from(bentManifest(maker));
    const { path, mediaTypes } = loneKind(maker.seed)!;
    return { kind, from, type: random.pick(mediaTypes), body, archive: Buffer.concat(archiveOf(path, [body])) };
  }
  const body = Buffer.from(archiveFor(kind, maker));
  return { kind, from, type: 'application/zip', body, archive: body };
}

function archiveFor(kind: string, { seed, random }: Maker): Uint8Array {
  const bends = (of: string) => kind === of || kind === 'everything';
  const entries: TestEntry[] = seed.files.map(({ name, data }) => ({ name, data, method: random.pick([0, 8]) }));
  if (bends('manifest')) entries[seed.manifest]!.data = bentManifest({ seed, random });
  if (kind === 'pages') withTediousPage(entries, random);
  if (bends('names')) for (let left = random.int(4); left >= 0; left--) random.weighted(NAMES)(entries, random);
  if (bends('records')) for (let left = random.int(3); left >= 0; left--) random.weighted(RECORDS)(entries, random);
  if (kind === 'bomb') withBomb(entries, random);
  const manifest = entries[seed.manifest]!;
  if (kind === 'crowd' && /\.xml$/i.test(String(manifest.name))) {
    manifest.data = crowded(new TextDecoder().decode(seed.files[seed.manifest]!.data), random);
  }
  const archive = archived(entries, random);
  return bends('bytes') ? bentBytes(Buffer.from(archive), random) : archive;
}

function bentManifest({ seed, random }: Maker): Uint8Array {
  const { name, data } = seed.files[seed.manifest]!;
  const text = new TextDecoder().decode(data);
  if (/\.json$/i.test(name)) return new TextEncoder().encode(mutated(JSON.parse(text), random));
  return encodedXml(bentXml(text, random), random);
}
