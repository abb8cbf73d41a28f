import { type Finding, finding, quote, refuse } from './report.ts';

export interface LocatedMarker {
  /** As the archive spells it, from the root of the archive. */
  readonly path: string;
  /** The folder it lies in, with a slash behind it; empty for the root. */
  readonly root: string;
  readonly findings: readonly Finding[];
}

/**
 * Finds the file that makes a folder a course. The standards want it in the root and spelt exactly; packages that were
 * zipped with their folder, or on a system that does not care about case, are taken and the repair is noted. Throws
 * `Refusal` when two of them could be meant.
 */
export function locateMarker(paths: readonly string[], name: string): LocatedMarker | undefined {
  const found = paths.filter((path) => fileName(path).toLowerCase() === name);
  if (found.length === 0) return undefined;
  const [path, ...others] = found.sort((a, b) => depth(a) - depth(b));
  const root = path!.slice(0, path!.length - fileName(path!).length);
  checkOthers(path!, root, others);
  return { path: path!, root, findings: notes(path!, root, name) };
}

/** One below the chosen one belongs to the course; one beside it makes two courses. */
function checkOthers(path: string, root: string, others: readonly string[]): void {
  for (const other of others) {
    if (other.startsWith(root) && depth(other) > depth(path)) continue;
    if (other.toLowerCase() === path.toLowerCase()) {
      throw refuse('manifest_duplicate', `The ZIP holds both ${quote(path)} and ${quote(other)}.`, other);
    }
    throw refuse('manifest_several', `The ZIP holds several courses: ${quote(path)} and ${quote(other)}.`, other);
  }
}

function notes(path: string, root: string, name: string): Finding[] {
  const findings: Finding[] = [];
  if (root !== '') {
    const message = `The course lies in the folder ${quote(root.slice(0, -1))}; it was taken as the root of the package.`;
    findings.push(finding('manifest_in_subfolder', message, path));
  }
  if (fileName(path) !== name) {
    findings.push(finding('manifest_name_repaired', `The manifest is spelt ${quote(fileName(path))}.`, path));
  }
  return findings;
}

const depth = (path: string): number => path.split('/').length;

/** How near to the root the nearest file of each name lies, the names in lower case; those that are not there are left out. */
export function depthsOf(paths: readonly string[], names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const path of paths) {
    const name = fileName(path).toLowerCase();
    if (names.has(name)) depths.set(name, Math.min(depth(path), depths.get(name) ?? Number.MAX_SAFE_INTEGER));
  }
  return depths;
}

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
