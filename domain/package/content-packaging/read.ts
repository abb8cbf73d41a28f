import type { ReadInput, ReadOutput } from '../format.ts';
import { type PlayPackageManifest, type StructureNode, walk } from '../manifest.ts';
import { optional } from '../manifest-json.ts';
import { firstOf } from '../metadata.ts';
import { type Finding, finding, quote } from '../report.ts';
import { childOf, textOf, type XmlElement } from '../xml/element.ts';
import { describedFiles } from './described.ts';
import { identityOf } from './identity.ts';
import { MetadataReader } from './metadata.ts';
import type { Noting, Profile } from './profile.ts';
import { chooseOrganization, readScopes } from './scope.ts';
import { Structure } from './structure.ts';
import { unlistedFiles } from './unlisted.ts';

/**
 * Reads an imsmanifest.xml (IMS Content Packaging 1.1; CAM 1.2, chapter 2; CAM 2004, chapter 3). Everything that is wrong is
 * reported, not only the first.
 */
export async function readContentPackage(
  input: ReadInput,
  profileOf: (manifest: XmlElement, noting: Noting) => Profile,
): Promise<ReadOutput> {
  const { document, files, where } = input;
  const manifest = document.root;
  const findings: Finding[] = [];
  const scope = readScopes(manifest, { files, where, findings, profileOf });
  const { profile } = scope;
  const metadata = await MetadataReader.open(manifest, input, findings);
  const organization = chooseOrganization(manifest, { where, findings });
  const said = firstOf(metadata.of(manifest), organization && metadata.of(organization)) ?? {};
  const title = textOf(organization && childOf(organization, 'title')) ?? said.title;
  const structure = new Structure({ metadata, files, where, findings });
  const playable = structure.ofScope(scope, organization);
  const refused = findings.some((found) => found.severity === 'refused');
  if (!refused && ![...walk(playable)].some((node) => node.launch !== undefined)) {
    findings.push(finding('nothing_to_play', 'No item of the course opens anything.', where));
  }
  if (findings.some((found) => found.severity === 'refused')) return { findings };

  const course = organization === undefined ? {} : profile.courseData(organization);
  structure.end(scope);
  findings.push(...unlistedFiles(scope, files), ...unreachable(profile.unreachable(playable, course), where));
  const described = describedFiles(scope, files, metadata);
  metadata.end();
  const { title: _, description, languages = [], ...others } = said;
  const result: PlayPackageManifest = {
    manifestVersion: 1,
    minPlayerVersion: profile.minPlayerVersion,
    format: profile.format,
    ...identityOf(manifest, input, findings),
    title: title ?? fallbackTitle(playable, where, findings),
    ...optional('description', description),
    languages,
    ...optional('metadata', firstOf(others)),
    structure: playable,
    ...course,
    assets: { ...files.assets, ...optional('metadata', described) },
  };
  return { manifest: result, findings };
}

function fallbackTitle(nodes: readonly StructureNode[], where: string, findings: Finding[]): string {
  const title = nodes.length === 1 ? nodes[0]!.title : 'Untitled course';
  findings.push(finding('title_repaired', `The course has no title; it is shown as ${quote(title)}.`, where));
  return title;
}

const unreachable = (sentences: readonly string[], where: string): Finding[] =>
  sentences.map((sentence) => finding('item_unreachable', sentence, where));
