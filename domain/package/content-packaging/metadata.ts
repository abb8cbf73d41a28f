import type { ReadInput } from '../format.ts';
import type { Metadata } from '../metadata.ts';
import { type Finding, finding, quote, Refusal } from '../report.ts';
import { childOf, textOf, type XmlElement } from '../xml/element.ts';
import { baseOf, joinBase } from './href.ts';
import { readLom, shortened } from './lom.ts';
import { findFile } from './resources.ts';

/** Metadata files that are read: each is a read of its own, and every step of a build reads the manifest anew. */
export const METADATA_FILES_MAX = 100;
/** Bytes of all of them together: some KiB each, and a tree of them takes twenty times as much memory while it is read. */
export const METADATA_BYTES_MAX = 4 * 1024 * 1024;
/** Characters of what parts and files say of themselves, as JSON: it lies in the manifest, which is read with every launch. */
export const METADATA_CHARS_MAX = 200_000;

type MetadataInput = Pick<ReadInput, 'files' | 'where' | 'xmlFile'>;

interface Located {
  readonly element: XmlElement;
  readonly href: string;
  /** Of the element that says it, and of the manifest: tools mean one or the other. */
  readonly bases: readonly string[];
}

type Outside = { readonly said: Metadata | undefined } | { readonly why: string };

/** What the elements of a manifest say of themselves, in it or in files that they name (`adlcp:location`). */
export class MetadataReader {
  readonly #input: MetadataInput;
  readonly #findings: Finding[];
  /** By the element that names a file: what is said there. */
  readonly #outside = new Map<XmlElement, Metadata | undefined>();
  /** By path: what a file says, or why nobody knows. Many parts may name one file. */
  readonly #files = new Map<string, Outside>();
  /** What was asked for before: many items may open one resource. */
  readonly #said = new Map<XmlElement, Metadata | undefined>();
  #bytes = 0;
  #chars = 0;
  #omitted = 0;

  private constructor(input: MetadataInput, findings: Finding[]) {
    this.#input = input;
    this.#findings = findings;
  }

  /** Reads the files that the manifest names first, so that everything else can be asked at once. */
  static async open(manifest: XmlElement, input: MetadataInput, findings: Finding[]): Promise<MetadataReader> {
    const reader = new MetadataReader(input, findings);
    const located = locationsIn(manifest);
    for (const one of located.slice(0, METADATA_FILES_MAX)) await reader.#fetch(one);
    if (located.length > METADATA_FILES_MAX) {
      reader.#found(`Of ${located.length} metadata files the first ${METADATA_FILES_MAX} are read.`, input.where);
    }
    return reader;
  }

  /** Of the course: whole (CAM 1.2, 2.3.2.2; CAM 2004, 3.4.1.3). */
  of(owner: XmlElement): Metadata | undefined {
    const metadata = childOf(owner, 'metadata');
    if (metadata === undefined) return undefined;
    if (!this.#said.has(metadata)) {
      const lom = childOf(metadata, 'lom') ?? childOf(metadata, 'record');
      this.#said.set(metadata, lom === undefined ? this.#outside.get(metadata) : readLom(lom));
    }
    return this.#said.get(metadata);
  }

  /** Of a part or a file: shortened, and nothing any more when all of them together say too much. */
  ofPart(owner: XmlElement): Metadata | undefined {
    const said = this.of(owner);
    if (said === undefined) return undefined;
    const short = shortened(said);
    this.#chars += JSON.stringify(short).length;
    if (this.#chars <= METADATA_CHARS_MAX) return short;
    this.#omitted++;
    return undefined;
  }

  /** To be asked when everything has been read. */
  end(): void {
    if (this.#omitted === 0) return;
    const of = this.#omitted === 1 ? 'one part or file' : `${this.#omitted} parts and files`;
    this.#found(`The metadata of ${of} is left out of the manifest: together it is too long.`, this.#input.where);
  }

  async #fetch({ element, href, bases }: Located): Promise<void> {
    const { files, where } = this.#input;
    const found = bases.map((base) => findFile(files, base, href)).find((file) => file !== undefined);
    if (found === 'external') return;
    const unread = (why: string): void =>
      this.#found(`The metadata in ${quote(href)} cannot be read: ${why}`, `${where}:${element.line}`);
    if (found === undefined) return unread('the file is not in the ZIP.');
    const outside = this.#files.get(found.path) ?? (await this.#read(found.path));
    this.#files.set(found.path, outside);
    if ('why' in outside) return unread(outside.why);
    this.#outside.set(element, outside.said);
  }

  async #read(path: string): Promise<Outside> {
    const { files, xmlFile } = this.#input;
    this.#bytes += files.byPath.get(path)?.bytes ?? 0;
    if (this.#bytes > METADATA_BYTES_MAX) return { why: 'with those before it, it is too large.' };
    try {
      return { said: readLom((await xmlFile(path)).root) };
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return { why: thrown.finding.message };
    }
  }

  #found(message: string, where: string): void {
    this.#findings.push(finding('metadata_unread', message, where));
  }
}

/** Every `metadata` of the manifest that names a file, in order. */
export function locationsIn(manifest: XmlElement): Located[] {
  const base = joinBase('', baseOf(manifest));
  return located(manifest, base, base);
}

function located(element: XmlElement, base: string, ofManifest: string): Located[] {
  return element.children.flatMap((child): Located[] => {
    const name = child.name.toLowerCase();
    if (name === 'metadata') {
      const href = textOf(childOf(child, 'location'));
      return href === undefined ? [] : [{ element: child, href, bases: [base, ofManifest] }];
    }
    const inner = joinBase(base, baseOf(child));
    return located(child, inner, name === 'manifest' ? inner : ofManifest);
  });
}
