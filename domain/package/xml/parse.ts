import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type Finding, finding, quote, refuse, shorten } from '../report.ts';
import type { XmlDocument, XmlElement } from './element.ts';

/**
 * What a manifest may be; the largest ones seen have some ten thousand elements in a few MiB. Attributes of one element: no
 * schema knows more than twenty, and namespaces are declared once; each costs some 600 bytes of memory. Characters of an
 * attribute: addresses and lists of schemas have some thousand, and one resource may be named by every item.
 */
export const XML_LIMITS = {
  maxBytes: 20 * 1024 * 1024,
  maxElements: 200_000,
  maxAttributes: 1_000,
  maxAttributeChars: 32_768,
  maxDepth: 100,
} as const;

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

export interface ParsedXml {
  readonly document: XmlDocument;
  readonly findings: readonly Finding[];
}

/**
 * Text to tree. Throws `Refusal` for what is not well formed, for documents that declare entities (they can read files
 * and grow without end) and beyond the limits. A DOCTYPE that only names a DTD is passed over: nothing is ever fetched.
 */
export function parseXml(text: string, where: string): ParsedXml {
  const reader = new Reader(where);
  const document = text.trimStart();
  reader.read(document);
  const { findings, ...result } = reader.result();
  return { ...result, findings: [...beginning(text, document, where), ...findings] };
}

/** How the file begins (XML 1.0, 2.8): with its declaration, and nothing before that. */
function beginning(text: string, document: string, where: string): Finding[] {
  if (!/^<\?xml\s/.test(document)) {
    return [finding('xml_declaration_missing', 'The file does not begin with an XML declaration.', where)];
  }
  if (document === text) return [];
  return [finding('xml_start_repaired', 'There is white space before the XML declaration.', where)];
}

class Reader {
  readonly #where: string;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #namespaces = new Set<string>();
  readonly #open: OpenElement[] = [];
  readonly #undeclared = new Set<string>();
  #root: OpenElement | undefined;
  #elements = 0;
  /** Of the tag that is being read. */
  #attributes = 0;
  #line = 1;

  constructor(where: string) {
    this.#where = where;
    const parser = this.#parser;
    parser.on('error', (error) => this.#error(error.message));
    parser.on('doctype', (doctype) => this.#doctype(doctype));
    parser.on('opentagstart', () => {
      this.#line = parser.line;
      this.#attributes = 0;
    });
    parser.on('attribute', ({ value }) => this.#attribute(value));
    parser.on('opentag', (tag) => this.#openTag(tag));
    parser.on('closetag', () => this.#open.pop());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
  }

  read(text: string): void {
    this.#parser.write(text).close();
  }

  result(): ParsedXml {
    const findings = [...this.#undeclared].map((prefix) =>
      finding('xml_namespace_undeclared', `The prefix ${quote(prefix)} is used but never declared.`, this.#where),
    );
    // saxes refuses a document without an element.
    return { document: { root: this.#root!, namespaces: this.#namespaces }, findings };
  }

  #at(line: number): string {
    return `${this.#where}:${line}`;
  }

  #error(message: string): void {
    const said = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    const prefix = /^unbound namespace prefix: "(.*)"$/.exec(said);
    if (prefix !== null) {
      this.#undeclared.add(prefix[1]!);
      return;
    }
    throw refuse('xml_malformed', `The file is not well-formed XML: ${shorten(said)}.`, this.#at(this.#parser.line));
  }

  #doctype(doctype: string): void {
    if (!/[[%]|ENTITY/i.test(doctype)) return;
    throw refuse('xml_doctype', 'The file declares entities of its own, which can hide attacks.', this.#at(1));
  }

  /** Before the tag is whole: a tag may be as long as the file. */
  #attribute(value: string): void {
    const { maxAttributes, maxAttributeChars } = XML_LIMITS;
    const tooLarge = (what: string) => refuse('xml_too_large', what, this.#at(this.#line));
    if (++this.#attributes > maxAttributes) throw tooLarge(`An element has more than ${maxAttributes} attributes.`);
    if (value.length > maxAttributeChars) throw tooLarge(`An attribute has more than ${maxAttributeChars} characters.`);
  }

  #openTag(tag: SaxesTagNS): void {
    if (++this.#elements > XML_LIMITS.maxElements || this.#open.length >= XML_LIMITS.maxDepth) {
      throw refuse('xml_too_large', 'The file has too many or too deeply nested elements.', this.#at(this.#line));
    }
    for (const uri of Object.values(tag.ns)) this.#namespaces.add(uri);
    const attributes = Object.values(tag.attributes).map(({ local, prefix, value }) => ({
      name: local,
      prefix,
      value,
    }));
    // saxes gives a prefix that nothing declares itself as its namespace.
    const uri = this.#undeclared.has(tag.prefix) && tag.uri === tag.prefix ? '' : tag.uri;
    const element = { name: tag.local, uri, attributes, children: [], text: '', line: this.#line };
    this.#open.at(-1)?.children.push(element);
    this.#root ??= element;
    this.#open.push(element);
  }

  #text(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }
}
