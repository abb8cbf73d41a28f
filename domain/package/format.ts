import type { PackageFiles } from './files.ts';
import type { PackageFormat, PlayPackageManifest } from './manifest.ts';
import type { Finding } from './report.ts';
import type { XmlDocument } from './xml/element.ts';

export interface ReadInput {
  readonly document: XmlDocument;
  /** Another XML file of the course, by its path; throws `Refusal` when it cannot be read. */
  xmlFile(path: string): Promise<XmlDocument>;
  readonly files: PackageFiles;
  /** Path of the manifest, for findings. */
  readonly where: string;
  readonly homePage: string;
  /** CRC-32 of the manifest: an identity for courses that give themselves none. */
  readonly manifestCrc32: number;
}

/** A manifest that is no XML. */
export interface FileInput extends Omit<ReadInput, 'document' | 'xmlFile'> {
  readonly bytes: Uint8Array;
  /** The SCORM 1.2 package in a folder of this one, as if it were by itself; throws `Refusal` when there is none. */
  embedded(folder: string): Promise<ReadOutput>;
}

export interface ReadOutput {
  /** Absent when a finding refuses the package. */
  readonly manifest?: PlayPackageManifest;
  readonly findings: readonly Finding[];
}

/** A kind of package: how it is recognised, what it is called, and, when it can be imported, how it is read. */
export interface Format {
  readonly name: string;
  /** What a package of it is called in a sentence. */
  readonly phrase: string;
  readonly format?: PackageFormat;
  /** The file that makes it one, in lower case; or a look at all paths, for kinds that have no such file. */
  readonly marker: string | ((paths: readonly string[]) => string | undefined);
  /** Tells kinds apart that share a marker; asked in the order of the table. */
  readonly matches?: (document: XmlDocument) => boolean;
  readonly read?: (input: ReadInput) => ReadOutput | Promise<ReadOutput>;
  readonly file?: FileFormat;
}

/** How a kind of package is read whose manifest is no XML. */
export interface FileFormat {
  readonly maxBytes: number;
  read(input: FileInput): Promise<ReadOutput>;
}
