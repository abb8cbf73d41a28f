import type { ZipDirectory, ZipEntry } from './zip/entry.ts';

export interface FoundFile {
  /** As the archive spells it. */
  readonly path: string;
  /** False: only another case of it was asked for. */
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
      const key = path.toLowerCase();
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

  /** Exactly, or the only one that differs in case alone: courses are made on file systems that don't care. */
  find(path: string): FoundFile | undefined {
    if (this.byPath.has(path)) return { path, exact: true };
    const folded = this.#folded.get(path.toLowerCase());
    return folded == null ? undefined : { path: folded, exact: false };
  }
}

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
