import type { Actor } from '../../domain/statement/types.ts';

const SHA1 = /^[0-9a-f]{40}$/i;
const MAIL = /^[^\s:/]+@[^\s:/]+$/;
const IRI = /^[a-z][a-z0-9+.-]*:\S+$/i;

/**
 * Whom somebody means who types into a field: a learner's id, an e-mail address, an OpenID, a SHA-1, an account as home
 * page and name with a space between, or an agent as JSON. `homePage` is the tenant's, where learners have their accounts.
 */
export function agentOf(text: string, homePage: string): Actor {
  const it = text.trim();
  const [first = '', ...rest] = it.split(' ');
  if (it.startsWith('{')) return fromJson(it) ?? { account: { homePage, name: it } };
  if (SHA1.test(it)) return { mbox_sha1sum: it };
  if (/^mailto:/i.test(it)) return { mbox: it };
  if (MAIL.test(it)) return { mbox: `mailto:${it}` };
  if (IRI.test(first))
    return rest.length === 0 ? { openid: it } : { account: { homePage: first, name: rest.join(' ') } };
  return { account: { homePage, name: it } };
}

/** The text that means an agent; undefined for a group without an identifier, which nothing can be asked of. */
export function agentText({ account, mbox, openid, mbox_sha1sum: sha1 }: Actor, homePage: string): string | undefined {
  if (account !== undefined)
    return account.homePage === homePage ? account.name : `${account.homePage} ${account.name}`;
  return mbox?.replace(/^mailto:/i, '') ?? openid ?? sha1;
}

function fromJson(text: string): Actor | undefined {
  try {
    return JSON.parse(text) as Actor;
  } catch {
    return undefined; // still being typed
  }
}
