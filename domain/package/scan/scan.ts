import type { Inspected } from '../inspect.ts';
import { type StructureNode, walk } from '../manifest.ts';
import { type Finding, Refusal } from '../report.ts';
import { PORTABLE_CODEC, type ZipCodec } from '../zip/codec.ts';
import { readEntries } from '../zip/entries.ts';
import type { ZipEntry } from '../zip/entry.ts';
import type { ByteSource } from '../zip/source.ts';
import { Observations } from './observations.ts';
import { observePage, observeScript, observeStyle } from './observe.ts';

/**
 * How much of a course is looked at: its pages, scripts and styles, those that are launched first. A course says the same
 * things on every page, and a report must not take longer than the rest of the import.
 */
export const SCAN_LIMITS = { files: 250, fileBytes: 1024 * 1024, bytes: 16 * 1024 * 1024 } as const;
/** Pages lie between media: a larger window would read what nobody looks at, a smaller one ask for every page. */
const WINDOW_BYTES = 64 * 1024;

type Observe = (observations: Observations, path: string, text: string) => void;

const KINDS: readonly (readonly [RegExp, Observe])[] = [
  [/\.x?html?$/i, observePage],
  [/\.js$/i, observeScript],
  [/\.css$/i, observeStyle],
];
const observerOf = (path: string): Observe | undefined => KINDS.find(([name]) => name.test(path))?.[1];

/**
 * What a learner may notice of a course that was accepted, seen in its files: what it takes from other hosts and links to,
 * and how it saves. A damaged file ends the look: whoever reads the course to its end refuses it.
 */
export async function scanFiles(
  source: ByteSource,
  { manifest, files }: Pick<Inspected, 'manifest' | 'files'>,
  codec: ZipCodec = PORTABLE_CODEC,
): Promise<Finding[]> {
  const observations = new Observations();
  for (const node of walk(manifest.structure)) observeLaunch(observations, node);
  const chosen = choose(manifest.structure, files);
  try {
    const entries = chosen.map(([, entry]) => entry);
    for await (const { index, chunks } of readEntries(source, entries, { windowBytes: WINDOW_BYTES, codec })) {
      const path = chosen[index]![0];
      observerOf(path)!(observations, path, await textOf(chunks));
    }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
  }
  return observations.findings();
}

/** An AU of cmi5 or xAPI may lie anywhere: it reports by itself. A SCO elsewhere finds no runtime. */
function observeLaunch(observations: Observations, { kind, launch, title }: StructureNode): void {
  const url = launch?.path ?? '';
  if (/^https?:/i.test(url) && kind !== 'au') observations.launched(url, title);
  if (/^http:/i.test(url)) observations.insecure(url);
}

/** Launched pages first, then by their order in the archive, up to the limits; in the end in the order of the archive. */
function choose(
  structure: readonly StructureNode[],
  files: ReadonlyMap<string, ZipEntry>,
): (readonly [string, ZipEntry])[] {
  const launched = new Set([...walk(structure)].map((node) => node.launch?.path));
  const candidates = [...files].filter(([path, { bytes }]) => observerOf(path) && bytes <= SCAN_LIMITS.fileBytes);
  const first = candidates.filter(([path]) => launched.has(path));
  const chosen: (readonly [string, ZipEntry])[] = [];
  let bytes = 0;
  for (const candidate of [...first, ...candidates.filter(([path]) => !launched.has(path))]) {
    bytes += candidate[1].bytes;
    if (chosen.length >= SCAN_LIMITS.files || bytes > SCAN_LIMITS.bytes) break;
    chosen.push(candidate);
  }
  return chosen.sort(([, a], [, b]) => a.headerOffset - b.headerOffset);
}

/** Letters outside ASCII may come out wrong; nothing that is looked for has any. */
async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
