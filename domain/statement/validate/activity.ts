import { checkExtensions, checkLanguageMap, IRI_FORM } from './common.ts';
import { type Findings, has, type Members, member, need, objectOf, text } from './findings.ts';

const ACTIVITY = new Set(['objectType', 'id', 'definition']);
const COMPONENT_LISTS = ['choices', 'scale', 'source', 'target', 'steps'] as const;
const DEFINITION = new Set<string>([
  'name',
  'description',
  'type',
  'moreInfo',
  'extensions',
  'interactionType',
  'correctResponsesPattern',
  ...COMPONENT_LISTS,
]);
const COMPONENT = new Set(['id', 'description']);

/** Data 2.4.4.1: which component lists go with which interaction. */
const LISTS_OF: Readonly<Record<string, readonly string[]>> = {
  'true-false': [],
  choice: ['choices'],
  'fill-in': [],
  'long-fill-in': [],
  matching: ['source', 'target'],
  performance: ['steps'],
  sequencing: ['choices'],
  likert: ['scale'],
  numeric: [],
  other: [],
};

/** [ST-7] An Activity (Data 2.4.4.1). */
export function checkActivity(value: unknown, path: string, out: Findings): void {
  const activity = objectOf(value, path, ACTIVITY, out);
  if (activity === undefined) return;
  if (has(activity, 'objectType') && activity.objectType !== 'Activity') {
    out.add(member(path, 'objectType'), 'ST-7', 'The objectType of an activity must be "Activity".');
  }
  need(activity, 'id', path, out);
  text(activity, 'id', { path, rule: 'ST-15', out }, IRI_FORM);
  if (has(activity, 'definition')) checkDefinition(activity.definition, member(path, 'definition'), out);
}

function checkDefinition(value: unknown, path: string, out: Findings): void {
  const definition = objectOf(value, path, DEFINITION, out);
  if (definition === undefined) return;
  checkLanguageMap(definition, 'name', path, out);
  checkLanguageMap(definition, 'description', path, out);
  text(definition, 'type', { path, rule: 'ST-15', out }, IRI_FORM);
  text(definition, 'moreInfo', { path, rule: 'ST-15', out }, IRI_FORM);
  checkExtensions(definition, path, out);
  checkInteraction(definition, path, out);
}

function checkInteraction(definition: Members, path: string, out: Findings): void {
  const type = definition.interactionType;
  const allowed = typeof type === 'string' && Object.hasOwn(LISTS_OF, type) ? LISTS_OF[type]! : undefined;
  if (has(definition, 'interactionType') && allowed === undefined) {
    out.add(
      member(path, 'interactionType'),
      'ST-8',
      `The interactionType must be one of ${Object.keys(LISTS_OF).join(', ')}.`,
    );
  }
  const parts = [...COMPONENT_LISTS, 'correctResponsesPattern'].filter((key) => has(definition, key));
  if (parts.length > 0 && !has(definition, 'interactionType')) {
    out.add(member(path, 'interactionType'), 'ST-8', `"${parts[0]}" needs an interactionType beside it.`);
  }
  checkPattern(definition, path, out);
  for (const list of COMPONENT_LISTS) {
    if (!has(definition, list)) continue;
    if (allowed !== undefined && !allowed.includes(list)) {
      out.add(member(path, list), 'ST-8', `An interaction of type "${String(type)}" has no "${list}".`);
    }
    checkComponents(definition[list], member(path, list), out);
  }
}

function checkPattern(definition: Members, path: string, out: Findings): void {
  if (!has(definition, 'correctResponsesPattern')) return;
  const pattern = definition.correctResponsesPattern;
  if (!Array.isArray(pattern) || pattern.some((item) => typeof item !== 'string')) {
    out.add(member(path, 'correctResponsesPattern'), 'ST-8', 'This must be an array of strings.');
  }
}

function checkComponents(value: unknown, path: string, out: Findings): void {
  if (!Array.isArray(value)) {
    out.add(path, 'ST-8', 'This must be an array of interaction components.');
    return;
  }
  const ids = new Set<unknown>();
  for (let i = 0; i < value.length; i++) {
    const at = `${path}[${i}]`;
    const component = objectOf(value[i], at, COMPONENT, out);
    if (component === undefined) continue;
    need(component, 'id', at, out);
    text(component, 'id', { path: at, rule: 'ST-8', out });
    checkLanguageMap(component, 'description', at, out);
    if (typeof component.id === 'string' && ids.has(component.id)) {
      out.add(member(at, 'id'), 'ST-8', `The id "${component.id}" stands twice in this list.`);
    }
    ids.add(component.id);
  }
}
