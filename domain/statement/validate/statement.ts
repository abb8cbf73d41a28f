import { isUuid, isVersion } from '../formats.ts';
import { parseTimestamp } from '../time.ts';
import type { XapiVersion } from '../types.ts';
import { VOIDED } from '../verbs.ts';
import { checkActivity } from './activity.ts';
import { checkActor } from './actor.ts';
import { checkAttachments } from './attachments.ts';
import { checkLanguageMap, IRI_FORM } from './common.ts';
import { checkContext, checkStatementRef } from './context.ts';
import {
  type Findings,
  isMembers,
  isThere,
  type Members,
  need,
  objectOf,
  type TextForm,
  text,
  within,
} from './findings.ts';
import { checkResult } from './result.ts';

const BODY = ['actor', 'verb', 'object', 'result', 'context', 'timestamp', 'attachments'];
const STATEMENT = new Set([...BODY, 'id', 'stored', 'authority', 'version']);
const SUB_STATEMENT = new Set([...BODY, 'objectType']);
const VERB = new Set(['id', 'display']);
const ID_FORM: TextForm = { rule: 'ST-3', test: isUuid, expected: 'a UUID' };
const TIMESTAMP_FORM: TextForm = {
  rule: 'ST-12',
  test: (value: string) => parseTimestamp(value) !== null,
  expected: 'a timestamp of RFC 3339 with its time zone, such as 2026-01-31T12:00:00Z',
};
/** [ST-3] A statement says a version of the xAPI that the request is made in. */
const VERSION_FORMS: Readonly<Record<XapiVersion, TextForm>> = {
  '1.0.3': { rule: 'ST-3', test: (value) => isVersion(value), expected: 'a version of xAPI 1.0, such as 1.0.3' },
  '2.0.0': {
    rule: 'ST-3',
    test: (value) => isVersion(value, '2.0.0'),
    expected: 'a version of xAPI 2.0, such as 2.0.0',
  },
};

/** Everything that is wrong with one statement (Data 2.4) goes to `out`. */
export function checkStatement(value: unknown, out: Findings): void {
  const statement = objectOf(value, STATEMENT, out);
  if (statement === undefined) return;
  text(statement.id, 'id', out, ID_FORM);
  text(statement.stored, 'stored', out, TIMESTAMP_FORM);
  text(statement.version, 'version', out, VERSION_FORMS[out.version]);
  within(statement.authority, 'authority', out, checkAuthority);
  checkBody(statement, out, checkObject);
}

function checkBody(body: Members, out: Findings, checkItsObject: typeof checkObject): void {
  const { actor, verb, object, context } = body;
  need(actor, 'actor', out);
  within(actor, 'actor', out, checkActor);
  need(verb, 'verb', out);
  within(verb, 'verb', out, checkVerb);
  need(object, 'object', out);
  within(object, 'object', out, checkItsObject);
  const objectType = isMembers(object) ? (object.objectType ?? 'Activity') : undefined;
  if (isMembers(verb) && verb.id === VOIDED && objectType !== 'StatementRef') {
    out.addAt('object', 'ST-18', 'The object of a voiding statement must be a StatementRef.');
  }
  within(body.result, 'result', out, checkResult);
  if (isThere(context)) {
    out.enter('context');
    checkContext(context, objectType === 'Activity', out);
    out.leave();
  }
  text(body.timestamp, 'timestamp', out, TIMESTAMP_FORM);
  within(body.attachments, 'attachments', out, checkAttachments);
}

function checkVerb(value: unknown, out: Findings): void {
  const verb = objectOf(value, VERB, out);
  if (verb === undefined) return;
  need(verb.id, 'id', out);
  text(verb.id, 'id', out, IRI_FORM);
  within(verb.display, 'display', out, checkLanguageMap);
}

/** [ST-9] The object by its objectType (Data 2.4.4). */
function checkObject(value: unknown, out: Findings): void {
  if (isMembers(value) && value.objectType === 'SubStatement') checkSubStatement(value, out);
  else checkInnerObject(value, out);
}

/** The object of a SubStatement, which is anything but a SubStatement. */
function checkInnerObject(value: unknown, out: Findings): void {
  const type = isMembers(value) ? (value.objectType ?? 'Activity') : 'Activity';
  const check = typeof type === 'string' && Object.hasOwn(OBJECTS, type) ? OBJECTS[type]! : checkUnknownObject;
  check(value, out);
}

const OBJECTS: Readonly<Record<string, typeof checkInnerObject>> = {
  Activity: checkActivity,
  Agent: checkActor,
  Group: checkActor,
  StatementRef: checkStatementRef,
  SubStatement: (_, out) => out.add('ST-9', 'A SubStatement may not hold another SubStatement.'),
};

function checkUnknownObject(_: unknown, out: Findings): void {
  const names = 'Activity, Agent, Group, StatementRef or SubStatement';
  out.addAt('objectType', 'ST-9', `The objectType must be ${names}.`);
}

function checkSubStatement(value: unknown, out: Findings): void {
  const sub = objectOf(value, SUB_STATEMENT, out);
  if (sub !== undefined) checkBody(sub, out, checkInnerObject);
}

/** Data 2.4.9: an Agent, or an anonymous Group of two (OAuth). The LRS replaces it, so only its form counts. */
function checkAuthority(value: unknown, out: Findings): void {
  checkActor(value, out);
  if (!isMembers(value) || value.objectType !== 'Group') return;
  const members = Array.isArray(value.member) ? value.member.length : 0;
  const identified = ['mbox', 'mbox_sha1sum', 'openid', 'account'].some((key) => isThere(value[key]));
  if (members !== 2 || identified) {
    out.add('ST-3', 'An authority that is a Group must be anonymous and have exactly two members.');
  }
}
