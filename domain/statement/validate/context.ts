import { isIri, isLanguageTag, isUuid } from '../formats.ts';
import { checkActivity } from './activity.ts';
import { checkActor } from './actor.ts';
import { checkExtensions } from './common.ts';
import { type Findings, has, type Members, member, need, objectOf, text } from './findings.ts';

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
export const UUID_FORM = { test: isUuid, expected: 'a UUID' };
const LANGUAGE_FORM = { test: isLanguageTag, expected: 'a language tag of RFC 5646, such as en-GB' };

/** [ST-11] A context (Data 2.4.6). `ofActivity` tells whether the statement's object is an Activity. */
export function checkContext(value: unknown, path: string, out: Findings, ofActivity: boolean): void {
  const context = objectOf(value, path, out.version === '2.0.0' ? CONTEXT_2_0 : CONTEXT, out);
  if (context === undefined) return;
  text(context, 'registration', { path, rule: 'ST-11', out }, UUID_FORM);
  if (has(context, 'instructor')) checkActor(context.instructor, member(path, 'instructor'), out);
  if (has(context, 'team')) checkActor(context.team, member(path, 'team'), out, 'Group');
  if (has(context, 'contextActivities')) {
    checkContextActivities(context.contextActivities, member(path, 'contextActivities'), out);
  }
  if (out.version === '2.0.0') {
    if (has(context, 'contextAgents')) checkCompany(context, 'agent', path, out);
    if (has(context, 'contextGroups')) checkCompany(context, 'group', path, out);
  }
  for (const key of ['revision', 'platform']) {
    text(context, key, { path, rule: 'ST-11', out });
    if (has(context, key) && !ofActivity) {
      out.add(member(path, key), 'ST-11', `"${key}" may be used only when the object is an Activity.`);
    }
  }
  text(context, 'language', { path, rule: 'ST-11', out }, LANGUAGE_FORM);
  if (has(context, 'statement')) checkStatementRef(context.statement, member(path, 'statement'), out);
  checkExtensions(context, path, out);
}

/** [ST-21] contextAgents or contextGroups: who was there too, and in what capacity (xAPI 2.0, 4.2.2.5). */
function checkCompany(context: Members, kind: 'agent' | 'group', path: string, out: Findings): void {
  const name = kind === 'agent' ? 'contextAgent' : 'contextGroup';
  const list = context[`${name}s`];
  const at = member(path, `${name}s`);
  if (!Array.isArray(list)) {
    out.add(at, 'ST-21', `This must be an array of ${name} objects.`);
    return;
  }
  const known = new Set(['objectType', kind, 'relevantTypes']);
  for (let i = 0; i < list.length; i++) {
    const item = objectOf(list[i], `${at}[${i}]`, known, out);
    if (item === undefined) continue;
    if (item.objectType !== name) {
      out.add(member(`${at}[${i}]`, 'objectType'), 'ST-21', `The objectType must be "${name}".`);
    }
    if (need(item, kind, `${at}[${i}]`, out)) {
      checkActor(item[kind], member(`${at}[${i}]`, kind), out, kind === 'agent' ? 'Agent' : 'Group');
    }
    if (has(item, 'relevantTypes')) checkTypes(item.relevantTypes, member(`${at}[${i}]`, 'relevantTypes'), out);
  }
}

function checkTypes(types: unknown, path: string, out: Findings): void {
  if (!Array.isArray(types) || types.length === 0 || types.some((type) => typeof type !== 'string' || !isIri(type))) {
    out.add(path, 'ST-21', 'The relevantTypes must be an array of absolute IRIs that is not empty.');
  }
}

/** [ST-9] A reference to another statement (Data 2.4.4.3). */
export function checkStatementRef(value: unknown, path: string, out: Findings): void {
  const ref = objectOf(value, path, STATEMENT_REF, out);
  if (ref === undefined) return;
  if (need(ref, 'objectType', path, out) && ref.objectType !== 'StatementRef') {
    out.add(member(path, 'objectType'), 'ST-9', 'The objectType of a statement reference must be "StatementRef".');
  }
  need(ref, 'id', path, out);
  text(ref, 'id', { path, rule: 'ST-9', out }, UUID_FORM);
}

function checkContextActivities(value: unknown, path: string, out: Findings): void {
  const roles: Members | undefined = objectOf(value, path, ROLES, out);
  if (roles === undefined) return;
  for (const role of ROLES) {
    if (!has(roles, role)) continue;
    const at = member(path, role);
    const given = roles[role];
    if (!Array.isArray(given)) checkActivity(given, at, out);
    else for (let i = 0; i < given.length; i++) checkActivity(given[i], `${at}[${i}]`, out);
  }
}
