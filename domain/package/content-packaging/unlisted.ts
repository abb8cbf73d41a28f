import type { PackageFiles } from '../files.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, childrenOf } from '../xml/element.ts';
import { locationsIn } from './metadata.ts';
import { findFile, resourceElements } from './resources.ts';
import { type Scope, scopesIn } from './scope.ts';

/** Schemas travel with a package without being listed; manifests below the first belong to sub-packages. */
const NEVER_LISTED = /\.(xsd|dtd)$|(^|\/)imsmanifest\.xml$/i;

/**
 * Files that no resource lists (CAM 1.2, 2.3.2.4: a package lists all files that it needs). Lectern serves them all the
 * same; a system that goes by the manifest does not.
 */
export function unlistedFiles(scope: Scope, files: PackageFiles): Finding[] {
  const listed = listedPaths(scope, files);
  const [first, ...others] = [...files.byPath.keys()].filter((path) => !listed.has(path) && !NEVER_LISTED.test(path));
  if (first === undefined) return [];
  const message =
    others.length === 0
      ? `The file ${quote(first)} is not listed in the manifest.`
      : `${others.length + 1} files are not listed in the manifest, ${quote(first)} among them.`;
  return [finding('files_unlisted', message, first)];
}

function listedPaths(scope: Scope, files: PackageFiles): Set<string> {
  const listed = new Set<string>();
  const add = (base: string, href: string | undefined): void => {
    const found = href === undefined ? undefined : findFile(files, base, href);
    if (typeof found === 'object') listed.add(found.path);
  };
  for (const each of [scope, ...scopesIn(scope)]) {
    for (const { element, base } of resourceElements(each)) {
      add(base, attributeOf(element, 'href'));
      for (const file of childrenOf(element, 'file')) add(base, attributeOf(file, 'href'));
    }
  }
  for (const { href, bases } of locationsIn(scope.manifest)) for (const base of bases) add(base, href);
  return listed;
}
