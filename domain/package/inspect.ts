import { err, ok, type Result } from '../kernel/result.ts';
import { encodedNames, PackageFiles } from './files.ts';
import type { Format, ReadOutput } from './format.ts';
import { FORMATS } from './formats.ts';
import type { PackageFormat, PlayPackageManifest } from './manifest.ts';
import { depthsOf, type LocatedMarker, locateMarker } from './marker.ts';
import { type Finding, finding, type ImportReport, makeReport, quote, Refusal, refuse } from './report.ts';
import { sizeFinding } from './size.ts';
import { decodeXml } from './xml/decode.ts';
import type { XmlDocument } from './xml/element.ts';
import { parseXml, XML_LIMITS } from './xml/parse.ts';
import { readDirectory } from './zip/directory.ts';
import { readEntry } from './zip/entries.ts';
import type { ZipDirectory, ZipEntry } from './zip/entry.ts';
import type { ByteSource } from './zip/source.ts';

export interface InspectOptions {
  /** The tenant's; courses without an IRI of their own get one below it. No trailing slash. */
  readonly homePage: string;
}

/** A file beside the manifest is metadata of some KiB. */
const XML_FILE_BYTES_MAX = 1024 * 1024;

/** An archive that can be played. Nothing of it has been unpacked but its manifest. */
export interface Inspected {
  readonly manifest: PlayPackageManifest;
  readonly report: ImportReport;
  /** The folder of the course in the archive, with a slash behind it; empty for the root. */
  readonly root: string;
  readonly directory: ZipDirectory;
  /** Path as the content host serves it → entry, in the order of the archive. */
  readonly files: ReadonlyMap<string, ZipEntry>;
}

/**
 * Says what an archive is and whether it can be played. Whatever the bytes are, the answer is a value; only a failed
 * read of the source throws. Deterministic: the same bytes give the same answer, so it may be asked again at will.
 */
export async function inspect(source: ByteSource, options: InspectOptions): Promise<Result<Inspected, ImportReport>> {
  const inspection = new Inspection(source, options);
  try {
    return await inspection.run();
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(inspection.report([thrown.finding]));
    throw thrown;
  }
}

/** What is known so far; kept so that a refusal still tells what was recognised and repaired before it. */
class Inspection {
  readonly #source: ByteSource;
  readonly #options: InspectOptions;
  readonly #findings: Finding[] = [];
  #recognised: { name?: string; format?: PackageFormat } = {};

  constructor(source: ByteSource, options: InspectOptions) {
    this.#source = source;
    this.#options = options;
  }

