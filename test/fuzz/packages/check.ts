import { posix, win32 } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildContainer } from '../../../domain/bundle/build.ts';
import { MemoryParts, nodeSha256 } from '../../../domain/bundle/bundle.testing.ts';
import { DOCUMENT_PAGE } from '../../../domain/package/document/page-address.ts';
import { type Inspected, inspect } from '../../../domain/package/inspect.ts';
import { walk } from '../../../domain/package/manifest.ts';
import { readManifest } from '../../../domain/package/read-manifest.ts';
import { addFindings, FINDING_CODES, type ImportReport } from '../../../domain/package/report.ts';
import { scanFiles } from '../../../domain/package/scan/scan.ts';
import { readDirectory } from '../../../domain/package/zip/directory.ts';
import { type ByteSource, bytesSource } from '../../../domain/package/zip/source.ts';

/** A report is read by a person: this is a page of text. */
const MESSAGE_CHARS_MAX = 1500;
const PART_BYTES = 64 * 1024;
/** A manifest of 20 MiB takes a second; an answer that takes longer keeps others waiting. */
const SLOW_MS = 5000;

export interface Verdict {
  readonly report: ImportReport;
  /** What must not be, in words; empty when all is well. */
  readonly wrong: readonly string[];
}

/** Imports a package without a server and holds the outcome against what always has to be so. */
export async function judge(archive: Uint8Array, homePage: string): Promise<Verdict> {
  const source = bytesSource(archive);
  const began = performance.now();
  const inspected = await inspect(source, { homePage });
  const slow = wrongTime('inspected', began);
  if (!inspected.ok) return { report: inspected.error, wrong: [...slow, ...wrongReport(inspected.error, 'refused')] };
  const { report } = inspected.value;
  const wrong = [...slow, ...wrongReport(report, 'accepted'), ...wrongManifest(inspected.value)];
  const built = await build(source, inspected.value);
  if (built.damage !== undefined) return { report: addFindings(report, [built.damage]), wrong };
  const scanning = performance.now();
  const seen = addFindings(report, await scanFiles(source, inspected.value));
  const late = wrongTime('looked at', scanning);
  return { report: seen, wrong: [...wrong, ...built.wrong, ...late, ...wrongReport(seen, 'accepted')] };
}

function wrongTime(what: string, sinceMs: number): string[] {
  const tookMs = performance.now() - sinceMs;
  return tookMs > SLOW_MS ? [`${what} for ${Math.round(tookMs)} ms`] : [];
}

function wrongReport({ outcome, findings }: ImportReport, expected: ImportReport['outcome']): string[] {
  const wrong: string[] = [];
  if (outcome !== expected) wrong.push(`the report says ${outcome}`);
  if ((findings[0]?.severity === 'refused') !== (expected === 'refused')) wrong.push('the first finding is not why');
  for (const { code, message, where = '', remedy } of findings) {
    if (!FINDING_CODES.includes(code)) wrong.push(`no such code: ${code}`);
    if (remedy === '') wrong.push(`no remedy: ${code}`);
    if (message === '' || message.length > MESSAGE_CHARS_MAX) wrong.push(`${code} in ${message.length} characters`);
    if (/[\p{Cc}\u202a-\u202e]/u.test(message + where)) wrong.push(`${code} plays tricks: ${JSON.stringify(message)}`);
  }
  return wrong;
}

function wrongManifest({ manifest, files }: Inspected): string[] {
  const wrong: string[] = [];
  for (const path of files.keys()) if (!isInside(path)) wrong.push(`a file outside: ${JSON.stringify(path)}`);
  const read = readManifest(JSON.parse(JSON.stringify(manifest)));
  if (!read.ok) wrong.push(`the manifest is not readable: ${read.error.where} ${read.error.detail}`);
  else if (!isDeepStrictEqual(read.value, JSON.parse(JSON.stringify(manifest))))
    wrong.push('the manifest is read as another one');
  const nodes = [...walk(manifest.structure)];
  if (new Set(nodes.map(({ id }) => id)).size !== nodes.length) wrong.push('two nodes have one id');
  for (const { kind, launch } of nodes) {
    if (launch === undefined || files.has(launch.path) || /^https?:\/\/[^/]/i.test(launch.path)) continue;
    // The renderer of documents lies on every content host, and in no package.
    if (kind === 'document' && launch.path === DOCUMENT_PAGE) continue;
    wrong.push(`a launch leads nowhere: ${JSON.stringify(launch.path)}`);
  }
  if (!nodes.some(({ launch }) => launch !== undefined)) wrong.push('nothing can be launched');
  return wrong;
}

const isInside = (path: string): boolean =>
  posix.resolve('/package', path) === `/package/${path}` &&
  win32.resolve('C:\\package', path).startsWith('C:\\package\\') &&
  !/\\|\p{Cc}/u.test(path);

/** The container is what is kept of a package: it holds its files and no other. */
async function build(source: ByteSource, { files }: Inspected) {
  const writer = new MemoryParts(PART_BYTES);
  const built = await buildContainer({ source, files, writer, sha256: nodeSha256, maxParts: Number.POSITIVE_INFINITY });
  if (!built.ok) return { damage: built.error, wrong: [] };
  const kept = await readDirectory(bytesSource(writer.object()));
  const paths = kept.ok ? kept.value.entries.map((entry) => entry.path) : [];
  const same = JSON.stringify(paths) === JSON.stringify([...files.keys()]);
  return { damage: undefined, wrong: same ? [] : ['the container holds other files'] };
}
