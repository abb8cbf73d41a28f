import { activityIdOf } from '../activity-id.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, type XmlElement } from '../xml/element.ts';

/** Half a surrogate pair has no UTF-8 and can't stand in an IRI. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** The identifier of the manifest, and the IRI that statements name the course by. */
export function identityOf(
  manifest: XmlElement,
  { homePage, where, manifestCrc32 }: { homePage: string; where: string; manifestCrc32: number },
  findings: Finding[],
): { identifier: string; activityId: string } {
  const stated = attributeOf(manifest, 'identifier')?.replace(LONE_SURROGATES, '\ufffd');
  const identifier = stated ?? `course-${manifestCrc32.toString(16).padStart(8, '0')}`;
  if (stated === undefined) {
    const message = `The manifest has no identifier; the course is known as ${quote(identifier)}.`;
    findings.push(finding('identifier_repaired', message, `${where}:${manifest.line}`));
  }
  return { identifier, activityId: activityIdOf(identifier, homePage) };
}
