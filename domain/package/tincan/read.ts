import { encodePart } from '../../kernel/percent.ts';
import type { ReadInput, ReadOutput } from '../format.ts';
import { isIri } from '../iri.ts';
import { firstText, languageMap, languagesOf } from '../language-map.ts';
import { launchAt } from '../launch-address.ts';
import type { StructureNode } from '../manifest.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/element.ts';
import type { XapiNodeData } from './node-data.ts';

/** The first player that has the run time of xAPI packages. */
const MIN_PLAYER_VERSION = '0.2.0';

/** Reads tincan.xml: the activities that launch something. Everything that is wrong is reported, not only the first. */
export function readTincan({ document, files, where, homePage }: ReadInput): ReadOutput {
  const findings: Finding[] = [];
  const list = childOf(document.root, 'activities');
  const launched = (list === undefined ? [] : childrenOf(list, 'activity')).filter((one) => opens(one).length > 0);
  const ids = new Set<string>();
  const nodes = launched.map((activity, i) => {
    const id = idOf(activity, where, findings);
    if (ids.has(id)) {
      findings.push(finding('identifier_duplicate', `Two activities have the id ${quote(id)}.`, at(where, activity)));
    }
    ids.add(id);
    return node({ activity, id, number: i + 1 }, { files, where, findings });
  });
  const [first] = nodes;
  if (first === undefined) return { findings: [finding('nothing_to_play', 'No activity launches anything.', where)] };
  if (nodes.length > 1) {
    const message = `${nodes.length} activities launch something, where there should be one; they are played in order.`;
    findings.push(finding('launch_several', message, where));
  }
  const said = firstText(first.xapi.description);
  return {
    manifest: {
      manifestVersion: 1,
      minPlayerVersion: MIN_PLAYER_VERSION,
      format: 'xapi',
      identifier: first.id,
      // The course itself writes statements about its activity, so this is what it is called. Of several none is the course.
      activityId: nodes.length === 1 ? first.id : `${homePage}/courses/${encodePart(first.id)}`,
      title: first.title,
      ...(said === undefined ? {} : { description: said }),
      languages: languagesOf(first.xapi.name),
      structure: nodes,
      assets: files.assets,
    },
    findings,
  };
}

/** `launch` is opened with the parameters of an xAPI launch, `resource` as it is. */
const opens = (activity: XmlElement): XmlElement[] => [
  ...childrenOf(activity, 'launch'),
  ...childrenOf(activity, 'resource'),
];

const at = (where: string, element: XmlElement): string => `${where}:${element.line}`;

function idOf(activity: XmlElement, where: string, findings: Finding[]): string {
  const id = attributeOf(activity, 'id') ?? '';
  if (!isIri(id)) {
    const message = id === '' ? 'An activity has no id.' : `The id ${quote(id)} of an activity is not a full IRI.`;
    findings.push(finding('iri_invalid', message, at(where, activity)));
  }
  return id;
}

function node(
  { activity, id, number }: { activity: XmlElement; id: string; number: number },
  { files, where, findings }: Pick<ReadInput, 'files' | 'where'> & { findings: Finding[] },
): StructureNode & { xapi: XapiNodeData } {
  const [page, ...others] = opens(activity);
  if (others.length > 0) {
    const message = `The activity ${quote(id)} has several launch pages; the first one is played, in every language.`;
    findings.push(finding('launch_pages_ignored', message, at(where, others[0]!)));
  }
  const address = launchAt(page!.text.trim(), { files, where: at(where, page!), what: 'An activity' });
  if (address.finding !== undefined) findings.push(address.finding);
  const name = languageMap(childrenOf(activity, 'name'));
  const type = attributeOf(activity, 'type');
  const title = firstText(name) ?? `Part ${number}`;
  if (firstText(name) === undefined) {
    const message = `The activity ${quote(id)} has no name; it is shown as ${quote(title)}.`;
    findings.push(finding('title_repaired', message, at(where, activity)));
  }
  return {
    id,
    kind: page!.name.toLowerCase() === 'launch' ? 'au' : 'asset',
    title,
    visible: true,
    ...(address.launch === undefined ? {} : { launch: address.launch }),
    xapi: {
      id,
      ...(type === undefined ? {} : { type }),
      name,
      description: languageMap(childrenOf(activity, 'description')),
    },
    children: [],
  };
}
