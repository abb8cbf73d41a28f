import { TOKEN_SECONDS } from '../tokens.ts';

/**
 * `__Host-`: set by this very host over a secure context, for no other host. `Partitioned` with `SameSite=None`: sent
 * inside the shell's frame on every browser, and only under the site that set it. Browsers count `http://*.localhost` as
 * secure, so development needs no weaker form (docs/decisions/0009).
 */
const NAME = '__Host-lectern-content';

export const contentCookie = (token: string): string =>
  `${NAME}=${token}; Max-Age=${TOKEN_SECONDS['content-cookie']}; Path=/; HttpOnly; Secure; SameSite=None; Partitioned`;

/** The content cookie's token in a request (RFC 6265, 5.4). */
export function contentTokenOf(headers: Headers): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === NAME) return pair.slice(at + 1).trim();
  }
  return undefined;
}
