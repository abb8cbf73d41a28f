import { isVersion } from '../formats.ts';
import { parseTimestamp } from '../time.ts';
import type { XapiVersion } from '../types.ts';
import { VOIDED } from '../verbs.ts';
import { checkActivity } from './activity.ts';
import { checkActor } from './actor.ts';
import { checkAttachments } from './attachments.ts';
import { checkLanguageMap, IRI_FORM } from './common.ts';
import { checkContext, checkStatementRef, UUID_FORM } from './context.ts';
import {
  type Findings,
  has,
  isMembers,
  type Members,
  member,
  need,
  objectOf,
  type TextForm,
  text,
} from './findings.ts';
import { checkResult } from './result.ts';

const BODY = ['actor', 'verb', 'object', 'result', 'context', 'timestamp', 'attachments'];
const STATEMENT = new Set([...BODY, 'id', 'stored', 'authority', 'version']);
const SUB_STATEMENT = new Set([...BODY, 'objectType']);
const VERB = new Set(['id', 'display']);
const TIMESTAMP_FORM = {
  test: (value: string) => parseTimestamp(value) !== null,
  expected: 'a timestamp of RFC 3339 with its time zone, such as 2026-01-31T12:00:00Z',
};
/** [ST-3] A statement says a version of the xAPI that the request is made in. */
const VERSION_FORMS: Readonly<Record<XapiVersion, TextForm>> = {
  '1.0.3': { test: (value) => isVersion(value), expected: 'a version of xAPI 1.0, such as 1.0.3' },
  '2.0.0': { test: (value) => isVersion(value, '2.0.0'), expected: 'a version of xAPI 2.0, such as 2.0.0' },
};

/** Everything that is wrong with one statement (Data 2.4) goes to `out`, with paths that begin with `path`. */
export function checkStatement(value: unknown, path: string, out: Findings): void {
  const statement = objectOf(value, path, STATEMENT, out);
  if (statement === undefined) return;
  text(statement, 'id', { path, rule: 'ST-3', out }, UUID_FORM);
  text(statement, 'stored', { path, rule: 'ST-12', out }, TIMESTAMP_FORM);
  text(statement, 'version', { path, rule: 'ST-3', out }, VERSION_FORMS[out.version]);
  if (has(statement, 'authority')) checkAuthority(statement.authority, member(path, 'authority'), out);
  checkBody(statement, path, out, true);
}

function checkBody(body: Members, path: string, out: Findings, top: boolean): void {
  if (need(body, 'actor', path, out)) checkActor(body.actor, member(path, 'actor'), out);
  if (need(body, 'verb', path, out)) checkVerb(body.verb, member(path, 'verb'), out);
  if (need(body, 'object', path, out)) checkObject(body.object, member(path, 'object'), out, top);
  const objectType = isMembers(body.object) ? (body.object.objectType ?? 'Activity') : undefined;
  if (isMembers(body.verb) && body.verb.id === VOIDED && objectType !== 'StatementRef') {
    out.add(member(path, 'object'), 'ST-18', 'The object of a voiding statement must be a StatementRef.');
  }
  if (has(body, 'result')) checkResult(body.result, member(path, 'result'), out);
  if (has(body, 'context')) checkContext(body.context, member(path, 'context'), out, objectType === 'Activity');
  text(body, 'timestamp', { path, rule: 'ST-12', out }, TIMESTAMP_FORM);
  if (has(body, 'attachments')) checkAttachments(body.attachments, member(path, 'attachments'), out);
}

function checkVerb(value: unknown, path: string, out: Findings): void {
  const verb = objectOf(value, path, VERB, out);
  if (verb === undefined) return;
  need(verb, 'id', path, out);
  text(verb, 'id', { path, rule: 'ST-15', out }, IRI_FORM);
  checkLanguageMap(verb, 'display', path, out);
}

/** [ST-9] The object by its objectType; a SubStatement only at the top (Data 2.4.4). */
function checkObject(value: unknown, path: string, out: Findings, top: boolean): void {
  const type = isMembers(value) ? (value.objectType ?? 'Activity') : 'Activity';
  switch (type) {
    case 'Activity':
      checkActivity(value, path, out);
      break;
    case 'Agent':
    case 'Group':
      checkActor(value, path, out);
      break;
    case 'StatementRef':
      checkStatementRef(value, path, out);
      break;
    case 'SubStatement':
      if (top) checkSubStatement(value, path, out);
      else out.add(path, 'ST-9', 'A SubStatement may not hold another SubStatement.');
      break;
    default: {
      const names = 'Activity, Agent, Group, StatementRef or SubStatement';
      out.add(member(path, 'objectType'), 'ST-9', `The objectType must be ${names}.`);
    }
  }
}

function checkSubStatement(value: unknown, path: string, out: Findings): void {
  const sub = objectOf(value, path, SUB_STATEMENT, out);
  if (sub !== undefined) checkBody(sub, path, out, false);
}

/** Data 2.4.9: an Agent, or an anonymous Group of two (OAuth). The LRS replaces it, so only its form counts. */
function checkAuthority(value: unknown, path: string, out: Findings): void {
  checkActor(value, path, out);
  if (!isMembers(value) || value.objectType !== 'Group') return;
  const members = Array.isArray(value.member) ? value.member.length : 0;
  const identified = ['mbox', 'mbox_sha1sum', 'openid', 'account'].some((key) => has(value, key));
  if (members !== 2 || identified) {
    out.add(path, 'ST-3', 'An authority that is a Group must be anonymous and have exactly two members.');
  }
}
