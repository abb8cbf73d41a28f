import { isIri, isLanguageTag, isUuid } from '../formats.ts';
import { checkActivity } from './activity.ts';
import { checkActor, checkAgent, checkGroup } from './actor.ts';
import { checkExtensions } from './common.ts';
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

const CONTEXT = new Set([
  'registration',
  'instructor',
  'team',
  'contextActivities',
  'revision',
  'platform',
  'language',
  'statement',
  'extensions',
]);
/** xAPI 2.0 (4.2.2.5) adds these two. */
const CONTEXT_2_0 = new Set([...CONTEXT, 'contextAgents', 'contextGroups']);
const ROLES = new Set(['parent', 'grouping', 'category', 'other']);
const STATEMENT_REF = new Set(['objectType', 'id']);
const REGISTRATION_FORM: TextForm = { rule: 'ST-11', test: isUuid, expected: 'a UUID' };
const REFERENCE_FORM: TextForm = { rule: 'ST-9', test: isUuid, expected: 'a UUID' };
const LANGUAGE_FORM: TextForm = {
  rule: 'ST-11',
  test: isLanguageTag,
  expected: 'a language tag of RFC 5646, such as en-GB',
};

/** [ST-11] A context (Data 2.4.6). `ofActivity` tells whether the statement's object is an Activity. */
export function checkContext(value: unknown, ofActivity: boolean, out: Findings): void {
  const context = objectOf(value, out.version === '2.0.0' ? CONTEXT_2_0 : CONTEXT, out);
  if (context === undefined) return;
  text(context.registration, 'registration', out, REGISTRATION_FORM);
  within(context.instructor, 'instructor', out, checkActor);
  within(context.team, 'team', out, checkGroup);
  within(context.contextActivities, 'contextActivities', out, checkContextActivities);
  if (out.version === '2.0.0') {
    within(context.contextAgents, 'contextAgents', out, checkContextAgents);
    within(context.contextGroups, 'contextGroups', out, checkContextGroups);
  }
  checkOfActivity(context.revision, 'revision', ofActivity, out);
  checkOfActivity(context.platform, 'platform', ofActivity, out);
  text(context.language, 'language', out, LANGUAGE_FORM);
  within(context.statement, 'statement', out, checkStatementRef);
  within(context.extensions, 'extensions', out, checkExtensions);
}

function checkOfActivity(value: unknown, key: string, ofActivity: boolean, out: Findings): void {
  text(value, key, out);
  if (!ofActivity && isThere(value)) {
    out.addAt(key, 'ST-11', `"${key}" may be used only when the object is an Activity.`);
  }
}

/** [ST-21] Who was there too, and in what capacity (xAPI 2.0, 4.2.2.5). */
const checkContextAgents = (value: unknown, out: Findings): void => checkCompany(value, COMPANY.agent, out);
const checkContextGroups = (value: unknown, out: Findings): void => checkCompany(value, COMPANY.group, out);

const COMPANY = {
  agent: {
    key: 'agent',
    name: 'contextAgent',
    known: new Set(['objectType', 'agent', 'relevantTypes']),
    check: checkAgent,
  },
  group: {
    key: 'group',
    name: 'contextGroup',
    known: new Set(['objectType', 'group', 'relevantTypes']),
    check: checkGroup,
  },
};

function checkCompany(list: unknown, { key, name, known, check }: (typeof COMPANY)['agent'], out: Findings): void {
  if (!Array.isArray(list)) {
    out.add('ST-21', `This must be an array of ${name} objects.`);
    return;
  }
  eachOf(list, out, (value) => {
    const item = objectOf(value, known, out);
    if (item === undefined) return;
    if (item.objectType !== name) out.addAt('objectType', 'ST-21', `The objectType must be "${name}".`);
    need(item[key], key, out);
    within(item[key], key, out, check);
    within(item.relevantTypes, 'relevantTypes', out, checkTypes);
  });
}

function checkTypes(types: unknown, out: Findings): void {
  if (!Array.isArray(types) || types.length === 0 || types.some((type) => typeof type !== 'string' || !isIri(type))) {
    out.add('ST-21', 'The relevantTypes must be an array of absolute IRIs that is not empty.');
  }
}

/** [ST-9] A reference to another statement (Data 2.4.4.3). */
export function checkStatementRef(value: unknown, out: Findings): void {
  const ref = objectOf(value, STATEMENT_REF, out);
  if (ref === undefined) return;
  if (need(ref.objectType, 'objectType', out) && ref.objectType !== 'StatementRef') {
    out.addAt('objectType', 'ST-9', 'The objectType of a statement reference must be "StatementRef".');
  }
  need(ref.id, 'id', out);
  text(ref.id, 'id', out, REFERENCE_FORM);
}

function checkContextActivities(value: unknown, out: Findings): void {
  const roles: Members | undefined = objectOf(value, ROLES, out);
  if (roles === undefined) return;
  for (const role of ROLES) within(roles[role], role, out, checkActivities);
}

/** One, or an array of them. */
function checkActivities(value: unknown, out: Findings): void {
  if (Array.isArray(value)) eachOf(value, out, checkActivity);
  else checkActivity(value, out);
}
