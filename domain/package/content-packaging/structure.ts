import type { PackageFiles } from '../files.ts';
import type { NodeLaunch, StructureNode } from '../manifest.ts';
import { optional } from '../manifest-json.ts';
import { firstOf } from '../metadata.ts';
import { type Finding, finding, quote, refuse } from '../report.ts';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '../xml/element.ts';
import { joinParameters, readHref } from './href.ts';
import type { MetadataReader } from './metadata.ts';
import type { ItemData } from './profile.ts';
import { findFile, type Resource } from './resources.ts';
import { chooseOrganization, findTarget, type Scope, scopesIn, type Target } from './scope.ts';

export interface StructureInput {
  readonly metadata: MetadataReader;
  readonly files: PackageFiles;
  readonly where: string;
  readonly findings: Finding[];
}

/** Deeper trees than any course has; a manifest can't make the reader, or a later one, run out of stack. */
export const MAX_ITEM_DEPTH = 32;
/**
 * A node takes some 75 bytes of JSON at least, so more of them never fit into `STRUCTURE_BYTES_MAX`; items may name one
 * sub-manifest again and again.
 */
const ITEMS_MAX = 20_000;

/** Items to nodes (CAM 1.2, 2.3.2.3; CAM 2004, 3.4.1.10), with identifiers that are there and unique. */
export class Structure {
  readonly #input: StructureInput;
  readonly #ids = new Set<string>();
  /** The number to try next for an identifier that is taken. */
  readonly #numbers = new Map<string, number>();
  readonly #played = new Set<Scope>();
  readonly #opened = new Set<Resource>();
  /** What items and organizations say, read once: items may name one sub-manifest again and again. */
  readonly #said = new Map<XmlElement, Said>();
  #items = 0;

  constructor(input: StructureInput) {
    this.#input = input;
  }

  /** What a manifest plays: the items of its organization, else what its resources launch. */
  ofScope(scope: Scope, organization: XmlElement | undefined, depth = 1): StructureNode[] {
    const nodes = organization === undefined ? [] : this.#nodes(organization, scope, depth);
    return nodes.length > 0 ? nodes : this.#ofResources(scope, organization);
  }

  /** A package of resources alone: its SCOs in order, or the first page when it has none. */
  #ofResources({ resources, manifest }: Scope, organization: XmlElement | undefined): StructureNode[] {
    const launchable = [...resources.values()].filter((resource) => resource.href !== undefined);
    const scos = launchable.filter((resource) => resource.kind === 'sco');
    const chosen = scos.length > 0 ? scos : launchable.slice(0, 1);
    if (chosen.length === 0) return [];
    const message = 'The manifest has no structure; what its resources launch is played in order.';
    this.#input.findings.push(finding('resources_only', message, this.#input.where));
    const title =
      textOf(organization && childOf(organization, 'title')) ?? this.#input.metadata.of(manifest)?.title ?? 'Part 1';
    return chosen.map((resource, i) => this.#resourceNode(resource, chosen.length === 1 ? title : `Part ${i + 1}`));
  }

