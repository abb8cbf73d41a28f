import type { LanguageMap } from '../language-map.ts';
import { walk } from '../manifest.ts';
import { type Crossing, PLAYER_PAGE } from './crossing.ts';
import { courseTexts, Iris, languageOf, nodeTexts, type Texts } from './xapi-names.ts';
import { type XmlNode, xml, xmlText } from './xml.ts';

const NAMESPACE = 'http://projecttincan.com/tincan.xsd';
const TYPES = 'http://adlnet.gov/expapi/activities';

/** tincan.xml for a course of another format: one activity that is launched, and the parts that statements may name. */
export function tincanManifest({ manifest, folder }: Crossing): string {
  const launch = xml('launch', { lang: languageOf(manifest) }, `${folder}${PLAYER_PAGE}`);
  const course = activity(manifest.activityId, 'course', courseTexts(manifest), launch);
  const iris = new Iris(manifest);
  const parts = [...walk(manifest.structure)].map((node) =>
    activity(iris.of(node.id), node.launch === undefined ? 'module' : 'lesson', nodeTexts(manifest, node)),
  );
  return xmlText(xml('tincan', { xmlns: NAMESPACE }, xml('activities', {}, course, ...parts)));
}

function activity(id: string, type: string, { title, description }: Texts, launch?: XmlNode): XmlNode {
  const texts = (name: string, map: LanguageMap): XmlNode[] =>
    Object.entries(map).map(([lang, text]) => xml(name, { lang }, text));
  const all = [...texts('name', title), ...texts('description', description)];
  return xml('activity', { id, type: `${TYPES}/${type}` }, ...all, launch);
}
