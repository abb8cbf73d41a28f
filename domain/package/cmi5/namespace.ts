import type { XmlElement } from '../xml/element.ts';

/** The target namespace of CourseStructure.xsd (cmi5, 13.2). */
export const CMI5_NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';

/** Elements of cmi5 itself: a publisher's own ones may have the same names (13.1.5). */
export const isOwn = (element: XmlElement): boolean => element.uri === CMI5_NAMESPACE;

export const ownChildren = (element: XmlElement, ...names: readonly string[]): XmlElement[] =>
  element.children.filter((child) => isOwn(child) && names.includes(child.name));

export const ownChild = (element: XmlElement, name: string): XmlElement | undefined => ownChildren(element, name)[0];
