/** A small element tree: what a manifest needs and nothing else. */
export interface XmlElement {
  /** Local name, without its prefix. */
  readonly name: string;
  /** Namespace; empty when there is none or its prefix was never declared. */
  readonly uri: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Text directly inside, CDATA included, as written. */
  readonly text: string;
  /** From 1: where its tag begins. */
  readonly line: number;
}

export interface XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly value: string;
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** Every namespace that is declared anywhere. */
  readonly namespaces: ReadonlySet<string>;
}

/**
 * Elements are found by local name and whatever case: real manifests declare wrong namespaces, older drafts of them, or
 * none, and no name means two things at the same place.
 */
const isNamed = (element: XmlElement, name: string): boolean => element.name.toLowerCase() === name.toLowerCase();

export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => isNamed(child, name));

export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => isNamed(child, name));

/** Follows a path of child names; undefined when one of them is missing. */
export function descend(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let at: XmlElement | undefined = element;
  for (const name of path) at = at === undefined ? undefined : childOf(at, name);
  return at;
}

/** The element and everything in it. */
export const countOf = (element: XmlElement): number =>
  element.children.reduce((sum, child) => sum + countOf(child), 1);

/** Trimmed text of an attribute; one without a prefix wins over one with. Undefined when it is absent or empty. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  const named = element.attributes.filter((a) => a.name.toLowerCase() === name.toLowerCase());
  const value = (named.find((a) => a.prefix === '') ?? named[0])?.value.trim();
  return value === '' ? undefined : value;
}

/** Trimmed text with runs of white space as one space; undefined when nothing is left. */
export function textOf(element: XmlElement | undefined): string | undefined {
  const text = element?.text.trim().replace(/\s+/g, ' ');
  return text === '' ? undefined : text;
}