  /** The nodes of the items directly inside `parent` (an organization or an item). */
  #nodes(parent: XmlElement, scope: Scope, depth: number): StructureNode[] {
    const items = childrenOf(parent, 'item');
    if (items.length > 0 && depth > MAX_ITEM_DEPTH) {
      throw refuse('structure_too_deep', `Items are nested more than ${MAX_ITEM_DEPTH} deep.`, this.#at(parent.line));
    }
    return items.map((item) => this.#node(item, scope, depth));
  }

  /** Says which manifests inside `scope` nothing plays; to be asked when everything has been read. */
  end(scope: Scope): void {
    const used = (sub: Scope): boolean => this.#played.has(sub) || sub.inside.some(used);
    for (const sub of scopesIn(scope)) {
      if (used(sub) || [...sub.resources.values()].some((resource) => this.#opened.has(resource))) continue;
      const message = `No item plays the manifest ${quote(sub.identifier ?? '')} inside the manifest.`;
      this.#found('submanifest_unplayed', message, sub.manifest.line);
    }
  }

  /** A node for a resource that no item names. */
  #resourceNode(resource: Resource, title: string): StructureNode {
    const { line } = resource.element;
    this.#counted(resource.element);
    const launch = this.#launch(resource, undefined, line);
    return {
      id: this.#unique(resource.identifier, line),
      kind: resource.kind,
      title,
      visible: true,
      ...(launch === undefined ? {} : { launch }),
      ...optional('metadata', this.#input.metadata.ofPart(resource.element)),
      children: [],
    };
  }

  #node(item: XmlElement, scope: Scope, depth: number): StructureNode {
    const number = this.#counted(item);
    const id = this.#unique(attributeOf(item, 'identifier'), item.line);
    const said = this.#saidBy(item, scope);
    const title = said.title ?? this.#untitled(id, number, item.line);
    const target = this.#opens(item, scope, title) ? this.#target(item, scope, title) : undefined;
    if (target?.kind === 'manifest') return this.#course(target.scope, { item, id, title, scope, depth });
    const resource = target?.resource;
    const launch = resource && this.#launch(resource, attributeOf(item, 'parameters'), item.line);
    const { metadata } = this.#input;
    return {
      id,
      kind: resource === undefined ? 'block' : resource.kind,
      title,
      visible: isVisible(item),
      ...(launch === undefined ? {} : { launch }),
      ...said.data,
      ...optional('metadata', firstOf(metadata.ofPart(item), resource && metadata.ofPart(resource.element))),
      children: this.#nodes(item, scope, depth + 1),
    };
  }

  /** An item that stands for a manifest: a block of what that manifest plays, and of its own items behind it. */
  #course(sub: Scope, { item, id, title, scope, depth }: ItemAt): StructureNode {
    const { metadata } = this.#input;
    const organization = chooseOrganization(sub.manifest, this.#input);
    const ofSub = organization === undefined ? {} : this.#saidBy(organization, sub).data;
    return {
      id,
      kind: 'block',
      title,
      visible: isVisible(item),
      ...joined(ofSub, this.#saidBy(item, scope).data),
      ...optional('metadata', firstOf(metadata.ofPart(item), metadata.ofPart(sub.manifest))),
      children: [...this.ofScope(sub, organization, depth + 1), ...this.#nodes(item, scope, depth + 1)],
    };
  }

  #opens(item: XmlElement, { profile }: Scope, title: string): boolean {
    if (!profile.opensLeavesOnly || childOf(item, 'item') === undefined) return true;
    if (attributeOf(item, 'identifierref') === undefined) return false;
    const message = `The item ${quote(title)} holds items and opens a page; SCORM 2004 does not show that page.`;
    this.#found('cluster_page_ignored', message, item.line);
    return false;
  }

  #target(item: XmlElement, scope: Scope, title: string): Target | undefined {
    const name = attributeOf(item, 'identifierref');
    if (name === undefined) return undefined;
    const target = findTarget(scope, name);
    if (target === undefined) {
      const message = `The item ${quote(title)} points at the resource ${quote(name)}, which does not exist.`;
      this.#found('item_resource_missing', message, item.line);
    }
    if (target?.kind === 'manifest') this.#played.add(target.scope);
    if (target?.kind === 'resource') this.#opened.add(target.resource);
    return target;
  }

  /** Undefined, with a finding that refuses the package, when there is nothing to open. */
  #launch(resource: Resource, parameters: string | undefined, itemLine: number): NodeLaunch | undefined {
    const name = quote(resource.identifier);
    const { line } = resource.element;
    if (resource.href === undefined) {
      this.#found('resource_href_missing', `The resource ${name} is to be launched, but has no href.`, line);
      return undefined;
    }
    const reference = readHref(resource.base, resource.href);
    if (reference.kind === 'external')
      return { path: reference.url, parameters: joinParameters(reference, parameters) };
    const file = findFile(this.#input.files, resource.base, resource.href);
    if (file === undefined || file === 'external') {
      const outside = reference.kind === 'unsupported';
      const message = outside
        ? `The resource ${name} launches ${quote(resource.href)}, which is no page of the package.`
        : `The launch page ${quote(resource.href)} of the resource ${name} is not in the ZIP.`;
      this.#found(outside ? 'launch_url_unsupported' : 'launch_file_missing', message, line);
      return undefined;
    }
    if (!file.exact) {
      const message = `The manifest says ${quote(resource.href)}; the file is called ${quote(file.path)}.`;
      this.#found('href_repaired', message, itemLine);
    }
    return { path: file.path, parameters: joinParameters(file, parameters) };
  }

  #saidBy(element: XmlElement, { profile }: Scope): Said {
    const known = this.#said.get(element);
    if (known !== undefined) return known;
    const said = { title: textOf(childOf(element, 'title')), data: profile.itemData(element) };
    this.#said.set(element, said);
    return said;
  }

  /** How many nodes there are with this one. */
  #counted(element: XmlElement): number {
    if (++this.#items <= ITEMS_MAX) return this.#items;
    throw refuse('structure_too_large', `The manifest has more than ${ITEMS_MAX} items.`, this.#at(element.line));
  }

  #unique(stated: string | undefined, line: number): string {
    const wanted = stated ?? 'item';
    let id = wanted;
    for (let n = this.#numbers.get(wanted) ?? 2; this.#ids.has(id); n++) {
      id = `${wanted}-${n}`;
      this.#numbers.set(wanted, n + 1);
    }
    this.#ids.add(id);
    if (id !== stated) {
      const message =
        stated === undefined
          ? `An item has no identifier; it is known as ${quote(id)}.`
          : `Several items have the identifier ${quote(stated)}; this one is known as ${quote(id)}.`;
      this.#found('identifier_repaired', message, line);
    }
    return id;
  }

  #untitled(id: string, number: number, line: number): string {
    const title = `Part ${number}`;
    this.#found('title_repaired', `The item ${quote(id)} has no title; it is shown as ${quote(title)}.`, line);
    return title;
  }

  #found(code: Finding['code'], message: string, line: number): void {
    this.#input.findings.push(finding(code, message, this.#at(line)));
  }

  #at(line: number): string {
    return `${this.#input.where}:${line}`;
  }
}

interface Said {
  readonly title: string | undefined;
  readonly data: ItemData;
}

/** An item that stands for a manifest, with what is known of it already. */
interface ItemAt {
  readonly item: XmlElement;
  readonly id: string;
  readonly title: string;
  readonly scope: Scope;
  readonly depth: number;
}

const isVisible = (item: XmlElement): boolean => !/^(false|0)$/i.test(attributeOf(item, 'isvisible') ?? '');

/** What a manifest says of its course, and what the item says that stands for it: that counts where both speak. */
const joined = (sub: ItemData, item: ItemData): ItemData => ({
  ...optional('scorm12', some(sub.scorm12, item.scorm12)),
  ...optional('scorm2004', some(sub.scorm2004, item.scorm2004)),
});

const some = <T extends object>(first: T | undefined, second: T | undefined): T | undefined =>
  first === undefined && second === undefined ? undefined : ({ ...first, ...second } as T);
