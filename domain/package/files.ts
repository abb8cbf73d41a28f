import type { ZipDirectory, ZipEntry } from './zip/entry.ts';

export interface FoundFile {
  /** As the archive spells it. */
  readonly path: string;
  /** False: it was asked for in another case or Unicode form. */
  readonly exact: boolean;
}

/** The files of a course by path, relative to the folder of its manifest. */
export class PackageFiles {
  /** In the order of the archive. */
  readonly byPath: ReadonlyMap<string, ZipEntry>;
  /** Files of the archive that lie outside the course's folder. */
  readonly outside: number;
  readonly #folded = new Map<string, string | null>();

  /** `root` is the folder of the manifest with a slash behind it; empty for the root of the archive. */
  constructor(directory: ZipDirectory, root: string) {
    const inside = directory.entries.filter((entry) => entry.path.startsWith(root));
    this.byPath = new Map(inside.map((entry) => [entry.path.slice(root.length), entry]));
    this.outside = directory.entries.length - inside.length;
    for (const path of this.byPath.keys()) {
      const key = folded(path);
      this.#folded.set(key, this.#folded.has(key) ? null : path);
    }
  }

  /** Number and unpacked bytes of the files. */
  get assets(): { count: number; bytes: number } {
    return {
      count: this.byPath.size,
      bytes: [...this.byPath.values()].reduce((sum, entry) => sum + entry.bytes, 0),
    };
  }

  /** Exactly, or the only one that differs in case and Unicode form alone: courses are made on file systems that don't care. */
  find(path: string): FoundFile | undefined {
    if (this.byPath.has(path)) return { path, exact: true };
    const meant = this.#folded.get(folded(path));
    return meant == null ? undefined : { path: meant, exact: false };
  }
}

/** macOS takes letters apart in names (é is e and an accent), and manifests are written with whole ones. */
const folded = (path: string): string => path.normalize('NFC').toLowerCase();

/** Names that a tool has percent-encoded; a page that links to them asks for the decoded name. */
export const encodedNames = (files: PackageFiles): string[] =>
  [...files.byPath.keys()].filter((path) => /%[0-9a-f]{2}/i.test(path) && decodes(path));

function decodes(path: string): boolean {
  try {
    return decodeURIComponent(path) !== path;
  } catch {
    return false;
  }
}
