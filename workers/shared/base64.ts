/** Base64url without padding (RFC 4648, 5). */
export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Reads base64 or base64url; throws on other characters. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Strict UTF-8; throws on other bytes. */
export const utf8 = (bytes: Uint8Array): string => strict.decode(bytes);
