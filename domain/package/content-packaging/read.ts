import type { ReadInput, ReadOutput } from '../format.ts';
import { type PlayPackageManifest, type StructureNode, walk } from '../manifest.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '../xml/element.ts';
import { identityOf } from './identity.ts';
import { readMetadata } from './metadata.ts';
import type { Noting, Profile } from './profile.ts';
import { type Resources, readResources } from './resources.ts';
import { Structure } from './structure.ts';
import { unlistedFiles } from './unlisted.ts';

/**
 * Reads an imsmanifest.xml (IMS Content Packaging 1.1; CAM 1.2, chapter 2; CAM 2004, chapter 3). Everything that is wrong is
 * reported, not only the first.
 */
export async function readContentPackage(
  input: ReadInput,
  profileOf: (noting: Noting) => Profile,
): Promise<ReadOutput> {
  const { document, files, where } = input;
  const manifest = document.root;
  const findings: Finding[] = [];
  const resources = readResources({ manifest, files, where, findings });
  const metadata = await readMetadata(manifest, input, findings);
  const organization = chooseOrganization(manifest, where, findings);
  const profile = profileOf({ where, findings });
  const structure = new Structure({ profile, resources, files, where, findings });
  const title = textOf(organization && childOf(organization, 'title')) ?? metadata.title;
  const nodes = organization === undefined ? [] : structure.nodes(organization);
  const playable = nodes.length > 0 ? nodes : fromResources(structure, resources, { title, where, findings });
  const refused = findings.some((found) => found.severity === 'refused');
  if (!refused && ![...walk(playable)].some((node) => node.launch !== undefined)) {
    findings.push(finding('nothing_to_play', 'No item of the course opens anything.', where));
  }
  if (findings.some((found) => found.severity === 'refused')) return { findings };

  const course = organization === undefined ? {} : profile.courseData(organization);
  findings.push(...unlistedFiles(manifest, files), ...unreachable(profile.unreachable(playable, course), where));
  const identity = identityOf(manifest, input, findings);
  const languages = metadata.languages;
  const { description } = metadata;
  const result: PlayPackageManifest = {
    manifestVersion: 1,
    minPlayerVersion: profile.minPlayerVersion,
    format: profile.format,
    ...identity,
    title: title ?? fallbackTitle(playable, where, findings),
    ...(description === undefined ? {} : { description }),
    languages,
    structure: playable,
    ...course,
    assets: files.assets,
  };
  return { manifest: result, findings };
}

/** The default organization, or the first (CAM 1.2, 2.3.2.3; CAM 2004, 3.4.1.6). `default` is often no identifier of any. */
function chooseOrganization(manifest: XmlElement, where: string, findings: Finding[]): XmlElement | undefined {
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

/** A package of resources alone: its SCOs in order, or the first page when it has none. */
function fromResources(
  structure: Structure,
  resources: Resources,
  { title, where, findings }: { title: string | undefined; where: string; findings: Finding[] },
): StructureNode[] {
  const launchable = [...resources.values()].filter((resource) => resource.href !== undefined);
  const scos = launchable.filter((resource) => resource.kind === 'sco');
  const chosen = scos.length > 0 ? scos : launchable.slice(0, 1);
  if (chosen.length === 0) return [];
  const message = 'The manifest has no structure; what its resources launch is played in order.';
  findings.push(finding('resources_only', message, where));
  return chosen.map((resource, i) =>
    structure.resourceNode(resource, chosen.length === 1 && title !== undefined ? title : `Part ${i + 1}`),
  );
}

function fallbackTitle(nodes: readonly StructureNode[], where: string, findings: Finding[]): string {
  const title = nodes.length === 1 ? nodes[0]!.title : 'Untitled course';
  findings.push(finding('title_repaired', `The course has no title; it is shown as ${quote(title)}.`, where));
  return title;
}

const unreachable = (sentences: readonly string[], where: string): Finding[] =>
  sentences.map((sentence) => finding('item_unreachable', sentence, where));
