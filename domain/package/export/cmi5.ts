import type { LanguageMap } from '../language-map.ts';
import type { StructureNode } from '../manifest.ts';
import { type Crossing, launchOf } from './crossing.ts';
import { decimal, masteryOf } from './mastery.ts';
import { courseTexts, Iris, nodeTexts, type Texts } from './xapi-names.ts';
import { type XmlNode, xml, xmlText } from './xml.ts';

const NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';

/** cmi5.xml (cmi5 Quartz, 13 and 14) for a course of another format: what opens something is an AU, what groups is a block. */
export function cmi5Manifest(crossing: Crossing): string {
  const { manifest } = crossing;
  const iris = new Iris(manifest);
  const course = xml('course', { id: manifest.activityId }, ...texts(courseTexts(manifest)));
  const nodes = manifest.structure.flatMap((node) => elements(node, { ...crossing, iris }));
  return xmlText(xml('courseStructure', { xmlns: NAMESPACE }, course, ...nodes));
}

type Named = Crossing & { readonly iris: Iris };

/** A node that opens a page and holds others comes out as an AU and a block behind it, because a block opens nothing. */
function elements(node: StructureNode, crossing: Named): XmlNode[] {
  const { manifest, iris } = crossing;
  const own = node.launch === undefined ? [] : [au(node, crossing)];
  const children = node.children.flatMap((child) => elements(child, crossing));
  if (children.length === 0) return own;
  return [...own, xml('block', { id: iris.of(node.id) }, ...texts(nodeTexts(manifest, node)), ...children)];
}

/**
 * What may be completed and what may be passed is for the page to say, so either will do; a page that only shows something is
 * completed when it is left (cmi5 13.1.4).
 */
function au(node: StructureNode, crossing: Named): XmlNode {
  const mastery = masteryOf(node);
  const attributes = {
    id: crossing.iris.of(node.id),
    launchMethod: 'AnyWindow',
    moveOn: node.kind === 'asset' ? 'Completed' : 'CompletedOrPassed',
    masteryScore: mastery === undefined ? undefined : decimal(mastery),
  };
  const url = xml('url', {}, launchOf(crossing, node));
  return xml('au', attributes, ...texts(nodeTexts(crossing.manifest, node)), url);
}

function texts({ title, description }: Texts): XmlNode[] {
  const of = (name: string, map: LanguageMap): XmlNode =>
    xml(name, {}, ...Object.entries(map).map(([lang, text]) => xml('langstring', { lang }, text)));
  return [of('title', title), of('description', description)];
}
