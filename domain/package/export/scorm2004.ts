import type { PlayPackageManifest, StructureNode } from '../manifest.ts';
import type { Crossing } from './crossing.ts';
import { imsParts } from './ims.ts';
import { decimal, masteryOf } from './mastery.ts';
import { type XmlNode, xml, xmlText } from './xml.ts';

const NAMESPACES = {
  xmlns: 'http://www.imsglobal.org/xsd/imscp_v1p1',
  'xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_v1p3',
  'xmlns:imsss': 'http://www.imsglobal.org/xsd/imsss',
  'xmlns:lom': 'http://ltsc.ieee.org/xsd/LOM',
};
/** IEEE 1484.12.3: the language of a text that has none. */
const NO_LANGUAGE = 'x-none';

/** imsmanifest.xml of SCORM 2004 4th Edition (CAM 3.4) for a course of another format. */
export function scorm2004Manifest(crossing: Crossing): string {
  const { identifier, organizations, resources } = imsParts(crossing, {
    scormType: 'adlcp:scormType',
    // CAM 3.4.1.9: only leaves are delivered.
    clustersOpen: false,
    itemExtras: (node) => [sequencing(node)],
    organizationExtras: () => [xml('imsss:sequencing', {}, FREE)],
  });
  const version = [xml('schema', {}, 'ADL SCORM'), xml('schemaversion', {}, '2004 4th Edition')];
  const metadata = xml('metadata', {}, ...version, lom(crossing.manifest));
  return xmlText(xml('manifest', { identifier, version: '1', ...NAMESPACES }, metadata, organizations, resources));
}

/** What every other format means when it says nothing: any part may be chosen, and Continue leads on (SN 3.2). */
const FREE = xml('imsss:controlMode', { choice: 'true', flow: 'true' });

/**
 * A block is gone through freely. A part that is delivered tells its own completion and success (SN 3.13): what it does not
 * tell stays unknown, as it does in the format that it comes from.
 */
function sequencing(node: StructureNode): XmlNode {
  const mode = node.children.length > 0 ? FREE : undefined;
  const mastery = masteryOf(node);
  const objectives =
    mastery === undefined
      ? undefined
      : xml(
          'imsss:objectives',
          {},
          xml(
            'imsss:primaryObjective',
            { objectiveID: 'score', satisfiedByMeasure: 'true' },
            xml('imsss:minNormalizedMeasure', {}, decimal(mastery)),
          ),
        );
  const own =
    node.launch === undefined
      ? undefined
      : xml('imsss:deliveryControls', { completionSetByContent: 'true', objectiveSetByContent: 'true' });
  return xml('imsss:sequencing', {}, mode, objectives, own);
}

/** IEEE LOM, `general`: what the course says of itself, and the IRI that it is known by. */
function lom({ title, description, languages, activityId }: PlayPackageManifest): XmlNode {
  const text = (value: string): XmlNode => xml('lom:string', { language: languages[0] ?? NO_LANGUAGE }, value);
  const identifier = xml('lom:identifier', {}, xml('lom:catalog', {}, 'URI'), xml('lom:entry', {}, activityId));
  return xml(
    'lom:lom',
    {},
    xml(
      'lom:general',
      {},
      identifier,
      xml('lom:title', {}, text(title)),
      ...languages.map((language) => xml('lom:language', {}, language)),
      description === undefined ? undefined : xml('lom:description', {}, text(description)),
    ),
  );
}
