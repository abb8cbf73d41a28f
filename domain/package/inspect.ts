import { err, ok, type Result } from '../kernel/result.ts';
import { encodedNames, PackageFiles } from './files.ts';
import type { Format, ReadOutput } from './format.ts';
import { FORMATS } from './formats.ts';
import type { PackageFormat, PlayPackageManifest } from './manifest.ts';
import { type LocatedMarker, locateMarker } from './marker.ts';
import { type Finding, finding, type ImportReport, makeReport, Refusal, refuse } from './report.ts';
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

/** An archive that can be played. Nothing of it has been unpacked but its manifest. */
export interface Inspected {
  readonly manifest: PlayPackageManifest;
  readonly report: ImportReport;
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
    const { format, located, document } = await this.#recognise(directory);
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
    const output = this.#read(format, located, document, files);
    this.#findings.push(...output.findings);
    const tooMuch = output.manifest && sizeFinding(output.manifest, located.path);
    if (tooMuch !== undefined) this.#findings.push(tooMuch);
    const report = this.report();
    if (output.manifest === undefined || report.outcome === 'refused') return err(report);
    return ok({ manifest: output.manifest, report, directory, files: files.byPath });
  }

  async #recognise(
    directory: ZipDirectory,
  ): Promise<{ format: Format; located: LocatedMarker; document?: XmlDocument }> {
    const paths = directory.entries.map((entry) => entry.path);
    const documents = new Map<string, XmlDocument>();
    for (const format of FORMATS) {
      const located = locate(paths, format);
      if (located === undefined) continue;
      if (format.matches === undefined && format.read === undefined) return this.#as(format, { format, located });
      const document = documents.get(located.path) ?? (await this.#document(directory, located.path));
      documents.set(located.path, document);
      if (format.matches?.(document) !== false) return this.#as(format, { format, located, document });
    }
    const message =
      'The ZIP holds neither imsmanifest.xml, cmi5.xml nor tincan.xml, and nothing else that makes it a course.';
    throw refuse('manifest_missing', message);
  }

  #as<T>(format: Format, result: T): T {
    this.#recognised = { name: format.name, ...(format.format === undefined ? {} : { format: format.format }) };
    return result;
  }

  async #document(directory: ZipDirectory, path: string): Promise<XmlDocument> {
    const entry = directory.entries.find((candidate) => candidate.path === path)!;
    const bytes = await readEntry(this.#source, entry, XML_LIMITS.maxBytes);
    if (!bytes.ok) throw new Refusal(bytes.error);
    const decoded = decodeXml(bytes.value, path);
    const parsed = parseXml(decoded.text, path);
    this.#findings.push(...decoded.findings, ...parsed.findings);
    return parsed.document;
  }

  #read(format: Format, located: LocatedMarker, document: XmlDocument | undefined, files: PackageFiles): ReadOutput {
    if (format.read === undefined || document === undefined) {
      const message = `This is ${format.phrase}; this version of Lectern imports ${readable()}.`;
      throw refuse('format_unsupported', message, located.path);
    }
    const entry = files.byPath.get(located.path.slice(located.root.length))!;
    return format.read({
      document,
      files,
      where: located.path,
      homePage: this.#options.homePage,
      manifestCrc32: entry.crc32,
    });
  }
}

/** The formats that have a reader, in words. */
const readable = (): string => {
  const names = [
    ...new Set(FORMATS.flatMap(({ name, read }) => (read === undefined ? [] : [name.replace(/ \S+ Edition$/, '')]))),
  ];
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
};

function locate(paths: readonly string[], { marker }: Format): LocatedMarker | undefined {
  if (typeof marker === 'string') return locateMarker(paths, marker);
  const path = marker(paths);
  return path === undefined ? undefined : { path, root: '', findings: [] };
}
