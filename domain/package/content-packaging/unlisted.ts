import type { PackageFiles } from '../files.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/element.ts';
import { baseOf, joinBase } from './href.ts';
import { findFile } from './resources.ts';

/** Schemas travel with a package without being listed; manifests below the first belong to sub-packages. */
const NEVER_LISTED = /\.(xsd|dtd)$|(^|\/)imsmanifest\.xml$/i;

/**
 * Files that no resource lists (CAM 1.2, 2.3.2.4: a package lists all files that it needs). Lectern serves them all the
 * same; a system that goes by the manifest does not.
 */
export function unlistedFiles(manifest: XmlElement, files: PackageFiles): Finding[] {
  const listed = listedPaths(manifest, files);
  const [first, ...others] = [...files.byPath.keys()].filter((path) => !listed.has(path) && !NEVER_LISTED.test(path));
  if (first === undefined) return [];
  const message =
    others.length === 0
      ? `The file ${quote(first)} is not listed in the manifest.`
      : `${others.length + 1} files are not listed in the manifest, ${quote(first)} among them.`;
  return [finding('files_unlisted', message, first)];
}

function listedPaths(manifest: XmlElement, files: PackageFiles): Set<string> {
  const listed = new Set<string>();
  const add = (base: string, href: string | undefined): void => {
    const found = href === undefined ? undefined : findFile(files, base, href);
    if (typeof found === 'object') listed.add(found.path);
  };
  const list = childOf(manifest, 'resources');
  const base = joinBase(joinBase('', baseOf(manifest)), list && baseOf(list));
  for (const resource of list === undefined ? [] : childrenOf(list, 'resource')) {
    const own = joinBase(base, baseOf(resource));
    add(own, attributeOf(resource, 'href'));
    for (const file of childrenOf(resource, 'file')) add(own, attributeOf(file, 'href'));
  }
  for (const location of locations(manifest)) add(joinBase('', baseOf(manifest)), location);
  return listed;
}

/** Metadata in files of their own (`adlcp:location`), wherever it is said. */
const locations = (element: XmlElement): string[] =>
  element.name.toLowerCase() === 'location' ? [element.text.trim()] : element.children.flatMap(locations);
