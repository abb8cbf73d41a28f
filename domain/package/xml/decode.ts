import { type Finding, finding, refuse } from '../report.ts';

/** The longest XML declaration that is looked at for an encoding. */
const DECLARATION_BYTES = 256;

export interface DecodedXml {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * Bytes to text as XML 1.0, appendix F, detects it: byte order mark, else the pattern of the first `<`, else the declared
 * encoding, else UTF-8. Throws `Refusal` when the encoding is unknown or the bytes are not in it.
 */
export function decodeXml(bytes: Uint8Array, where: string): DecodedXml {
  const marked = encodingByMark(bytes);
  const label = marked ?? declaredEncoding(bytes) ?? 'utf-8';
  const text = decodeAs(bytes, label, where);
  if (text !== undefined) return { text, findings: [] };
  if (marked !== undefined || !isUtf8(label)) {
    throw refuse('xml_encoding', `The file says that it is ${label}, but its bytes are not.`, where);
  }
  // Windows tools write their own code page and declare UTF-8, or nothing. Every byte means something in it.
  const message = 'The file is not UTF-8 as it should be; it was read as Windows-1252, and some letters may be wrong.';
  return {
    text: new TextDecoder('windows-1252').decode(bytes),
    findings: [finding('xml_encoding_repaired', message, where)],
  };
}

function encodingByMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  return undefined;
}

/** A declaration that can be read byte by byte contradicts UTF-16, so that label then means nothing. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, DECLARATION_BYTES));
  const label = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(start)?.[1]?.toLowerCase();
  return label?.startsWith('utf-16') || label?.startsWith('ucs-2') ? undefined : label;
}

function decodeAs(bytes: Uint8Array, label: string, where: string): string | undefined {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: false });
  } catch {
    throw refuse('xml_encoding', `The file is in an encoding that is not known here: ${label}.`, where);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const isUtf8 = (label: string): boolean => label === 'utf-8' || label === 'utf8';
