/**
 * CourseStructure.xsd (cmi5, 13.2) as a table: which elements follow each other, how often, and which attributes they have.
 * What the values mean is for the readers of the values.
 */
import { isLanguageTag } from '../language-tag.ts';
import { type Finding, finding, quote } from '../report.ts';
import type { XmlElement } from '../xml/element.ts';
import { isOwn } from './namespace.ts';

interface Particle {
  readonly names: readonly string[];
  readonly least: 0 | 1;
  readonly most: number;
}

interface Content {
  readonly attributes?: readonly string[];
  readonly required?: readonly string[];
  /** The attribute that is of the type `xs:language`. */
  readonly language?: string;
  /** Elements in their order; absent: text, about which the schema says nothing more. */
  readonly sequence?: readonly Particle[];
  /** `xs:all`: once each, in any order. */
  readonly anyOrder?: boolean;
  /** Whether elements of other namespaces may follow (the group `anyElement`). */
  readonly extensible?: boolean;
}

const one = (name: string): Particle => ({ names: [name], least: 1, most: 1 });
const maybe = (name: string): Particle => ({ names: [name], least: 0, most: 1 });
const many = (...names: string[]): Particle => ({ names, least: 1, most: Number.POSITIVE_INFINITY });

const TEXT: Content = { sequence: [many('langstring')], extensible: true };
const UNITS = many('au', 'block');
const SAID = [one('title'), one('description')];

/** By the element's name, with its parent before it where that makes a difference. */
const CONTENTS: Readonly<Record<string, Content>> = {
  courseStructure: { sequence: [one('course'), maybe('objectives'), UNITS], extensible: true },
  course: { required: ['id'], sequence: SAID, extensible: true },
  block: { required: ['id'], sequence: [...SAID, maybe('objectives'), UNITS], extensible: true },
  au: {
    attributes: ['moveOn', 'masteryScore', 'launchMethod', 'activityType'],
    required: ['id'],
    sequence: [...SAID, maybe('objectives'), one('url'), maybe('launchParameters'), maybe('entitlementKey')],
    extensible: true,
  },
  objectives: { sequence: [many('objective')], extensible: true },
  'courseStructure/objectives/objective': { required: ['id'], sequence: SAID, anyOrder: true },
  objective: { attributes: ['idref'], sequence: [] },
  title: TEXT,
  description: TEXT,
  langstring: { attributes: ['lang'], language: 'lang' },
  url: {},
  launchParameters: {},
  entitlementKey: {},
};

/** Everything in which the course structure departs from the schema. `root` is in the namespace of cmi5. */
export function checkSchema(root: XmlElement, where: string): Finding[] {
  const findings: Finding[] = [];
  const found = (element: XmlElement, message: string): void => {
    findings.push(finding('cmi5_structure_invalid', message, `${where}:${element.line}`));
  };
  const check = (element: XmlElement, path: string): void => {
    const content = CONTENTS[path] ?? CONTENTS[element.name]!;
    checkAttributes(element, content, found);
    if (content.sequence === undefined) return;
    if (element.text.trim() !== '') found(element, `Between the elements of ${quote(element.name)} stands text.`);
    const valid = content.anyOrder === true ? inOrder(element, content.sequence) : element.children;
    checkSequence({ element, children: valid, content: { ...content, sequence: content.sequence } }, found);
    for (const child of element.children) {
      // Whatever is known here is looked into, also where it should not be: one mistake must not hide the others.
      if (isOwn(child) && Object.hasOwn(CONTENTS, child.name)) check(child, `${path}/${child.name}`);
    }
  };
  if (root.name === 'courseStructure') check(root, root.name);
  else found(root, `The root of a course structure is courseStructure, not ${quote(root.name)}.`);
  return findings;
}

type Found = (element: XmlElement, message: string) => void;

/** Attributes with a prefix belong to other namespaces and are let through (`anyAttribute`, `xml:`, `xsi:`). */
function checkAttributes(element: XmlElement, content: Content, found: Found): void {
  const own = element.attributes.filter(({ prefix, name }) => prefix === '' && name !== 'xmlns');
  const required = content.required ?? [];
  for (const name of required) {
    if (own.some((attribute) => attribute.name === name && attribute.value.trim() !== '')) continue;
    found(element, `${quote(element.name)} has no ${name}.`);
  }
  const tag = own.find(({ name }) => name === content.language)?.value.trim();
  if (tag !== undefined && !isLanguageTag(tag)) found(element, `${quote(tag)} is no language tag like en or pt-BR.`);
  const known = [...required, ...(content.attributes ?? [])];
  for (const { name } of own) {
    if (!known.includes(name))
      found(element, `${quote(element.name)} has an attribute ${quote(name)} that cmi5 does not know.`);
  }
}

/** The children in the order of the particles, strangers last. */
const inOrder = (element: XmlElement, sequence: readonly Particle[]): XmlElement[] => {
  const place = (child: XmlElement): number => {
    const found = sequence.findIndex(({ names }) => isOwn(child) && names.includes(child.name));
    return found < 0 ? sequence.length : found;
  };
  return element.children.toSorted((a, b) => place(a) - place(b));
};

interface Sequenced {
  readonly element: XmlElement;
  readonly children: readonly XmlElement[];
  readonly content: Content & { readonly sequence: readonly Particle[] };
}

function checkSequence({ element, children, content }: Sequenced, found: Found): void {
  let at = 0;
  for (const { names, least, most } of content.sequence) {
    let times = 0;
    while (times < most && at < children.length && isOwn(children[at]!) && names.includes(children[at]!.name)) {
      times++;
      at++;
    }
    if (times < least) found(element, `${quote(element.name)} has no ${names.join(' or ')} where it should be.`);
  }
  // The rest may only be elements of other namespaces; those of none are refused by the schema as well.
  const strange = children.slice(at).filter((child) => isOwn(child) || child.uri === '' || content.extensible !== true);
  for (const child of strange) {
    found(child, `${quote(child.name)} may not stand here in ${quote(element.name)}.`);
  }
}
