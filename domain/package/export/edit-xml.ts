import { SaxesParser, type SaxesTagNS } from 'saxes';
import { escaped } from './xml.ts';

/** An element that begins. What is set on it is written back; the rest of the document stays as it is, letter for letter. */
export interface EditedTag {
  /** Local name, in lower case: manifests are read that way. */
  readonly name: string;
  /** Prefixes on it and its attributes that nothing declares. */
  readonly undeclared: readonly string[];
  /** Local names of the elements around it, in lower case, outermost first. */
  readonly path: readonly string[];
  /** Trimmed value of an attribute by its local name in any case; undefined when absent or empty. */
  get(name: string): string | undefined;
  /** Trimmed value of an attribute of the `xml` namespace (`xml:base`); undefined when absent or empty. */
  getXml(name: string): string | undefined;
  /** Sets an attribute: the one that is there under this name, else under this local name, else a new one spelt as given. */
  set(name: string, value: string): void;
}

export interface EditHandlers {
  /** An element begins. */
  tag(tag: EditedTag): void;
  /** What an element that holds no others is to say instead; undefined keeps it. `path` ends with that element. */
  text?(path: readonly string[]): string | undefined;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits a document that has been read before: what is not well formed never gets here. `text` begins with its first tag. */
export function editXml(text: string, handlers: EditHandlers): string {
  const edits: Edit[] = [];
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  // Behind the tag that began the element, as long as no other one has begun or ended in it.
  let contentStart: number | undefined;
  // Prefixes that were never declared are no obstacle here: they were noted when the document was read.
  parser.on('error', () => {});
  parser.on('opentag', (tag) => {
    const end = parser.position;
    // No `<` stands within a tag (XML 1.0, 3.1), so the last one before its end begins it.
    const start = text.lastIndexOf('<', end - 1);
    const edited = new Tag(tag, path);
    handlers.tag(edited);
    if (edited.changed) edits.push({ start, end, text: edited.source() });
    path.push(tag.local.toLowerCase());
    contentStart = end;
  });
  parser.on('closetag', (tag) => {
    const told = contentStart === undefined || tag.isSelfClosing ? undefined : handlers.text?.(path);
    if (told !== undefined) {
      edits.push({ start: contentStart!, end: text.lastIndexOf('<', parser.position - 1), text: escaped(told) });
    }
    path.pop();
    contentStart = undefined;
  });
  parser.write(text).close();
  return applied(text, edits);
}

class Tag implements EditedTag {
  readonly name: string;
  readonly undeclared: readonly string[];
  readonly path: readonly string[];
  changed = false;
  readonly #tag: SaxesTagNS;
  readonly #attributes: Map<string, { local: string; prefix: string; value: string }>;

  constructor(tag: SaxesTagNS, path: readonly string[]) {
    this.name = tag.local.toLowerCase();
    // saxes gives a prefix that nothing declares itself as its namespace.
    this.undeclared = [tag, ...Object.values(tag.attributes)]
      .filter(({ prefix, uri }) => prefix !== '' && uri === prefix)
      .map(({ prefix }) => prefix);
    this.path = [...path];
    this.#tag = tag;
    this.#attributes = new Map(
      Object.values(tag.attributes).map(({ name, local, prefix, value }) => [name, { local, prefix, value }]),
    );
  }

  get(name: string): string | undefined {
    const value = this.#find(name)?.[1].value.trim();
    return value === '' ? undefined : value;
  }

  getXml(name: string): string | undefined {
    const value = this.#attributes.get(`xml:${name}`)?.value.trim();
    return value === '' ? undefined : value;
  }

  set(name: string, value: string): void {
    const key = this.#attributes.has(name) ? name : (this.#find(name)?.[0] ?? name);
    this.#attributes.set(key, { local: name, prefix: '', ...this.#attributes.get(key), value });
    this.changed = true;
  }

  source(): string {
    const attributes = [...this.#attributes].map(([name, { value }]) => ` ${name}="${escaped(value)}"`);
    return `<${this.#tag.name}${attributes.join('')}${this.#tag.isSelfClosing ? '/>' : '>'}`;
  }

  /** One without a prefix wins, as in `attributeOf`. */
  #find(name: string) {
    const named = [...this.#attributes].filter(([, { local }]) => local.toLowerCase() === name.toLowerCase());
    return named.find(([, { prefix }]) => prefix === '') ?? named[0];
  }
}

function applied(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
