/**
 * Which SCORM an imsmanifest.xml is. SCORM 2004 states its edition in `schemaversion` (CAM 3.4.1); SCORM 1.2 has no
 * vocabulary for it (CAM 1.2, 2.3.2.2), so there the namespaces and the spelling of `scormtype` count as well.
 */
import { descend, textOf, type XmlDocument, type XmlElement } from './xml/element.ts';

type Edition2004 = '2' | '3' | '4' | 'unknown';

const schemaVersion = ({ root }: XmlDocument): string =>
  textOf(descend(root, 'metadata', 'schemaversion'))?.toLowerCase() ?? '';

const declares = ({ namespaces }: XmlDocument, pattern: RegExp): boolean =>
  [...namespaces].some((uri) => pattern.test(uri));

/** What the manifest says in words wins over its namespaces, which are copied around more carelessly. */
function edition2004(document: XmlDocument): Edition2004 | undefined {
  const version = schemaVersion(document);
  const stated = /2004\D*([234])/.exec(version)?.[1] as Edition2004 | undefined;
  if (stated !== undefined) return stated;
  if (/cam\s*1\.3/.test(version)) return '2';
  if (/2004|1\.3/.test(version)) return 'unknown';
  if (/1\.2/.test(version)) return undefined;
  return declares(document, /adlcp_v1p3|imsss|adlseq_v1p3/i) ? 'unknown' : undefined;
}

export const isScorm2004 =
  (edition: Edition2004) =>
  (document: XmlDocument): boolean =>
    edition2004(document) === edition;

export const isCommonCartridge = (document: XmlDocument): boolean =>
  declares(document, /imsccv\d|common-?cartridge/i) ||
  /cartridge/i.test(textOf(descend(document.root, 'metadata', 'schema')) ?? '');

export const isScorm12 = (document: XmlDocument): boolean =>
  edition2004(document) === undefined &&
  (/1\.2/.test(schemaVersion(document)) ||
    declares(document, /adlcp_rootv1p2|imscp_rootv1p1p2/i) ||
    hasScormType(document.root));

const hasScormType = (element: XmlElement): boolean =>
  element.attributes.some((attribute) => attribute.name.toLowerCase() === 'scormtype') ||
  element.children.some(hasScormType);
