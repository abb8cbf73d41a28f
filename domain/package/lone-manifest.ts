import { DOCUMENT_FILE } from './document/document.ts';

/** Manifests that may come without an archive, and how they are told from packages. */
interface LoneManifest {
  /** The name that it has in an archive. */
  readonly path: string;
  /** The first one is what it is sent as. */
  readonly mediaTypes: readonly [string, ...string[]];
  /** Of files that are one. */
  readonly extension: string;
}

export const LONE_MANIFESTS: readonly LoneManifest[] = [
  // cmi5, 14.2: a course structure alone, all of whose addresses are absolute.
  { path: 'cmi5.xml', mediaTypes: ['text/xml', 'application/xml'], extension: '.xml' },
  // An authored document without media of its own.
  { path: DOCUMENT_FILE, mediaTypes: ['application/json'], extension: '.json' },
];

/** The manifest alone that a file of this name is; undefined for a package. */
export const loneManifestOf = (filename: string): LoneManifest | undefined =>
  LONE_MANIFESTS.find(({ extension }) => filename.toLowerCase().endsWith(extension));

/** The media type under which such a file is sent in one request. */
export const loneManifestType = (filename: string): string | undefined => loneManifestOf(filename)?.mediaTypes[0];
