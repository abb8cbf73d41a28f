import { joinBase } from '../content-packaging/href.ts';
import { findFile } from '../content-packaging/resources.ts';
import type { PackageFiles } from '../files.ts';
import type { PlayPackageManifest } from '../manifest.ts';
import { type EditedTag, type EditHandlers, editXml } from './edit-xml.ts';
import { hrefOf } from './href.ts';

/** What prefixes mean that manifests use without declaring them. */
const PREFIXES_12: Readonly<Record<string, string>> = {
  adlcp: 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
  imsmd: 'http://www.imsglobal.org/xsd/imsmd_rootv1p2p1',
};
const PREFIXES_2004: Readonly<Record<string, string>> = {
  adlcp: 'http://www.adlnet.org/xsd/adlcp_v1p3',
  adlseq: 'http://www.adlnet.org/xsd/adlseq_v1p3',
  adlnav: 'http://www.adlnet.org/xsd/adlnav_v1p3',
  imsss: 'http://www.imsglobal.org/xsd/imsss',
};
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

export interface ImsRepair {
  readonly text: string;
  readonly manifest: PlayPackageManifest;
  readonly files: PackageFiles;
  /** What `schemaversion` is to say; undefined: what it says. */
  readonly schemaVersion?: string | undefined;
}

/**
 * A manifest with what the import had to repair written into it: names as the files are spelt, an identifier, a default
 * organization that exists, kinds of resources, prefixes. Everything else stays letter for letter.
 */
export const repairIms = (input: ImsRepair): string => editXml(input.text, new Repair(input));

class Repair implements EditHandlers {
  readonly #manifest: PlayPackageManifest;
  readonly #files: PackageFiles;
  readonly #survey: Survey;
  readonly #schemaVersion: string | undefined;
  /** `xml:base` of the elements around, outermost first. */
  readonly #bases: string[] = [];

  constructor({ text, manifest, files, schemaVersion }: ImsRepair) {
    this.#schemaVersion = schemaVersion;
    this.#manifest = manifest;
    this.#files = files;
    this.#survey = surveyOf(text);
  }

  tag(tag: EditedTag): void {
    const depth = tag.path.length;
    this.#bases.length = depth;
    const outer = this.#bases.at(-1) ?? '';
    this.#bases.push(joinBase(outer, baseOf(tag)));
    if (depth === 0) this.#root(tag);
    if (tag.name === 'organizations' && depth === 1) this.#organizationsTag(tag);
    if (tag.name === 'resource') this.#resource(tag);
    if (tag.name === 'file' && tag.path.at(-1) === 'resource') this.#spelt(tag);
  }

  text(path: readonly string[]): string | undefined {
    return path.join('/') === 'manifest/metadata/schemaversion' ? this.#schemaVersion : undefined;
  }

  #root(tag: EditedTag): void {
    if (tag.get('identifier') === undefined) tag.set('identifier', this.#manifest.identifier);
    const known = this.#manifest.format === 'scorm12' ? PREFIXES_12 : PREFIXES_2004;
    for (const prefix of this.#survey.undeclared) {
      const uri = prefix === 'xsi' ? XSI : Object.hasOwn(known, prefix) ? known[prefix]! : `urn:prefix:${prefix}`;
      tag.set(`xmlns:${prefix}`, uri);
    }
  }

  #organizationsTag(tag: EditedTag): void {
    const { organizations } = this.#survey;
    const [first] = organizations;
    const stated = tag.get('default');
    if (first === undefined || (stated !== undefined && organizations.includes(stated))) return;
    tag.set('default', first);
  }

  #resource(tag: EditedTag): void {
    this.#spelt(tag);
    const type = tag.get('scormtype')?.toLowerCase();
    if (tag.get('href') === undefined || type === 'sco' || type === 'asset') return;
    const spelling = this.#manifest.format === 'scorm12' ? 'adlcp:scormtype' : 'adlcp:scormType';
    const uri = (this.#manifest.format === 'scorm12' ? PREFIXES_12 : PREFIXES_2004).adlcp!;
    tag.set('xmlns:adlcp', uri);
    tag.set(spelling, 'sco');
  }

  /** An href that names its file in another way than the archive is written as the archive spells it. */
  #spelt(tag: EditedTag): void {
    const href = tag.get('href');
    const base = this.#bases.at(-1)!;
    if (href === undefined) return;
    const found = findFile(this.#files, base, href);
    if (found === undefined || found === 'external' || found.exact) return;
    tag.set('href', below(base, found.path) + found.query + found.fragment);
  }
}

const baseOf = (tag: EditedTag): string | undefined => tag.getXml('base');

/** Relative to its base; a base that is spelt otherwise than the folder is climbed out of. */
function below(base: string, path: string): string {
  if (base === '') return hrefOf(path);
  const folder = base.replace(/^\.\//, '');
  return path.startsWith(folder)
    ? hrefOf(path.slice(folder.length))
    : `${'../'.repeat(folder.split('/').length - 1)}${hrefOf(path)}`;
}

interface Survey {
  /** Identifiers of the organizations, in order. */
  readonly organizations: readonly string[];
  /** Prefixes that are used and never declared. */
  readonly undeclared: ReadonlySet<string>;
}

function surveyOf(text: string): Survey {
  const organizations: string[] = [];
  const undeclared = new Set<string>();
  editXml(text, {
    tag: (tag) => {
      for (const prefix of tag.undeclared) undeclared.add(prefix);
      const identifier = tag.get('identifier');
      // Those of manifests inside the manifest are no organizations of the course.
      const counts = tag.name === 'organization' && tag.path.length === 2 && identifier !== undefined;
      if (counts) organizations.push(identifier);
    },
  });
  return { organizations, undeclared };
}
