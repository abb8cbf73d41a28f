import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../report.ts';
import { decodeXml } from './decode.ts';
import { attributeOf, childOf, childrenOf, descend, textOf } from './element.ts';
import { parseXml, XML_LIMITS } from './parse.ts';

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
};
const decode = (bytes: Uint8Array) => decodeXml(bytes, 'm.xml').text;
const findingOf = (act: () => unknown) => {
  try {
    act();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.finding;
    throw thrown;
  }
};
const codeOf = (act: () => unknown) => findingOf(act)?.code ?? 'ok';
const parse = (text: string) => parseXml(text, 'm.xml');
const root = (text: string) => parse(text).document.root;

describe('bytes to text', () => {
  it('[XML-1] a byte order mark decides, and is not part of the text', () => {
    expect(decode(new Uint8Array([0xef, 0xbb, 0xbf, ...utf8('<ä/>')]))).toBe('<ä/>');
    expect(decode(utf16('\ufeff<ä/>', true))).toBe('<ä/>');
    expect(decode(utf16('\ufeff<ä/>', false))).toBe('<ä/>');
  });
  it('[XML-1] less than a mark is none', () => {
    const cp1252 = (...bytes: number[]) => decode(new Uint8Array([...bytes, 0x3c, 0x61, 0x2f, 0x3e]));
    expect(cp1252(0xef, 0xbb, 0x20)).toBe('ï» <a/>');
    expect(cp1252(0xef, 0x20, 0xbf)).toBe('ï ¿<a/>');
    expect(cp1252(0x20, 0xbb, 0xbf)).toBe(' »¿<a/>');
    expect(cp1252(0xff, 0x20)).toBe('ÿ <a/>');
    expect(cp1252(0xfe, 0x20)).toBe('þ <a/>');
    expect(cp1252(0x20, 0xfe)).toBe(' þ<a/>');
    expect(cp1252(0x20, 0xff)).toBe(' ÿ<a/>');
    expect(cp1252(0x20, 0)).toBe(' \0<a/>');
    expect(cp1252(0, 0x20)).toBe('\0 <a/>');
    expect(decode(utf8(' <a/>'))).toBe(' <a/>');
  });
  it('[XML-2] UTF-16 without a mark is known by its first character', () => {
    expect(decode(utf16('<ä/>', true))).toBe('<ä/>');
    expect(decode(utf16('<ä/>', false))).toBe('<ä/>');
  });
  it('[XML-3] the declared encoding counts, UTF-8 where none is declared', () => {
    expect(decode(utf8('<ä/>'))).toBe('<ä/>');
    expect(decode(ascii('<?xml version="1.0" encoding="ISO-8859-1"?><\xe4/>'))).toContain('<ä/>');
    expect(decode(ascii("<?xml version='1.0' encoding='windows-1252' standalone='no'?>\x80"))).toContain('€');
    expect(decode(ascii('<?xml version="1.0" encoding="ISO-8859-2"?>\xb1'))).toContain('ą');
  });
  it('[XML-3] the declaration is the first thing in the file, however it is spaced', () => {
    expect(decode(ascii(' \n<?xml version="1.0"\nencoding = "ISO-8859-2" ?>\xb1'))).toContain('ą');
    expect(decode(ascii('<a/><?xml version="1.0" encoding="klingon"?>'))).toContain('<a/>');
    expect(decode(ascii('x<?xml version="1.0" encoding="klingon"?>'))).toContain('klingon');
  });
  it('[XML-3] a declared UTF-16 that can be read byte by byte is a lie', () => {
    for (const label of ['UTF-16', 'utf-16le', 'UCS-2', 'ucs-2le']) {
      expect(decode(ascii(`<?xml version="1.0" encoding="${label}"?><a/>`))).toContain('<a/>');
    }
  });
  it('[XML-4] bytes that are not UTF-8 although they should be are read as Windows-1252, with a warning', () => {
    const decoded = decodeXml(ascii('<?xml version="1.0" encoding="utf-8"?><a>\xe9t\xe9</a>'), 'm.xml');
    expect(decoded.text).toContain('été');
    expect(decoded.findings.map((f) => [f.code, f.where])).toEqual([['xml_encoding_repaired', 'm.xml']]);
    expect(decoded.findings[0]!.message).toMatch(/^The file is not UTF-8 as it should be; .* Windows-1252, .*\.$/);
    expect(decode(ascii('<?xml version="1.0" encoding="utf8"?>\xe9'))).toContain('é');
    expect(decodeXml(ascii('\xe9'), 'm.xml').findings).toHaveLength(1);
    expect(decodeXml(utf8('é'), 'm.xml').findings).toHaveLength(0);
  });
  it('[XML-5] an unknown encoding, or one that the bytes are not in, is refused', () => {
    expect(codeOf(() => decode(ascii('<?xml version="1.0" encoding="klingon"?>')))).toBe('xml_encoding');
    expect(codeOf(() => decode(ascii('<?xml version="1.0" encoding="shift_jis"?>\xff\xff')))).toBe('xml_encoding');
    expect(codeOf(() => decode(new Uint8Array([0xef, 0xbb, 0xbf, 0xff])))).toBe('xml_encoding');
    const told = [ascii('<?xml version="1.0" encoding="klingon"?>'), new Uint8Array([0xef, 0xbb, 0xbf, 0xff])].map(
      (bytes) => findingOf(() => decode(bytes)),
    );
    expect(told.map((found) => [found?.where, found?.message])).toEqual([
      ['m.xml', 'The file is in an encoding that is not known here: klingon.'],
      ['m.xml', 'The file says that it is utf-8, but its bytes are not.'],
    ]);
  });
});

