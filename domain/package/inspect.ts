import type { Result } from '../kernel/result.ts';
import type { PlayPackageManifest } from './manifest.ts';
import type { ImportReport } from './report.ts';
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

export type Inspect = (source: ByteSource, options: InspectOptions) => Promise<Result<Inspected, ImportReport>>;
