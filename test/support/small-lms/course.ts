import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from '../../../domain/package/inspect.ts';
import type { PlayPackageManifest } from '../../../domain/package/manifest.ts';
import { readEntry } from '../../../domain/package/zip/entries.ts';
import { bytesSource } from '../../../domain/package/zip/source.ts';
import { ROOT } from '../stack.ts';

export type CourseFiles = ReadonlyMap<string, Uint8Array>;
type Target = 'scorm12' | 'scorm2004' | 'cmi5' | 'xapi';

/** Larger than any file of the collection. */
const FILE_BYTES_MAX = 200_000_000;

/** The files of an archive with the player and the shim in their places, as an export across formats has them. */
export async function courseWithPlayer(
  zip: Uint8Array<ArrayBuffer>,
  target: Target,
): Promise<{ manifest: PlayPackageManifest; files: CourseFiles }> {
  const source = bytesSource(zip);
  const inspected = await inspect(source, { homePage: 'https://demo.example' });
  if (!inspected.ok) throw new Error(JSON.stringify(inspected.error));
  const { manifest, files: entries } = inspected.value;
  const files = new Map<string, Uint8Array>();
  for (const [path, entry] of entries) {
    const read = await readEntry(source, entry, FILE_BYTES_MAX);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    files.set(path, isAuPage(manifest, path) ? withShim(path, read.value) : read.value);
  }
  const player = join(ROOT, 'dist/standalone');
  for (const name of readdirSync(player)) files.set(`lectern/${name}`, readFileSync(join(player, name)));
  files.set('lectern/course.json', new TextEncoder().encode(JSON.stringify({ courseVersion: 1, target, manifest })));
  return { manifest, files };
}

const isAuPage = ({ format }: PlayPackageManifest, path: string): boolean =>
  (format === 'cmi5' || format === 'xapi') && /\.html?$/i.test(path);

function withShim(path: string, bytes: Uint8Array): Uint8Array {
  const shim = `<script src="${'../'.repeat(path.split('/').length - 1)}lectern/shim.js"></script>`;
  return new TextEncoder().encode(new TextDecoder().decode(bytes).replace(/<head[^>]*>/i, (head) => head + shim));
}
