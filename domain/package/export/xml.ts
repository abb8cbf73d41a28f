/** XML out: a small tree and its text. What a course calls itself is escaped here and nowhere else. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly children: readonly (XmlNode | string)[];
}

type Attributes = Readonly<Record<string, string | undefined>>;
type Child = XmlNode | string | undefined;

/** An element; attributes and children that are undefined are left out. */
export const xml = (name: string, attributes: Attributes, ...children: readonly Child[]): XmlNode => ({
  name,
  attributes: Object.entries(attributes).filter((pair): pair is [string, string] => pair[1] !== undefined),
  children: children.filter((child): child is XmlNode | string => child !== undefined),
});

/** A document in UTF-8, with a declaration and one element a line. Text is never indented: its white space counts. */
export const xmlText = (root: XmlNode): string => `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '')}\n`;

function lines(node: XmlNode, indent: string): string {
  const start = `${indent}<${node.name}${node.attributes.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')}`;
  if (node.children.length === 0) return `${start}/>`;
  if (node.children.some((child) => typeof child === 'string')) {
    const inner = node.children.map((child) => (typeof child === 'string' ? escaped(child) : lines(child, '')));
    return `${start}>${inner.join('')}</${node.name}>`;
  }
  const inner = node.children.map((child) => lines(child as XmlNode, `${indent}  `));
  return `${start}>\n${inner.join('\n')}\n${indent}</${node.name}>`;
}

/** What XML 1.0 (2.2) has no way to write, escaped or not: most control characters and half surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text or an attribute's value; white space that a parser would change is written as a reference. */
export const escaped = (text: string): string =>
  text.replace(UNWRITABLE, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character]!);
