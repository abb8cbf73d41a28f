import { isMailbox, isSha1 } from '../formats.ts';
import { IDENTIFIER_IRI_FORM } from './common.ts';
import {
  eachOf,
  type Findings,
  isThere,
  type Members,
  need,
  objectOf,
  type TextForm,
  text,
  within,
} from './findings.ts';

const ACTOR = new Set(['objectType', 'name', 'mbox', 'mbox_sha1sum', 'openid', 'account', 'member']);
const ACCOUNT = new Set(['homePage', 'name']);
const MAILBOX_FORM: TextForm = {
  rule: 'ST-5',
  test: isMailbox,
  expected: 'an e-mail address after mailto:, such as mailto:ada@example.com',
};
const SHA1_FORM: TextForm = {
  rule: 'ST-5',
  test: isSha1,
  expected: 'the SHA-1 of a mailto IRI in 40 hexadecimal digits',
};

/** [ST-4] [ST-5] An Agent or a Group (Data 2.4.2). */
export const checkActor = (value: unknown, out: Findings): void => checkOne(value, out);
export const checkAgent = (value: unknown, out: Findings): void => checkOne(value, out, 'Agent');
export const checkGroup = (value: unknown, out: Findings): void => checkOne(value, out, 'Group');

/** `only` narrows what may stand here. */
function checkOne(value: unknown, out: Findings, only?: 'Agent' | 'Group'): void {
  const actor = objectOf(value, ACTOR, out);
  if (actor === undefined) return;
  const type = actor.objectType ?? 'Agent';
  if (type !== 'Agent' && type !== 'Group') {
    out.addAt('objectType', 'ST-4', 'The objectType of an actor must be "Agent" or "Group".');
    return;
  }
  if (only !== undefined && type !== only) {
    out.addAt('objectType', 'ST-4', `Only ${only === 'Agent' ? 'an Agent' : 'a Group'} may stand here.`);
    return; // and no deeper: members of members would let the nesting of the input set the depth of the stack
  }
  text(actor.name, 'name', out);
  checkIdentifier(actor, out);
  checkIdentity(actor, type, out);
  if (isThere(actor.member)) checkMembers(actor.member, type, out);
}

function checkIdentity({ mbox, mbox_sha1sum: sha1, openid, account, member }: Members, type: string, out: Findings) {
  let given = 0;
  for (const identifier of [mbox, sha1, openid, account]) if (identifier !== undefined) given++;
  if (given > 1) {
    out.add('ST-4', 'More than one of mbox, mbox_sha1sum, openid and account is given; keep one.');
  } else if (given === 0 && type === 'Agent') {
    out.add('ST-4', 'An Agent needs exactly one of mbox, mbox_sha1sum, openid or account.');
  } else if (given === 0 && !(Array.isArray(member) && member.length > 0)) {
    out.add('ST-4', 'A Group without an identifier needs members.');
  }
}

function checkIdentifier(actor: Members, out: Findings): void {
  text(actor.mbox, 'mbox', out, MAILBOX_FORM);
  text(actor.mbox_sha1sum, 'mbox_sha1sum', out, SHA1_FORM);
  text(actor.openid, 'openid', out, IDENTIFIER_IRI_FORM);
  within(actor.account, 'account', out, checkAccount);
}

function checkAccount(value: unknown, out: Findings): void {
  const account = objectOf(value, ACCOUNT, out);
  if (account === undefined) return;
  need(account.homePage, 'homePage', out);
  need(account.name, 'name', out);
  text(account.homePage, 'homePage', out, IDENTIFIER_IRI_FORM);
  text(account.name, 'name', out);
}

function checkMembers(members: unknown, type: 'Agent' | 'Group', out: Findings): void {
  if (type === 'Agent') {
    out.addAt('member', 'ST-4', 'An Agent has no members; set objectType to "Group" or remove them.');
  } else if (!Array.isArray(members)) {
    out.addAt('member', 'ST-4', 'The members of a Group must be an array of Agents.');
  } else {
    out.enter('member');
    eachOf(members, out, checkAgent);
    out.leave();
  }
}
