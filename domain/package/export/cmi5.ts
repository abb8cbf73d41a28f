import type { LanguageMap } from '../language-map.ts';
import type { StructureNode } from '../manifest.ts';
import { type Crossing, launchOf } from './crossing.ts';
import { decimal, masteryOf } from './mastery.ts';
import { courseTexts, iriOf, nodeTexts, type Texts } from './xapi-names.ts';
import { type XmlNode, xml, xmlText } from './xml.ts';

const NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';

/** cmi5.xml (cmi5 Quartz, 13 and 14) for a course of another format: what opens something is an AU, what groups is a block. */
export function cmi5Manifest(crossing: Crossing): string {
  const { manifest } = crossing;
  const course = xml('course', { id: manifest.activityId }, ...texts(courseTexts(manifest)));
  const nodes = manifest.structure.flatMap((node) => elements(crossing, node));
  return xmlText(xml('courseStructure', { xmlns: NAMESPACE }, course, ...nodes));
}

/** A node that opens a page and holds others comes out as an AU and a block behind it, because a block opens nothing. */
function elements(crossing: Crossing, node: StructureNode): XmlNode[] {
  const own = node.launch === undefined ? [] : [au(crossing, node)];
  const children = node.children.flatMap((child) => elements(crossing, child));
  if (children.length === 0) return own;
  const iri = iriOf(crossing.manifest, node);
  const id = node.launch === undefined ? iri : `${iri}/parts`;
  return [...own, xml('block', { id }, ...texts(nodeTexts(crossing.manifest, node)), ...children)];
}

/**
 * What may be completed and what may be passed is for the page to say, so either will do; a page that only shows something is
 * completed when it is left (cmi5 13.1.4).
 */
function au(crossing: Crossing, node: StructureNode): XmlNode {
  const mastery = masteryOf(node);
  const attributes = {
    id: iriOf(crossing.manifest, node),
    launchMethod: 'AnyWindow',
    moveOn: node.kind === 'asset' ? 'Completed' : 'CompletedOrPassed',
    masteryScore: mastery === undefined ? undefined : decimal(mastery),
  };
  return xml('au', attributes, ...texts(nodeTexts(crossing.manifest, node)), xml('url', {}, launchOf(crossing, node)));
}

function texts({ title, description }: Texts): XmlNode[] {
  const of = (name: string, map: LanguageMap): XmlNode =>
    xml(name, {}, ...Object.entries(map).map(([lang, text]) => xml('langstring', { lang }, text)));
  return [of('title', title), of('description', description)];
}
