import { err, ok, type Result } from '../kernel/result.ts';

/** Longer than any address of an issuer. */
const MAX_URL_CHARS = 512;

/** Endings that are kept for networks of one's own (RFC 6761, 6762, 8375, and what is common in them). */
const PRIVATE = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa)$/;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/;
/** A name of the public internet: labels with dots between them, and letters in the last one, so no IPv4 address. */
const PUBLIC_NAME = /^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** Whether a host name means the machine itself. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/**
 * [ACC-10] Whether keys may be fetched from here. The URL comes from an operator and the fetch leaves from our network, so
 * it must not reach what only we can reach. A public name that leads to a private address fails at the certificate.
 * `loopback`: also from this machine, as on a development stack.
 */
export function keyAddress(text: string, loopback: boolean): Result<string, string> {
  const url = read(text);
  if (url === undefined) return err(`Give an absolute https URL of at most ${MAX_URL_CHARS} characters.`);
  if (loopback && isWeb(url) && isLoopback(url.hostname)) return ok(url.href);
  if (url.protocol !== 'https:') return err('Keys are fetched by https only.');
  if (!PUBLIC_NAME.test(url.hostname) || PRIVATE.test(url.hostname)) {
    return err(`${url.hostname} is no name of the public internet. Give the keys themselves instead (jwks).`);
  }
  return ok(url.href);
}

/** [ACC-11] Whether this may be an issuer; kept to the letter, because tokens are compared with it to the letter. */
export function issuerAddress(text: string, loopback: boolean): Result<string, string> {
  const url = read(text);
  const secure = url?.protocol === 'https:' || (loopback && url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === undefined || !secure || /[?#]/.test(text)) {
    const remedy = 'without query and fragment, exactly as in the claim iss of the tokens';
    return err(`Give an absolute https URL of at most ${MAX_URL_CHARS} characters, ${remedy}.`);
  }
  return ok(text);
}

const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

/** An absolute URL without user and password. */
function read(text: string): URL | undefined {
  if (text.length > MAX_URL_CHARS || !/^https?:\/\/[^\s@\\]+$/i.test(text)) return undefined;
  try {
    return new URL(text);
  } catch {
    return undefined; // not a URL after all
  }
}
