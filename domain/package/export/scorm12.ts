import type { PlayPackageManifest, StructureNode } from '../manifest.ts';
import type { Crossing } from './crossing.ts';
import { imsParts } from './ims.ts';
import { decimal, masteryOf } from './mastery.ts';
import { type XmlNode, xml, xmlText } from './xml.ts';

const NAMESPACES = {
  xmlns: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
  'xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
  'xmlns:imsmd': 'http://www.imsglobal.org/xsd/imsmd_rootv1p2p1',
};
/** The language of a text whose language nobody knows (IMS Metadata 1.2.1, langstring). */
const NO_LANGUAGE = 'x-none';

/** imsmanifest.xml of SCORM 1.2 (CAM 1.2, 2.3) for a course of another format. */
export function scorm12Manifest(crossing: Crossing): string {
  const { identifier, organizations, resources } = imsParts(crossing, {
    scormType: 'adlcp:scormtype',
    clustersOpen: true,
    itemExtras,
    organizationExtras: () => [],
  });
  const attributes = { identifier, version: '1.1', ...NAMESPACES };
  const version = [xml('schema', {}, 'ADL SCORM'), xml('schemaversion', {}, '1.2')];
  const metadata = xml('metadata', {}, ...version, lom(crossing.manifest));
  return xmlText(xml('manifest', attributes, metadata, organizations, resources));
}

/** CAM 1.2, 2.3.2.3: the score of `cmi.core.score.raw`, from 0 to 100, at which the SCO is passed. */
function itemExtras(node: StructureNode): XmlNode[] {
  const mastery = masteryOf(node);
  return mastery === undefined ? [] : [xml('adlcp:masteryscore', {}, decimal(mastery * 100))];
}

/** What the course says of itself, and the IRI that it is known by, as a catalogue entry. */
function lom({ title, description, languages, activityId }: PlayPackageManifest): XmlNode {
  const langstring = (text: string): XmlNode =>
    xml('imsmd:langstring', { 'xml:lang': languages[0] ?? NO_LANGUAGE }, text);
  const entry = xml('imsmd:entry', {}, xml('imsmd:langstring', { 'xml:lang': NO_LANGUAGE }, activityId));
  return xml(
    'imsmd:lom',
    {},
    xml(
      'imsmd:general',
      {},
      xml('imsmd:title', {}, langstring(title)),
      xml('imsmd:catalogentry', {}, xml('imsmd:catalog', {}, 'URI'), entry),
      ...languages.map((language) => xml('imsmd:language', {}, language)),
      description === undefined ? undefined : xml('imsmd:description', {}, langstring(description)),
    ),
  );
}
