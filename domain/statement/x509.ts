/** A certificate (RFC 5280) as far as a signature needs it: the public key of its subject. */

interface Element {
  readonly tag: number;
  /** Where the element, its content and what follows it begin. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

const SEQUENCE = 0x30;
const EXPLICIT_VERSION = 0xa0;
/** serialNumber, signature, issuer, validity, subject: what stands before the key. */
const FIELDS_BEFORE_KEY = 5;

/** The SubjectPublicKeyInfo of a certificate in DER, or undefined when it is none. */
export function publicKeyOf(der: Uint8Array): Uint8Array | undefined {
  const certificate = elementAt(der, 0);
  const body = certificate?.tag === SEQUENCE ? elementAt(der, certificate.content) : undefined;
  let field = body?.tag === SEQUENCE ? elementAt(der, body.content) : undefined;
  if (field?.tag === EXPLICIT_VERSION) field = elementAt(der, field.end);
  for (let i = 0; i < FIELDS_BEFORE_KEY && field !== undefined; i++) field = elementAt(der, field.end);
  return field?.tag === SEQUENCE ? der.slice(field.start, field.end) : undefined;
}

/** Tag, length and value (X.690, 8.1). Lengths of more than four bytes are no certificate's. */
function elementAt(der: Uint8Array, start: number): Element | undefined {
  const tag = der[start];
  const first = der[start + 1];
  if (tag === undefined || first === undefined) return undefined;
  const bytes = first < 0x80 ? 0 : first & 0x7f;
  if (bytes > 4) return undefined;
  let length = first < 0x80 ? first : 0;
  for (let i = 0; i < bytes; i++) length = length * 256 + (der[start + 2 + i] ?? 0);
  const content = start + 2 + bytes;
  const end = content + length;
  return end <= der.length ? { tag, start, content, end } : undefined;
}
