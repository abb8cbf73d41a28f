import type { Account, Actor } from './types.ts';

/**
 * The identity of an actor: which of the four inverse functional identifiers, and its exact value. Two kinds never name
 * the same agent, even when one could be computed from the other (Data 2.4.2.3). Undefined for an anonymous Group.
 */
export function actorKey(actor: Actor): string | undefined {
  if (actor.mbox !== undefined) return JSON.stringify(['mbox', actor.mbox]);
  if (actor.mbox_sha1sum !== undefined) return JSON.stringify(['mbox_sha1sum', actor.mbox_sha1sum.toLowerCase()]);
  if (actor.openid !== undefined) return JSON.stringify(['openid', actor.openid]);
  if (actor.account !== undefined) return accountKey(actor.account);
  return undefined;
}

/** `["account",homePage,name]`, written in one piece: nearly every statement has an actor of this kind. */
const accountKey = ({ homePage, name }: Account): string =>
  `["account",${JSON.stringify(homePage)},${JSON.stringify(name)}]`;

/** The keys of an actor and, for a Group, of its members: whom the `agent` filter of a query finds. */
export function actorKeys(actor: Actor): string[] {
  const own = actorKey(actor);
  const keys = own === undefined ? [] : [own];
  for (const member of actor.member ?? []) {
    const key = actorKey(member);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}
