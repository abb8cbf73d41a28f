import { actorKey, actorKeys } from './actor-key.ts';
import type { Actor } from './types.ts';

/** [AUTH-1] Whom statements of an xAPI client are attributed to: its credential, as an account of the tenant. */
export const clientAuthority = (homePage: string, client: { readonly id: string; readonly name: string }): Actor => ({
  objectType: 'Agent',
  name: client.name,
  account: { homePage, name: client.id },
});

/**
 * [AUTH-2] Whom statements that come with a token are attributed to (Data 2.4.9): the subject, as an account of the
 * issuer; application and user together, as a Group of the two, when one acts for the other.
 */
export function tokenAuthority(token: {
  readonly issuer: string;
  readonly subject: string;
  readonly client?: string;
}): Actor {
  const account = (name: string): Actor => ({ objectType: 'Agent', account: { homePage: token.issuer, name } });
  if (token.client === undefined) return account(token.subject);
  return { objectType: 'Group', member: [account(token.client), account(token.subject)] };
}

/** [AUTH-3] The identity of an authority: of an Agent its key, of application and user those of both, in their order. */
export const authorityKey = (authority: Actor): string =>
  actorKey(authority) ?? JSON.stringify(['both', ...actorKeys(authority)]);

/** What statements of an authority are found by: application and user one by one, and as the pair that they are. */
export function authorityKeys(authority: Actor): string[] {
  const keys = actorKeys(authority);
  return authority.member === undefined ? keys : [...keys, authorityKey(authority)];
}
