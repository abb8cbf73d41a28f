import type { PackageFiles } from '../files.ts';
import { firstOf, type Metadata } from '../metadata.ts';
import { attributeOf, childrenOf, type XmlElement } from '../xml/element.ts';
import { baseOf, joinBase } from './href.ts';
import type { MetadataReader } from './metadata.ts';
import { findFile, resourceElements } from './resources.ts';
import { type Scope, scopesIn } from './scope.ts';

/**
 * What `<file>`s say of themselves, by path, and of a page what its resource says (CAM 1.2, 2.3.2.4; CAM 2004, 3.4.1.15).
 * Undefined when nothing is said.
 */
export function describedFiles(
  scope: Scope,
  files: PackageFiles,
  metadata: MetadataReader,
): Readonly<Record<string, Metadata>> | undefined {
  const described = new Map<string, Metadata>();
  const note = (element: XmlElement, base: string): void => {
    const href = attributeOf(element, 'href');
    const found = href === undefined ? undefined : findFile(files, base, href);
    if (typeof found !== 'object') return;
    const said = firstOf(described.get(found.path), metadata.ofPart(element));
    if (said !== undefined) described.set(found.path, said);
  };
  for (const each of [scope, ...scopesIn(scope)]) {
    for (const { element, base } of resourceElements(each)) {
      for (const file of childrenOf(element, 'file')) note(file, joinBase(base, baseOf(file)));
      note(element, base);
    }
  }
  return described.size === 0 ? undefined : Object.fromEntries(described);
}
