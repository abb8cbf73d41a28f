import { MAX_ITEM_DEPTH } from '../content-packaging/structure.ts';
import type { PackageFiles } from '../files.ts';
import { isIri } from '../iri.ts';
import { firstText, type LanguageMap, languageMap } from '../language-map.ts';
import type { StructureNode } from '../manifest.ts';
import { type Finding, finding, quote, refuse } from '../report.ts';
import { attributeOf, type XmlElement } from '../xml/element.ts';
import { readAuData } from './au-data.ts';
import { ownChild, ownChildren } from './namespace.ts';
import type { Cmi5NodeData, Cmi5Objective } from './node-data.ts';
import { readAuUrl } from './url.ts';

export interface StructureInput {
  readonly files: PackageFiles;
  readonly where: string;
  readonly findings: Finding[];
}

/** Blocks, AUs and objectives of a course structure (cmi5, 13.1.2 to 13.1.4), with ids that are full IRIs and unique. */
export class Structure {
  readonly #input: StructureInput;
  readonly #units = new Set<string>();
  readonly #objectives = new Set<string>();

  constructor(input: StructureInput) {
    this.#input = input;
  }

  /** The objectives of the course; to be read before the nodes that refer to them. */
  objectives(root: XmlElement): Cmi5Objective[] {
    const list = ownChild(root, 'objectives');
    return (list === undefined ? [] : ownChildren(list, 'objective')).map((element) => ({
      id: this.#unique(element, this.#objectives),
      title: saidIn(element, 'title'),
      description: saidIn(element, 'description'),
    }));
  }

  /** The nodes directly inside the course structure or a block. */
  nodes(parent: XmlElement, depth = 1): StructureNode[] {
    const units = ownChildren(parent, 'au', 'block');
    if (units.length > 0 && depth > MAX_ITEM_DEPTH) {
      throw refuse('structure_too_deep', `Blocks are nested more than ${MAX_ITEM_DEPTH} deep.`, this.#at(parent));
    }
    return units.map((unit) => (unit.name === 'au' ? this.#au(unit) : this.#block(unit, depth)));
  }

  #block(element: XmlElement, depth: number): StructureNode {
    const data = this.#data(element);
    return {
      id: data.publisherId,
      kind: 'block',
      title: this.#title(element, data),
      visible: true,
      cmi5: data,
      children: this.nodes(element, depth + 1),
    };
  }

  #au(element: XmlElement): StructureNode {
    const data = { ...this.#data(element), ...readAuData(element, this.#input.where, this.#input.findings) };
    const url = ownChild(element, 'url');
    const read = url && readAuUrl(url.text.trim(), { files: this.#input.files, where: this.#at(url) });
    if (read?.finding !== undefined) this.#input.findings.push(read.finding);
    return {
      id: data.publisherId,
      kind: 'au',
      title: this.#title(element, data),
      visible: true,
      ...(read?.launch === undefined ? {} : { launch: read.launch }),
      cmi5: data,
      children: [],
    };
  }

  #data(element: XmlElement): Cmi5NodeData {
    return {
      publisherId: this.#unique(element, this.#units),
      title: saidIn(element, 'title'),
      description: saidIn(element, 'description'),
      objectives: this.#references(element),
    };
  }

  #references(element: XmlElement): string[] {
    const list = ownChild(element, 'objectives');
    const references = (list === undefined ? [] : ownChildren(list, 'objective')).flatMap((objective) => {
      const id = attributeOf(objective, 'idref');
      if (id === undefined) return [];
      if (!isIri(id)) this.#found('iri_invalid', `The objective ${quote(id)} is not named by a full IRI.`, objective);
      else if (!this.#objectives.has(id)) {
        this.#found('objective_unknown', `The objective ${quote(id)} is not one of the course.`, objective);
      }
      return [id];
    });
    return [...new Set(references)];
  }

  #unique(element: XmlElement, taken: Set<string>): string {
    const id = attributeOf(element, 'id') ?? '';
    if (id !== '' && !isIri(id)) {
      this.#found('iri_invalid', `The id ${quote(id)} of ${quote(element.name)} is not a full IRI.`, element);
    }
    if (id !== '' && taken.has(id)) {
      this.#found('identifier_duplicate', `The id ${quote(id)} occurs twice in the course structure.`, element);
    }
    taken.add(id);
    return id;
  }

  #title(element: XmlElement, { title, publisherId }: Cmi5NodeData): string {
    const first = firstText(title);
    if (first !== undefined) return first;
    const instead = `Part ${this.#units.size}`;
    this.#found('title_repaired', `${quote(publisherId)} has no title; it is shown as ${quote(instead)}.`, element);
    return instead;
  }

  #found(code: Finding['code'], message: string, element: XmlElement): void {
    this.#input.findings.push(finding(code, message, this.#at(element)));
  }

  #at(element: XmlElement): string {
    return `${this.#input.where}:${element.line}`;
  }
}

/** The texts of `title` or `description` by language. */
export const saidIn = (element: XmlElement, name: 'title' | 'description'): LanguageMap => {
  const said = ownChild(element, name);
  return languageMap(said === undefined ? [] : ownChildren(said, 'langstring'));
};