describe('text to tree', () => {
  it('[XML-6] elements keep name, namespace, attributes, text, order and line', () => {
    const a = root(
      '\n <!-- first -->\n<a xmlns="urn:a" xmlns:b="urn:b" x="1"\n b:x="2">one<b:c/><![CDATA[ & two]]>\n<d>3</d></a>',
    );
    expect(a).toMatchObject({ name: 'a', uri: 'urn:a', line: 2 });
    expect(a.text).toBe('one & two\n');
    expect(a.children.map((child) => [child.name, child.uri, child.line])).toEqual([
      ['c', 'urn:b', 3],
      ['d', 'urn:a', 4],
    ]);
    expect(attributeOf(a, 'x')).toBe('1');
    expect(a.attributes.find((attribute) => attribute.prefix === 'b')?.value).toBe('2');
    expect([...parse('<a xmlns="urn:a"><b xmlns:c="urn:c"/></a>').document.namespaces].sort()).toEqual([
      'urn:a',
      'urn:c',
    ]);
  });
  it('[XML-7] what is not well formed is refused at its line', () => {
    for (const [text, line] of [
      ['<a>\n<b>\n</a>', 3],
      ['<a>\n&nbsp;</a>', 2],
      ['<a b=c/>', 1],
      ['<a/><b/>', 1],
      ['<a', 1],
      ['text', 1],
    ] as const) {
      const found = findingOf(() => parse(text));
      expect([text, found?.code, found?.where]).toEqual([text, 'xml_malformed', `m.xml:${line}`]);
      expect(found?.message).toMatch(/^The file is not well-formed XML: [^0-9:][^:]*\.$/);
    }
    const long = findingOf(() => parse(`<${'b'.repeat(5_000)}>`));
    expect([long?.code, long?.message.length]).toEqual([
      'xml_malformed',
      'The file is not well-formed XML: .'.length + 120,
    ]);
    expect(codeOf(() => parse(''))).toBe('xml_malformed');
    expect(codeOf(() => parse('<!-- only a comment -->'))).toBe('xml_malformed');
  });
  it('[XML-8] a document that declares entities is refused before any is used', () => {
    const bombs = [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
      '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.com/x.dtd">%p;]><a/>',
      '<!DOCTYPE a [<!ELEMENT a ANY>]><a/>',
    ];
    const message = 'The file declares entities of its own, which can hide attacks.';
    for (const text of bombs)
      expect(
        findingOf(() => parse(text)),
        text,
      ).toMatchObject({ code: 'xml_doctype', where: 'm.xml:1', message });
    expect(root('<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>').name).toBe('a');
  });
  it('[XML-9] too many or too deeply nested elements are refused', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(codeOf(() => parse(nested(XML_LIMITS.maxDepth)))).toBe('ok');
    expect(codeOf(() => parse(nested(XML_LIMITS.maxDepth + 1)))).toBe('xml_too_large');
    const wide = (count: number) => `<a>${'<b/>'.repeat(count - 1)}</a>`;
    expect(codeOf(() => parse(wide(XML_LIMITS.maxElements)))).toBe('ok');
    expect(codeOf(() => parse(wide(XML_LIMITS.maxElements + 1)))).toBe('xml_too_large');
  }, 30_000);
  it('[XML-9] an element with too many attributes is refused before it ends', () => {
    const tag = (count: number) => `<b ${Array.from({ length: count }, (_, i) => `a${i}=""`).join(' ')}`;
    expect(codeOf(() => parse(`<a>${`${tag(XML_LIMITS.maxAttributes)}/>`.repeat(2)}</a>`))).toBe('ok');
    expect(codeOf(() => parse(`<a>${tag(XML_LIMITS.maxAttributes + 1)}`))).toBe('xml_too_large');
    const long = (chars: number) => `<a b="${'x'.repeat(chars)}"/>`;
    expect(codeOf(() => parse(long(XML_LIMITS.maxAttributeChars)))).toBe('ok');
    expect(codeOf(() => parse(long(XML_LIMITS.maxAttributeChars + 1)))).toBe('xml_too_large');
  });
  it('[XML-10] a prefix that was never declared is noted once, and the name still read', () => {
    const parsed = parse('<?xml version="1.0"?><a><x:b y:c="1"/><x:b/></a>');
    expect(parsed.findings.map((f) => f.message)).toEqual([
      'The prefix “x” is used but never declared.',
      'The prefix “y” is used but never declared.',
    ]);
    expect(parsed.findings.map((f) => f.where)).toEqual(['m.xml', 'm.xml']);
    expect(parsed.document.root.children.map(({ name, uri }) => [name, uri])).toEqual([
      ['b', ''],
      ['b', ''],
    ]);
    expect(parse('<a><x.y:b/></a>').findings[1]!.message).toBe('The prefix “x.y” is used but never declared.');
    expect(root('<a><x:b/><c:d xmlns:c="c"/></a>').children.map(({ uri }) => uri)).toEqual(['', 'c']);
    expect(attributeOf(parsed.document.root.children[0]!, 'c')).toBe('1');
  });
  it('[XML-14] a missing declaration, and white space before it, are noted', () => {
    const codes = (text: string) => parse(text).findings.map(({ code }) => code);
    expect(codes('<?xml version="1.0"?><a/>')).toEqual([]);
    expect(codes('<!-- made by hand --><a/>')).toEqual(['xml_declaration_missing']);
    expect(codes('\n <?xml version="1.0"?><a/>')).toEqual(['xml_start_repaired']);
    expect(['<a/>', ' <?xml version="1.0"?><a/>'].map((text) => parse(text).findings[0]!.message)).toEqual([
      'The file does not begin with an XML declaration.',
      'There is white space before the XML declaration.',
    ]);
  });
  it('[XML-11] whatever the text, it is a tree or a refusal', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<b c="',
      '"',
      '/>',
      '&',
      'x',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?xml',
      '?>',
      '<!DOCTYPE ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        codeOf(() => parse(pieces.join('')));
      }),
      { numRuns: 500 },
    );
  });
});

describe('looking into a tree', () => {
  const tree = root('<a><B>1</B><b> 2\n 3 </b><c><d e="" f=" x " p:f="y"> </d></c></a>');
  it('[XML-12] names are found in any case, in order, along a path', () => {
    expect(childrenOf(tree, 'b').map((child) => child.name)).toEqual(['B', 'b']);
    expect(childOf(tree, 'b')!.text).toBe('1');
    expect(descend(tree, 'C', 'D')!.name).toBe('d');
    expect(descend(tree, 'b', 'd', 'e')).toBeUndefined();
  });
  it('[XML-13] texts and attributes are trimmed, and empty ones are absent', () => {
    expect(textOf(childrenOf(tree, 'b')[1])).toBe('2 3');
    const d = descend(tree, 'c', 'd')!;
    expect(textOf(d)).toBeUndefined();
    expect(textOf(undefined)).toBeUndefined();
    expect(attributeOf(d, 'e')).toBeUndefined();
    expect(attributeOf(d, 'F')).toBe('x');
    expect(attributeOf(d, 'none')).toBeUndefined();
    expect(attributeOf(root('<a xmlns:p="urn:p" p:f="y" F="x"/>'), 'f')).toBe('x');
  });
});
