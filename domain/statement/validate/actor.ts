import { isMailbox, isSha1 } from '../formats.ts';
import { IRI_FORM } from './common.ts';
import { type Findings, has, type Members, member, need, objectOf, text } from './findings.ts';

const ACTOR = new Set(['objectType', 'name', 'mbox', 'mbox_sha1sum', 'openid', 'account', 'member']);
const ACCOUNT = new Set(['homePage', 'name']);
const IFI = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;
const MAILBOX_FORM = { test: isMailbox, expected: 'an e-mail address after mailto:, such as mailto:ada@example.com' };
const SHA1_FORM = { test: isSha1, expected: 'the SHA-1 of a mailto IRI in 40 hexadecimal digits' };

/** [ST-4] [ST-5] An Agent or a Group (Data 2.4.2). `only` narrows what may stand here. */
export function checkActor(value: unknown, path: string, out: Findings, only?: 'Agent' | 'Group'): void {
  const actor = objectOf(value, path, ACTOR, out);
  if (actor === undefined) return;
  const type = has(actor, 'objectType') ? actor.objectType : 'Agent';
  if (type !== 'Agent' && type !== 'Group') {
    out.add(member(path, 'objectType'), 'ST-4', 'The objectType of an actor must be "Agent" or "Group".');
    return;
  }
  if (only !== undefined && type !== only) {
    out.add(member(path, 'objectType'), 'ST-4', `Only ${only === 'Agent' ? 'an Agent' : 'a Group'} may stand here.`);
    return; // and no deeper: members of members would let the nesting of the input set the depth of the stack
  }
  text(actor, 'name', { path, rule: 'ST-4', out });
  checkIdentifier(actor, path, out);
  checkIdentity(actor, type, path, out);
  checkMembers(actor, type, path, out);
}

function checkIdentity(actor: Members, type: 'Agent' | 'Group', path: string, out: Findings): void {
  const given = IFI.filter((key) => actor[key] !== undefined).length;
  if (given > 1) {
    out.add(path, 'ST-4', 'More than one of mbox, mbox_sha1sum, openid and account is given; keep one.');
  } else if (given === 0 && type === 'Agent') {
    out.add(path, 'ST-4', 'An Agent needs exactly one of mbox, mbox_sha1sum, openid or account.');
  } else if (given === 0 && !(Array.isArray(actor.member) && actor.member.length > 0)) {
    out.add(path, 'ST-4', 'A Group without an identifier needs members.');
  }
}

function checkIdentifier(actor: Members, path: string, out: Findings): void {
  const at = { path, rule: 'ST-5', out };
  text(actor, 'mbox', at, MAILBOX_FORM);
  text(actor, 'mbox_sha1sum', at, SHA1_FORM);
  text(actor, 'openid', at, IRI_FORM);
  if (!has(actor, 'account')) return;
  const accountPath = member(path, 'account');
  const account = objectOf(actor.account, accountPath, ACCOUNT, out);
  if (account === undefined) return;
  need(account, 'homePage', accountPath, out);
  need(account, 'name', accountPath, out);
  text(account, 'homePage', { path: accountPath, rule: 'ST-5', out }, IRI_FORM);
  text(account, 'name', { path: accountPath, rule: 'ST-5', out });
}

function checkMembers(actor: Members, type: 'Agent' | 'Group', path: string, out: Findings): void {
  if (!has(actor, 'member')) return;
  const at = member(path, 'member');
  if (type === 'Agent') {
    out.add(at, 'ST-4', 'An Agent has no members; set objectType to "Group" or remove them.');
  } else if (!Array.isArray(actor.member)) {
    out.add(at, 'ST-4', 'The members of a Group must be an array of Agents.');
  } else {
    for (let i = 0; i < actor.member.length; i++) checkActor(actor.member[i], `${at}[${i}]`, out, 'Agent');
  }
}
