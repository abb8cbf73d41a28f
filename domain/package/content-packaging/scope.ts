import type { PackageFiles } from '../files.ts';
import { type Finding, finding, quote, refuse } from '../report.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/element.ts';
import { baseOf, joinBase } from './href.ts';
import type { Noting, Profile } from './profile.ts';
import { type Resource, type Resources, readResources } from './resources.ts';

/** More manifests in one than any tool writes; every item looks through them. */
const SUBMANIFESTS_MAX = 1_000;

/**
 * A manifest and what its items may name: its own resources, and those of the manifests inside it, or one of these as a whole
 * (IMS Content Packaging 1.1.2, 4.4; CAM 1.2, 2.3.2.5; CAM 2004 2nd Edition, 3.4.1.16).
 */
export interface Scope {
  readonly manifest: XmlElement;
  /** `xml:base` of it and of those around it. */
  readonly base: string;
  readonly identifier: string | undefined;
  readonly resources: Resources;
  readonly profile: Profile;
  /** Sub-manifests, in order. */
  readonly inside: readonly Scope[];
}

export interface ScopeInput {
  readonly files: PackageFiles;
  readonly where: string;
  readonly findings: Finding[];
  readonly profileOf: (manifest: XmlElement, noting: Noting) => Profile;
}

/** What an item opens: a resource, or a manifest with the structure of its own. */
export type Target =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'manifest'; readonly scope: Scope };

/** The manifest of a course with all manifests inside it; refused when there are too many. */
export function readScopes(manifest: XmlElement, input: ScopeInput): Scope {
  const count = countOf(manifest);
  if (count > SUBMANIFESTS_MAX) {
    const message = `The manifest holds ${count} manifests, of which ${SUBMANIFESTS_MAX} can be read.`;
    throw refuse('structure_too_large', message, `${input.where}:${manifest.line}`);
  }
  return readScope(manifest, input, '');
}

const countOf = (manifest: XmlElement): number =>
  childrenOf(manifest, 'manifest').reduce((count, sub) => count + 1 + countOf(sub), 0);

/** `outer`: the base of the manifest around. */
function readScope(manifest: XmlElement, input: ScopeInput, outer: string): Scope {
  const base = joinBase(outer, baseOf(manifest));
  const { files, where, findings, profileOf } = input;
  const resources = readResources({ manifest, base, files, where, findings });
  return {
    manifest,
    base,
    identifier: attributeOf(manifest, 'identifier'),
    resources,
    profile: profileOf(manifest, { where, findings }),
    inside: childrenOf(manifest, 'manifest').map((sub) => readScope(sub, input, base)),
  };
}

/** Own resources first, then those of the manifests inside, then these themselves. */
export function findTarget(scope: Scope, name: string): Target | undefined {
  const resource = findResource(scope, name);
  if (resource !== undefined) return { kind: 'resource', resource };
  const sub = scopesIn(scope).find(({ identifier }) => identifier === name);
  return sub === undefined ? undefined : { kind: 'manifest', scope: sub };
}

function findResource(scope: Scope, name: string): Resource | undefined {
  const own = scope.resources.get(name);
  if (own !== undefined) return own;
  for (const inner of scope.inside) {
    const found = findResource(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The manifests below one, outermost first. */
export const scopesIn = ({ inside }: Scope): Scope[] => inside.flatMap((sub) => [sub, ...scopesIn(sub)]);

/** The default organization, or the first (CAM 1.2, 2.3.2.3; CAM 2004, 3.4.1.6). `default` is often no identifier of any. */
export function chooseOrganization(
  manifest: XmlElement,
  { where, findings }: Pick<ScopeInput, 'where' | 'findings'>,
): XmlElement | undefined {
  const list = childOf(manifest, 'organizations');
  if (list === undefined) return undefined;
  const organizations = childrenOf(list, 'organization');
  const wanted = attributeOf(list, 'default');
  const chosen = organizations.find((organization) => attributeOf(organization, 'identifier') === wanted);
  if (organizations.length > 1) {
    const message = `The manifest has ${organizations.length} organizations; one of them is played.`;
    findings.push(finding('organizations_unplayed', message, `${where}:${list.line}`));
  }
  if (organizations.length === 0 || (wanted !== undefined && chosen !== undefined)) return chosen;
  if (wanted === undefined && organizations.length === 1) return organizations[0];
  const message =
    wanted === undefined
      ? 'The manifest does not say which of its organizations is the default; the first is played.'
      : `The default organization ${quote(wanted)} does not exist; the first one is played.`;
  findings.push(finding('default_organization_repaired', message, `${where}:${list.line}`));
  return organizations[0];
}
