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
  /** Made when the first name is not found as it is spelled: most steps of a build look for none. */
  #folded: ReadonlyMap<string, string | null> | undefined;

  /** `root` is the folder of the manifest with a slash behind it; empty for the root of the archive. */
  constructor(directory: ZipDirectory, root: string) {
    const inside = directory.entries.filter((entry) => entry.path.startsWith(root));
    this.byPath = new Map(inside.map((entry) => [entry.path.slice(root.length), entry]));
    this.outside = directory.entries.length - inside.length;
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
    this.#folded ??= foldedPaths(this.byPath.keys());
    const meant = this.#folded.get(folded(path));
    return meant == null ? undefined : { path: meant, exact: false };
  }
}

/** Paths by their folded names; null: several have this one. */
function foldedPaths(paths: Iterable<string>): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const path of paths) {
    const key = folded(path);
    found.set(key, found.has(key) ? null : path);
  }
  return found;
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
