import { admit, issue } from '../access.ts';
import { sessionObject } from '../session-object.ts';
import { openToAll, preflight } from './cross-origin.ts';

/** Of the content host, with the token in the query: logs carry paths alone. */
export const FETCH_PATH = '/.lectern/fetch';

export interface TokenAsked {
  readonly request: Request;
  readonly env: DeliveryEnv;
  readonly url: URL;
  readonly tenant: string;
  readonly packageId: string;
}

/** What cmi5 says of a fetch that brings nothing (8.2.3): 1, used already or over; 2, the address is none. */
const REFUSALS = {
  '1': 'This launch has had its token, or it is over: launch the activity again.',
  '2': 'This is not the fetch URL of a launch.',
} as const;

/** The fetch URL of cmi5 (8.2): by POST the credential of this launch, once. Its refusals are answered with 200, too. */
export async function answerFetch(asked: TokenAsked): Promise<Response> {
  const { request } = asked;
  if (request.method === 'OPTIONS') return preflight(request);
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  if (request.method !== 'POST') {
    const text = 'The fetch URL is asked by POST.';
    return openToAll(
      Response.json({ 'error-code': '3', 'error-text': text }, { status: 405, headers: { ...headers, allow: 'POST' } }),
      request,
    );
  }
  return openToAll(Response.json(await tokenOf(asked), { headers }), request);
}

const refusal = (code: keyof typeof REFUSALS) => ({ 'error-code': code, 'error-text': REFUSALS[code] });

async function tokenOf({ env, url, tenant, packageId }: TokenAsked) {
  const claims = await admit(env, url.searchParams.get('token') ?? undefined, { audience: 'fetch', tenant });
  if (claims?.packageId !== packageId) return refusal('2');
  const { session, activity } = claims;
  const taken = await sessionObject(env, session).takeToken(activity);
  if ('problem' in taken) return refusal('1');
  return { 'auth-token': await xapiCredential(env, { tenant, session, activity, packageId }) };
}

/** `key:secret` of Basic credentials (RFC 7617) in base64; the secret is the token, the key says whose it is. */
export async function xapiCredential(
  env: DeliveryEnv,
  claims: { readonly tenant: string; readonly session: string; readonly activity: string; readonly packageId: string },
): Promise<string> {
  const token = await issue(env, { audience: 'xapi', ...claims });
  return btoa(`${claims.session}:${token}`);
}
