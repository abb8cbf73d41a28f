/** What the manifests of SCORM 1.2 and 2004 have in common (IMS Content Packaging): items, resources, files. */
import { type StructureNode, walk } from '../manifest.ts';
import { type Crossing, launchOf, PLAYER_PAGE } from './crossing.ts';
import { hrefOf } from './href.ts';
import { Names } from './names.ts';
import { type XmlNode, xml } from './xml.ts';

export interface ImsDialect {
  /** The attribute that says what a resource is. */
  readonly scormType: 'adlcp:scormtype' | 'adlcp:scormType';
  /** Whether an item may open a page and hold items. */
  readonly clustersOpen: boolean;
  /** What an item holds behind its title and its own items. */
  readonly itemExtras: (node: StructureNode) => readonly XmlNode[];
  /** What the organization holds behind its items. */
  readonly organizationExtras: () => readonly XmlNode[];
}

export interface ImsParts {
  /** Of the manifest. */
  readonly identifier: string;
  readonly organizations: XmlNode;
  readonly resources: XmlNode;
}

/** Organizations and resources: every node that opens something is a SCO that the added player answers for. */
export function imsParts(crossing: Crossing, dialect: ImsDialect): ImsParts {
  const writer = new Writer(crossing, dialect);
  return writer.parts();
}

class Writer {
  readonly #crossing: Crossing;
  readonly #dialect: ImsDialect;
  readonly #names = new Names();
  readonly #resources: XmlNode[] = [];
  readonly #files: string;
  readonly #identifier: string;

  constructor(crossing: Crossing, dialect: ImsDialect) {
    this.#crossing = crossing;
    this.#dialect = dialect;
    this.#identifier = this.#names.of(crossing.manifest.identifier);
    this.#files = this.#names.of('course_files');
  }

  parts(): ImsParts {
    const { manifest } = this.#crossing;
    const identifier = this.#names.of('organization');
    const items = manifest.structure.flatMap((node) => this.#item(node));
    const extras = this.#dialect.organizationExtras();
    const title = xml('title', {}, manifest.title);
    const organization = xml('organization', { identifier }, title, ...items, ...extras);
    return {
      identifier: this.#identifier,
      organizations: xml('organizations', { default: identifier }, organization),
      resources: xml('resources', {}, ...this.#resources, this.#filesResource()),
    };
  }

  /** Blocks that open nothing anywhere below are left out: there is nothing that a player could deliver. */
  #item(node: StructureNode): XmlNode[] {
    if (![...walk([node])].some(({ launch }) => launch !== undefined)) return [];
    if (node.launch !== undefined && node.children.length > 0 && !this.#dialect.clustersOpen) {
      return this.#item(grouped(node));
    }
    const identifier = this.#names.of(node.id);
    const identifierref = node.launch === undefined ? undefined : this.#resource(node, identifier);
    return [
      xml(
        'item',
        { identifier, identifierref, isvisible: node.visible ? 'true' : 'false' },
        xml('title', {}, node.title),
        ...node.children.flatMap((child) => this.#item(child)),
        ...this.#dialect.itemExtras(node),
      ),
    ];
  }

  #resource(node: StructureNode, item: string): string {
    const identifier = this.#names.of(`${item}_resource`);
    const page = `${this.#crossing.folder}${PLAYER_PAGE}`;
    this.#resources.push(
      xml(
        'resource',
        { identifier, type: 'webcontent', [this.#dialect.scormType]: 'sco', href: launchOf(this.#crossing, node) },
        xml('file', { href: page }),
        xml('dependency', { identifierref: this.#files }),
      ),
    );
    return identifier;
  }

  /** Every file once; what the SCOs need is all of it, since nobody knows which page opens which file. */
  #filesResource(): XmlNode {
    const files = this.#crossing.paths.map((path) => xml('file', { href: hrefOf(path) }));
    const attributes = { identifier: this.#files, type: 'webcontent', [this.#dialect.scormType]: 'asset' };
    return xml('resource', attributes, ...files);
  }
}

/** A page that holds others as the first of a group of them. */
const grouped = (node: StructureNode): StructureNode => ({
  id: `${node.id}_group`,
  kind: 'block',
  title: node.title,
  visible: node.visible,
  children: [{ ...node, children: [] }, ...node.children],
});
