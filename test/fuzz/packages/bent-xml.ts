import type { Random } from '../random.ts';

/** Values that mean something somewhere, or try to. */
const VALUES = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    'NaN',
    '0.5',
    'true',
    'PT1H',
    'P',
    'Passed',
    'sco',
    'asset',
    '2004 4th Edition',
    '1.2',
  ],
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\a',
    '\\\\host\\a',
    '..%2f..%2fa',
    '%2e%2e/a',
    '%00',
    '%',
    'a/../../b',
    './',
  ],
  ...['javascript:alert(1)', 'data:text/html,a', 'file:///etc/passwd', 'http://', 'https://a b', '//host/a', 'app://a'],
  ...[
    'index.html?fetch=1',
    'index.html#a?b',
    'https://content.example/a?endpoint=b',
    '?a',
    '#',
    '&amp;',
    '&lt;script&gt;',
  ],
  ...[
    'urn:a',
    'urn:a b',
    'not an iri',
    'http://a.example/é',
    '__proto__',
    'constructor',
    'toString',
    '日本',
    'e\u0301',
  ],
  ...['&#0;', '&#x202e;a', '&#xd800;', '&#55296;', '\u0000', '\u202e', '\ufffe', '&undefined;', 'x'.repeat(5000)],
] as const;

const INSERTED = [
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE a [<!ENTITY b "&b;&b;">]>',
  '<?xml version="1.0" encoding="utf-16"?>',
  '<?xml version="1.1" encoding="ebcdic"?>',
  '<?a b?>',
  '<!-- a -->',
  '<!-- -- -->',
  '<![CDATA[ ]]>',
  '<![CDATA[',
  ']]>',
  '<xi:include href="/etc/passwd"/>',
  '<a xmlns="urn:x"/>',
  '<a:b/>',
  'text',
  '<',
  '&',
  '\ufeff',
] as const;

type Change = (xml: string, random: Random) => string;

const tokensOf = (xml: string): string[] => xml.match(/<[^>]*>|[^<]+/g) ?? [];
const onTokens =
  (change: (tokens: string[], at: number, random: Random) => void): Change =>
  (xml, random) => {
    const tokens = tokensOf(xml);
    if (tokens.length > 0) change(tokens, random.int(tokens.length), random);
    return tokens.join('');
  };

/** Replaces one of the places that a pattern finds. */
const onOne =
  (pattern: RegExp, change: (found: string, random: Random) => string): Change =>
  (xml, random) => {
    const found = [...xml.matchAll(pattern)];
    if (found.length === 0) return xml;
    const { index, 0: text } = random.pick(found);
    return xml.slice(0, index) + change(text, random) + xml.slice(index + text.length);
  };

const ATTRIBUTE = /\s[\w:.-]+\s*=\s*"[^"]*"/g;
const NAME = /<\/?[\w:.-]+/g;

const CHANGES: readonly (readonly [number, Change])[] = [
  [8, onOne(ATTRIBUTE, (text, random) => text.replace(/"[^"]*"$/, () => `"${random.pick(VALUES)}"`))],
  [4, onOne(/>[^<>]+</g, (_, random) => `>${random.pick(VALUES)}<`)],
  [2, onOne(ATTRIBUTE, () => '')],
  [1, onOne(ATTRIBUTE, (text) => text + text)],
  [
    1,
    onOne(ATTRIBUTE, (text, random) => text.replace(/[\w:.-]+/, random.pick(['id', 'href', 'xmlns', 'x:y', 'lang']))),
  ],
  [2, onOne(NAME, (text, random) => text.replace(/[\w:.-]+$/, random.pick(['item', 'au', 'title', 'x:y', 'A'])))],
  [2, onTokens((tokens, at) => void tokens.splice(at, 1))],
  [2, onTokens((tokens, at) => void tokens.splice(at, 0, tokens[at]!))],
  [2, onTokens((tokens, at, random) => ([tokens[at], tokens[0]] = [tokens[0]!, random.pick(tokens)]))],
  [2, onTokens((tokens, at, random) => void tokens.splice(at, 0, random.pick(INSERTED)))],
  // An element inside itself, again and again; closed or not.
  [1, onTokens((tokens, at, random) => void tokens.splice(at, 0, tokens[at]!.repeat(1 + random.int(200))))],
  [1, (xml, random) => nested(xml, 1 + random.int(150))],
  [1, (xml, random) => xml.slice(0, random.int(xml.length + 1))],
  [1, (xml) => xml.replace(/xmlns(:\w+)?="[^"]*"/, '')],
  [1, (xml) => xml.toUpperCase()],
];

/** The first element of the structure as deep in itself as asked. */
function nested(xml: string, depth: number): string {
  const element = /<(item|block|activity)\b[^>]*>/.exec(xml);
  if (element === null) return xml;
  const at = element.index;
  const open = `<${element[1]} id="urn:n" identifier="n">`;
  return `${xml.slice(0, at)}${open.repeat(depth)}${`</${element[1]}>`.repeat(depth)}${xml.slice(at)}`;
}

/** A tag alone, an element of text, or a whole item without items in it. */
const ELEMENTS = [
  /<([\w:.-]+)\b[^<>]*\/>/g,
  /<([\w:.-]+)\b[^<>]*>[^<>]*<\/\1>/g,
  /<(item|au|activity)\b[^<>]*>(?:(?!<item\b)[\s\S])*?<\/\1>/g,
];
/** As many as one manifest may have, or two megabytes. */
const MOST_OF_ONE = 30_000;
const CROWD_CHARS = 2_000_000;

/** One element, or one attribute of it, thousands of times: what looks at each for each other one takes minutes. */
export function crowded(xml: string, random: Random): string {
  const found = [...xml.matchAll(random.pick(ELEMENTS))];
  if (found.length === 0) return xml;
  const { index, 0: text, 1: name } = random.pick(found);
  const times = Math.min(1 + random.int(MOST_OF_ONE), Math.floor(CROWD_CHARS / text.length));
  if (random.chance(0.9)) return xml.slice(0, index) + text.repeat(times) + xml.slice(index);
  const attributes = Array.from({ length: times }, (_, i) => ` a${i}="${i}"`).join('');
  const at = index + 1 + name!.length;
  return xml.slice(0, at) + attributes + xml.slice(at);
}

const MOST_CHANGES = 3;

/** XML after up to three changes; one in ten stays as it is. */
export function bentXml(xml: string, random: Random): string {
  if (random.chance(0.1)) return xml;
  let text = xml;
  for (let left = 1 + random.int(MOST_CHANGES); left > 0; left--) text = random.weighted(CHANGES)(text, random);
  return text;
}

/** The bytes of a text in one of the encodings that manifests come in, with or without a mark, right or wrong. */
export function encodedXml(xml: string, random: Random): Uint8Array {
  const utf8 = new TextEncoder().encode(xml);
  return random.weighted<() => Uint8Array>([
    [16, () => utf8],
    [2, () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8])],
    [1, () => Buffer.from(`\ufeff${xml}`, 'utf16le')],
    [1, () => Buffer.from(xml, 'utf16le')],
    [1, () => Buffer.from(`\ufeff${xml}`, 'utf16le').swap16()],
    [1, () => Buffer.from(xml, 'latin1')],
  ])();
}
