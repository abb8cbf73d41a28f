import type { PackageFiles } from '../files.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/element.ts';
import { baseOf, joinBase, readHref } from './href.ts';

export interface Resource {
  readonly identifier: string;
  readonly kind: 'sco' | 'asset';
  readonly href: string | undefined;
  /** Of everything in it: the `xml:base` values down to this resource. */
  readonly base: string;
  readonly element: XmlElement;
}

/** Resources by identifier; the first of two with the same one counts. */
export type Resources = ReadonlyMap<string, Resource>;

export interface ResourceInput {
  readonly manifest: XmlElement;
  /** `xml:base` of the manifest and of those around it. */
  readonly base: string;
  readonly files: PackageFiles;
  readonly where: string;
  readonly findings: Finding[];
}

/**
 * Reads `<resources>` (CAM 1.2, 2.3.2.4). Files that are listed and missing are warnings: what a learner opens is checked
 * where it is opened.
 */
export function readResources(input: ResourceInput): Resources {
  const resources = new Map<string, Resource>();
  const elements = resourceElements(input);
  for (const { element, base } of elements) {
    const resource = readResource(element, base, input);
    if (resource !== undefined && !resources.has(resource.identifier)) resources.set(resource.identifier, resource);
  }
  for (const { element, base } of elements) checkContents(element, { ...input, resources, base });
  return resources;
}

/** The `<resource>`s of a manifest, each with the base of what is in it. */
export function resourceElements({
  manifest,
  base: outer,
}: Pick<ResourceInput, 'manifest' | 'base'>): { element: XmlElement; base: string }[] {
  const list = childOf(manifest, 'resources');
  if (list === undefined) return [];
  const base = joinBase(outer, baseOf(list));
  return childrenOf(list, 'resource').map((element) => ({ element, base: joinBase(base, baseOf(element)) }));
}

function readResource(element: XmlElement, base: string, { where, findings }: ResourceInput): Resource | undefined {
  const identifier = attributeOf(element, 'identifier');
  if (identifier === undefined) return undefined;
  const type = attributeOf(element, 'scormtype')?.toLowerCase();
  const at = `${where}:${element.line}`;
  const href = attributeOf(element, 'href');
  if (type !== 'sco' && type !== 'asset' && href !== undefined) {
    const message = `The resource ${quote(identifier)} does not say whether it is a SCO or an asset; it is played as a SCO.`;
    findings.push(finding('scormtype_repaired', message, at));
  }
  return { identifier, kind: type === 'asset' ? 'asset' : 'sco', href, base, element };
}

/** `<file>` and `<dependency>`: what the course says it needs. */
function checkContents(element: XmlElement, input: ResourceInput & { resources: Resources }): void {
  const { files, where, findings, resources, base } = input;
  for (const file of childrenOf(element, 'file')) {
    const href = attributeOf(file, 'href');
    if (href === undefined || findFile(files, base, href) !== undefined) continue;
    const message = `The manifest lists ${quote(href)}, which is not in the ZIP.`;
    findings.push(finding('file_missing', message, `${where}:${file.line}`));
  }
  for (const dependency of childrenOf(element, 'dependency')) {
    const target = attributeOf(dependency, 'identifierref');
    if (target !== undefined && resources.has(target)) continue;
    const message = `A dependency points at the resource ${quote(target ?? '')}, which does not exist.`;
    findings.push(finding('dependency_missing', message, `${where}:${dependency.line}`));
  }
}

export interface FileReference {
  readonly path: string;
  /** False when the manifest spells it otherwise than the archive. */
  readonly exact: boolean;
  readonly query: string;
  readonly fragment: string;
}

/**
 * The file that an href names: percent-decoded, as written, or with `#` and `?` as part of its name; with the case that
 * the archive has. Undefined when there is none; external addresses count as present.
 */
export function findFile(files: PackageFiles, base: string, href: string): FileReference | 'external' | undefined {
  const reference = readHref(base, href);
  if (reference.kind === 'external') return 'external';
  if (reference.kind === 'unsupported') return undefined;
  const { path, raw, query, fragment } = reference;
  for (const candidate of [path, raw]) {
    const found = files.find(candidate);
    if (found !== undefined) return { ...found, exact: found.exact && !href.includes('\\'), query, fragment };
  }
  const literal = files.find(raw + query + fragment);
  return literal === undefined ? undefined : { ...literal, query: '', fragment: '' };
}
