import type { PackageFiles } from '../files.ts';
import type { NodeLaunch, StructureNode } from '../manifest.ts';
import { type Finding, finding, quote, refuse } from '../report.ts';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '../xml/element.ts';
import { joinParameters, readHref } from './href.ts';
import type { Profile } from './profile.ts';
import { findFile, type Resource, type Resources } from './resources.ts';

export interface StructureInput {
  readonly profile: Profile;
  readonly resources: Resources;
  readonly files: PackageFiles;
  readonly where: string;
  readonly findings: Finding[];
}

/** Deeper trees than any course has; a manifest can't make the reader, or a later one, run out of stack. */
export const MAX_ITEM_DEPTH = 32;

/** A node takes some 75 bytes of JSON at least, so more of them never fit into `STRUCTURE_BYTES_MAX`. */
const ITEMS_MAX = 20_000;

/** Items to nodes (CAM 1.2, 2.3.2.3; CAM 2004, 3.4.1.10), with identifiers that are there and unique. */
export class Structure {
  readonly #input: StructureInput;
  readonly #ids = new Set<string>();
  /** The number to try next for an identifier that is taken. */
  readonly #numbers = new Map<string, number>();
  #items = 0;

  constructor(input: StructureInput) {
    this.#input = input;
  }

  /** The nodes of the items directly inside `parent` (an organization or an item). */
  nodes(parent: XmlElement, depth = 1): StructureNode[] {
    const items = childrenOf(parent, 'item');
    if (items.length > 0 && depth > MAX_ITEM_DEPTH) {
      throw refuse('structure_too_deep', `Items are nested more than ${MAX_ITEM_DEPTH} deep.`, this.#at(parent.line));
    }
    return items.map((item) => this.#node(item, depth));
  }

  /** A node for a resource that no item names. */
  resourceNode(resource: Resource, title: string): StructureNode {
    const launch = this.#launch(resource, undefined, resource.line);
    return {
      id: this.#unique(resource.identifier, resource.line),
      kind: resource.kind,
      title,
      visible: true,
      ...(launch === undefined ? {} : { launch }),
      children: [],
    };
  }

  #node(item: XmlElement, depth: number): StructureNode {
    const number = ++this.#items;
    if (number > ITEMS_MAX) {
      throw refuse('structure_too_large', `The manifest has more than ${ITEMS_MAX} items.`, this.#at(item.line));
    }
    const id = this.#unique(attributeOf(item, 'identifier'), item.line);
    const title = textOf(childOf(item, 'title')) ?? this.#untitled(id, number, item.line);
    const resource = this.#opens(item, title) ? this.#resource(item, title) : undefined;
    const launch = resource && this.#launch(resource, attributeOf(item, 'parameters'), item.line);
    return {
      id,
      kind: resource === undefined ? 'block' : resource.kind,
      title,
      visible: !/^(false|0)$/i.test(attributeOf(item, 'isvisible') ?? ''),
      ...(launch === undefined ? {} : { launch }),
      ...this.#input.profile.itemData(item),
      children: this.nodes(item, depth + 1),
    };
  }

  #opens(item: XmlElement, title: string): boolean {
    if (!this.#input.profile.opensLeavesOnly || childOf(item, 'item') === undefined) return true;
    if (attributeOf(item, 'identifierref') === undefined) return false;
    const message = `The item ${quote(title)} holds items and opens a page; SCORM 2004 does not show that page.`;
    this.#found('cluster_page_ignored', message, item.line);
    return false;
  }

  #resource(item: XmlElement, title: string): Resource | undefined {
    const target = attributeOf(item, 'identifierref');
    if (target === undefined) return undefined;
    const resource = this.#input.resources.get(target);
    if (resource === undefined) {
      const message = `The item ${quote(title)} points at the resource ${quote(target)}, which does not exist.`;
      this.#found('item_resource_missing', message, item.line);
    }
    return resource;
  }

  /** Undefined, with a finding that refuses the package, when there is nothing to open. */
  #launch(resource: Resource, parameters: string | undefined, line: number): NodeLaunch | undefined {
    const name = quote(resource.identifier);
    if (resource.href === undefined) {
      this.#found('resource_href_missing', `The resource ${name} is to be launched, but has no href.`, resource.line);
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
      this.#found(outside ? 'launch_url_unsupported' : 'launch_file_missing', message, resource.line);
      return undefined;
    }
    if (!file.exact) {
      const message = `The manifest says ${quote(resource.href)}; the file is called ${quote(file.path)}.`;
      this.#found('href_repaired', message, line);
    }
    return { path: file.path, parameters: joinParameters(file, parameters) };
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
