import { encodePart } from '../../kernel/percent.ts';
import type { ReadInput, ReadOutput } from '../format.ts';
import { isIri } from '../iri.ts';
import { firstText, languagesOf } from '../language-map.ts';
import { walk } from '../manifest.ts';
import { type Finding, finding, quote } from '../report.ts';
import { attributeOf, type XmlElement } from '../xml/element.ts';
import { CMI5_NAMESPACE, isOwn, ownChild } from './namespace.ts';
import { checkSchema } from './schema.ts';
import { Structure, saidIn } from './structure.ts';

/** The first player that has the run time of cmi5. */
const MIN_PLAYER_VERSION = '0.2.0';

/** Reads a course structure (cmi5 Quartz, 13 and 14). Everything that is wrong is reported, not only the first. */
export function readCmi5({ document, files, where, homePage }: ReadInput): ReadOutput {
  const { root } = document;
  if (!isOwn(root)) return { findings: [wrongNamespace(root, where)] };
  const findings = checkSchema(root, where);
  const course = ownChild(root, 'course');
  const identifier = course && courseId(course, where, findings);
  const structure = new Structure({ files, where, findings });
  const objectives = structure.objectives(root);
  const nodes = structure.nodes(root);
  const strangers = extensions(root);
  if (strangers > 0) {
    const message = `The course structure has ${strangers} elements of other namespaces; they stay in the file and mean nothing here.`;
    findings.push(finding('extension_ignored', message, where));
  }
  if (course === undefined || identifier === undefined || findings.some((found) => found.severity === 'refused')) {
    return { findings };
  }
  const [title, description] = [saidIn(course, 'title'), saidIn(course, 'description')];
  const said = firstText(description);
  return {
    manifest: {
      manifestVersion: 1,
      minPlayerVersion: MIN_PLAYER_VERSION,
      format: 'cmi5',
      identifier,
      // 9.3.9: what statements name the course by is generated, and not the publisher's id.
      activityId: `${homePage}/courses/${encodePart(identifier)}`,
      title: firstText(title) ?? untitled([...walk(nodes)][0]!.title, where, findings),
      ...(said === undefined ? {} : { description: said }),
      languages: languagesOf(title),
      structure: nodes,
      assets: files.assets,
      cmi5: { title, description, objectives },
    },
    findings,
  };
}

function wrongNamespace(root: XmlElement, where: string): Finding {
  const stated = root.uri === '' ? 'in no namespace' : `in the namespace ${quote(root.uri)}`;
  const message = `The course structure is ${stated}, not in that of cmi5, ${CMI5_NAMESPACE}.`;
  return finding('cmi5_namespace_wrong', message, `${where}:${root.line}`);
}

function courseId(course: XmlElement, where: string, findings: Finding[]): string | undefined {
  const id = attributeOf(course, 'id');
  if (id === undefined || isIri(id)) return id;
  const message = `The id ${quote(id)} of the course is not a full IRI.`;
  findings.push(finding('iri_invalid', message, `${where}:${course.line}`));
  return undefined;
}

/** A course without a title is called by its first part. */
function untitled(title: string, where: string, findings: Finding[]): string {
  findings.push(finding('title_repaired', `The course has no title; it is shown as ${quote(title)}.`, where));
  return title;
}

/** 13.1.5: a publisher's own elements; what is inside one of them is not counted again. */
const extensions = (element: XmlElement): number =>
  element.children.reduce((sum, child) => sum + (isOwn(child) ? extensions(child) : 1), 0);
