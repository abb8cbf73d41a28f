import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, type XmlElement } from '../xml/element.ts';

/** Without the characters that no IRI has (RFC 3987, 2.2): a statement that is named by one is refused. */
const ABSOLUTE_IRI = /^(https?:\/\/[^/\s<>"{}|\\^`]|urn:[a-z0-9])[^\s<>"{}|\\^`]*$/i;
/** Half a surrogate pair has no UTF-8 and can't stand in an IRI. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * The identifier of the manifest, and the IRI that statements name the course by: the identifier when it is one, else an
 * address below the tenant's home page, so that a new version of the same course keeps it.
 */
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
  const activityId = ABSOLUTE_IRI.test(identifier)
    ? identifier
    : `${homePage}/courses/${encodeURIComponent(identifier)}`;
  return { identifier, activityId };
}