  report(more: readonly Finding[] = []): ImportReport {
    return makeReport([...this.#findings, ...more], this.#recognised);
  }

  async run(): Promise<Result<Inspected, ImportReport>> {
    const read = await readDirectory(this.#source);
    if (!read.ok) throw new Refusal(read.error);
    const directory = read.value;
    this.#findings.push(...directory.findings);
    const recognised = await this.#recognise(directory);
    this.#recognised = named(recognised.format);
    const { located } = recognised;
    const files = new PackageFiles(directory, located.root);
    this.#findings.push(...located.findings);
    if (files.outside > 0) {
      const [what, were] = files.outside === 1 ? ['1 file lies', 'was'] : [`${files.outside} files lie`, 'were'];
      const message = `${what} outside the folder of the course and ${were} left out.`;
      this.#findings.push(finding('files_outside_course', message, located.root));
    }
    const [encoded, ...others] = encodedNames(files);
    if (encoded !== undefined) {
      const what = others.length === 0 ? 'A name in the ZIP is' : `${others.length + 1} names in the ZIP are`;
      const message = `${what} percent-encoded; files are found under both spellings.`;
      this.#findings.push(finding('names_percent_encoded', message, encoded));
    }
    const output = await this.#read(recognised, directory, files);
    this.#findings.push(...output.findings);
    const tooMuch = output.manifest && sizeFinding(output.manifest, located.path);
    if (tooMuch !== undefined) this.#findings.push(tooMuch);
    const report = this.report();
    if (output.manifest === undefined || report.outcome === 'refused') return err(report);
    const { root } = located;
    return ok({ manifest: output.manifest, report, root, directory, files: files.byPath });
  }

  async #recognise(directory: ZipDirectory): Promise<Recognised> {
    const paths = directory.entries.map((entry) => entry.path);
    const documents = new Map<string, XmlDocument>();
    for (const format of nearestFirst(paths)) {
      const located = locate(paths, format);
      if (located === undefined) continue;
      if (format.matches === undefined && format.read === undefined) return { format, located };
      const document = documents.get(located.path) ?? (await this.#document(directory, located.path));
      documents.set(located.path, document);
      if (format.matches?.(document) !== false) return { format, located, document };
    }
    const message =
      'The ZIP holds neither imsmanifest.xml, cmi5.xml, tincan.xml nor lectern.json, and nothing else that makes it a course.';
    throw refuse('manifest_missing', message);
  }

  async #bytes(directory: ZipDirectory, path: string, max: number): Promise<Uint8Array> {
    const entry = directory.entries.find((candidate) => candidate.path === path)!;
    const bytes = await readEntry(this.#source, entry, max);
    if (!bytes.ok) throw new Refusal(bytes.error);
    return bytes.value;
  }

  async #document(directory: ZipDirectory, path: string): Promise<XmlDocument> {
    const decoded = decodeXml(await this.#bytes(directory, path, XML_LIMITS.maxBytes), path);
    const parsed = parseXml(decoded.text, path);
    this.#findings.push(...decoded.findings, ...parsed.findings);
    return parsed.document;
  }

  /** What is said of a file beside the manifest is no more than its own finding. */
  async #xmlFile(directory: ZipDirectory, path: string): Promise<XmlDocument> {
    const { text } = decodeXml(await this.#bytes(directory, path, XML_FILE_BYTES_MAX), path);
    return parseXml(text, path).document;
  }

  async #read(
    { format, located, document }: Recognised,
    directory: ZipDirectory,
    files: PackageFiles,
  ): Promise<ReadOutput> {
    const entry = files.byPath.get(located.path.slice(located.root.length));
    const { homePage } = this.#options;
    const input = { files, where: located.path, homePage, manifestCrc32: entry?.crc32 ?? 0 };
    if (format.read !== undefined && document !== undefined) {
      const xmlFile = (path: string) => this.#xmlFile(directory, located.root + path);
      return format.read({ ...input, document, xmlFile });
    }
    if (format.file !== undefined) {
      const { maxBytes } = format.file;
      if ((entry?.bytes ?? 0) > maxBytes) {
        throw refuse('document_too_large', `The document has more than ${maxBytes} bytes.`, located.path);
      }
      const bytes = await this.#bytes(directory, located.path, maxBytes);
      return format.file.read({
        ...input,
        bytes,
        embedded: (folder) => this.#embedded(directory, located.root + folder),
      });
    }
    const message = `This is ${format.phrase}; this version of Lectern imports ${readable()}.`;
    throw refuse('format_unsupported', message, located.path);
  }

  /** The SCORM 1.2 package in a folder of another one: what is outside the folder is not there for it. */
  async #embedded(directory: ZipDirectory, folder: string): Promise<ReadOutput> {
    const entries = directory.entries.filter(({ path }) => path.startsWith(`${folder}/`));
    if (entries.length === 0) {
      throw refuse('embedded_package_missing', `There is no folder ${quote(folder)} in the ZIP.`, folder);
    }
    const inside = { ...directory, entries };
    const recognised = await this.#recognise(inside);
    const { located, format } = recognised;
    if (located.root !== `${folder}/`) {
      throw refuse('embedded_package_missing', `There is no package in the folder ${quote(folder)}.`, folder);
    }
    if (format.format !== 'scorm12') {
      const message = `The folder ${quote(folder)} holds ${format.phrase}; SCORM 1.2 can be embedded.`;
      throw refuse('embedded_package_unsupported', message, located.path);
    }
    return this.#read(recognised, inside, new PackageFiles(inside, located.root));
  }
}

/** What other tools export and has a reader here, in words. */
const readable = (): string => {
  const names = [
    ...new Set(FORMATS.flatMap(({ name, read }) => (read === undefined ? [] : [name.replace(/ \S+ Edition$/, '')]))),
  ];
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
};

/** What kind of package it is, where its manifest lies, and the manifest when it had to be read to tell. */
interface Recognised {
  readonly format: Format;
  readonly located: LocatedMarker;
  readonly document?: XmlDocument;
}

const named = ({ name, format }: Format): { name: string; format?: PackageFormat } => ({
  name,
  ...(format === undefined ? {} : { format }),
});

/**
 * Kinds in the order in which they are tried: those whose manifest lies nearest to the root, then by the table. A package
 * may carry another one in a folder.
 */
function nearestFirst(paths: readonly string[]): readonly Format[] {
  const markers = FORMATS.flatMap(({ marker }) => (typeof marker === 'string' ? [marker] : []));
  const depths = depthsOf(paths, new Set(markers));
  const depth = ({ marker }: Format): number =>
    (typeof marker === 'string' ? depths.get(marker) : undefined) ?? Number.MAX_SAFE_INTEGER;
  return FORMATS.toSorted((a, b) => depth(a) - depth(b));
}

function locate(paths: readonly string[], { marker }: Format): LocatedMarker | undefined {
  if (typeof marker === 'string') return locateMarker(paths, marker);
  const path = marker(paths);
  return path === undefined ? undefined : { path, root: '', findings: [] };
}
