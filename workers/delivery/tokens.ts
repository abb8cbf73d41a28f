import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import type { SigningKeys } from '../shared/rpc.ts';

/**
 * Short-lived tokens that a play session hands out (JWS compact, HS256, RFC 7515 and 7519). All end here in delivery:
 * no other Worker accepts one. Each says its audience, and no audience opens what another one opens.
 */
export type TokenClaims =
  /** In the launch link: opens the session in the player. */
  | { readonly audience: 'launch'; readonly tenant: string; readonly session: string }
  /** The shell's: view, navigation, events, and launching again. */
  | { readonly audience: 'session'; readonly tenant: string; readonly session: string }
  /** The runtime frame's: this session's journal and the content cookie. It may be read by the course itself. */
  | {
      readonly audience: 'journal';
      readonly tenant: string;
      readonly session: string;
      readonly launch: string;
      readonly packageId: string;
    }
  /** In the address that an AU of cmi5 is launched with: exchanged, once, for the next one. */
  | {
      readonly audience: 'fetch';
      readonly tenant: string;
      readonly session: string;
      readonly activity: string;
      readonly packageId: string;
    }
  /** A launched activity's: xAPI on the content host, for what its session admits. */
  | {
      readonly audience: 'xapi';
      readonly tenant: string;
      readonly session: string;
      /** The session of the activity, which a launch begins (cmi5, 9.6.3.1). */
      readonly activity: string;
      readonly packageId: string;
    }
  /** In the frame's address: exchanged for the content cookie. */
  | { readonly audience: 'content'; readonly tenant: string; readonly session: string; readonly packageId: string }
  /** The content cookie: reads the files of one package. */
  | {
      readonly audience: 'content-cookie';
      readonly tenant: string;
      readonly session: string;
      readonly packageId: string;
    };

export type Audience = TokenClaims['audience'];
export type ClaimsOf<A extends Audience> = Extract<TokenClaims, { audience: A }>;
/** Claims that were verified, and when the token ends (seconds since 1970). */
export type Verified<A extends Audience> = ClaimsOf<A> & { readonly expires: number };

/** Seconds that a token lives. */
export const TOKEN_SECONDS: Readonly<Record<Audience, number>> = {
  // A link is opened when it is handed over; a mail program that waits is better served with a new one.
  launch: 600,
  // A working day. Who plays for longer opens the course again by its link; what was not sent waits on the device.
  session: 12 * 3600,
  // As long as the launch that it belongs to can go on without the shell launching again.
  journal: 12 * 3600,
  // An AU asks when it has loaded, and may be large.
  fetch: 3600,
  // As long as its page may stay open; the session ends it sooner.
  xapi: 12 * 3600,
  // The frame opens at once; a minute would do, but clocks of slow devices and networks stretch it.
  content: 300,
  // The runtime frame renews it while the course is open.
  'content-cookie': 3600,
};

const ISSUER = 'lectern/delivery';
/** Longer than any token made here; what is longer is refused before it is parsed. */
const TOKEN_CHARS = 2048;

/** Signs with the tenant's first key, whose `kid` goes into the header. `now` in milliseconds. */
export async function signToken(keys: SigningKeys, claims: TokenClaims, now: number): Promise<string> {
  const key = keys.keys[0];
  if (key === undefined) throw new Error('the tenant has no signing key');
  const { audience, tenant, session, ...rest } = claims;
  return new SignJWT({ ...rest, tenant })
    .setProtectedHeader({ alg: 'HS256', kid: key.kid })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(session)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(now / 1000) + TOKEN_SECONDS[audience])
    .sign(key.secret);
}

/**
 * The claims of a token that is in force for `expected`; null for anything else: malformed, expired, signed by a key
 * that is not among the tenant's, or made for another audience or tenant.
 */
export async function verifyToken<A extends Audience>(
  keys: SigningKeys,
  token: string,
  expected: { audience: A; tenant: string; now: number },
): Promise<Verified<A> | null> {
  if (token.length > TOKEN_CHARS) return null;
  try {
    const { kid } = decodeProtectedHeader(token);
    const key = keys.keys.find((candidate) => candidate.kid === kid);
    if (key === undefined) return null;
    const { payload } = await jwtVerify(token, key.secret, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: expected.audience,
      requiredClaims: ['sub', 'exp', 'tenant'],
      currentDate: new Date(expected.now),
    });
    if (payload.tenant !== expected.tenant) return null;
    const { launch, activity, packageId, sub: session, exp: expires } = payload;
    const { audience, tenant } = expected;
    // The signature is ours and signToken's type fixes which claims each audience carries.
    return { audience, tenant, session, launch, activity, packageId, expires } as unknown as Verified<A>;
  } catch {
    return null; // jose throws on every form of a token that is not good
  }
}
