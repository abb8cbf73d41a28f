import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { assemble } from '../../../domain/bundle/assemble.ts';
import type { PlayerFiles } from '../../../domain/package/export/crossing.ts';
import { planExport } from '../../../domain/package/export/plan.ts';
import { type CrossingFormat, exportTarget } from '../../../domain/package/export/target.ts';
import { inspect } from '../../../domain/package/inspect.ts';
import type { PlayPackageManifest } from '../../../domain/package/manifest.ts';
import { readEntry } from '../../../domain/package/zip/entries.ts';
import { bytesSource } from '../../../domain/package/zip/source.ts';
import { ROOT } from '../stack.ts';

export type CourseFiles = ReadonlyMap<string, Uint8Array>;

const BUILT = join(ROOT, 'dist/standalone');

/** Larger than any file of the collection. */
const FILE_BYTES_MAX = 200_000_000;

/** The files of a course's export, with the player as it was built. */
export async function courseWithPlayer(
  zip: Uint8Array<ArrayBuffer>,
  target: CrossingFormat,
): Promise<{ manifest: PlayPackageManifest; files: CourseFiles }> {
  const source = bytesSource(zip);
  const inspected = await inspect(source, { homePage: 'https://demo.example' });
  if (!inspected.ok) throw new Error(JSON.stringify(inspected.error));
  const { manifest, files: entries } = inspected.value;
  const player = JSON.parse(readFileSync(join(BUILT, 'files.json'), 'utf8')) as PlayerFiles;
  const plan = await planExport(
    { manifest, files: entries, source },
    exportTarget(manifest.format, target, undefined)!,
    player,
  );
  const made: Uint8Array[] = [];
  const assembled = await assemble({
    files: plan.files,
    source,
    player: async (name) => readFileSync(join(BUILT, name)),
    write: async (bytes) => void made.push(bytes.slice()),
  });
  const bytes = Buffer.concat(made);
  const files = new Map<string, Uint8Array>();
  for (const { path, from, deflatedBytes } of assembled.files) {
    if ('madeAt' in from) files.set(path, inflateRawSync(bytes.subarray(from.madeAt, from.madeAt + deflatedBytes!)));
    else {
      const read = await readEntry(source, from.original, FILE_BYTES_MAX);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      files.set(path, read.value);
    }
  }
  return { manifest, files };
}
