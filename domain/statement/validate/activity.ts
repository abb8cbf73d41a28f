import { checkExtensions, checkLanguageMap, IRI_FORM } from './common.ts';
import { eachOf, type Findings, isThere, type Members, need, objectOf, text, within } from './findings.ts';

const ACTIVITY = new Set(['objectType', 'id', 'definition']);
const COMPONENT_LISTS = ['choices', 'scale', 'source', 'target', 'steps'] as const;
const INTERACTION_PARTS = [...COMPONENT_LISTS, 'correctResponsesPattern'];
const DEFINITION = new Set<string>([
  'name',
  'description',
  'type',
  'moreInfo',
  'extensions',
  'interactionType',
  ...INTERACTION_PARTS,
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
export function checkActivity(value: unknown, out: Findings): void {
  const activity = objectOf(value, ACTIVITY, out);
  if (activity === undefined) return;
  const { objectType } = activity;
  if (objectType !== 'Activity' && isThere(objectType)) {
    out.addAt('objectType', 'ST-7', 'The objectType of an activity must be "Activity".');
  }
  need(activity.id, 'id', out);
  text(activity.id, 'id', out, IRI_FORM);
  within(activity.definition, 'definition', out, checkDefinition);
}

function checkDefinition(value: unknown, out: Findings): void {
  const definition = objectOf(value, DEFINITION, out);
  if (definition === undefined) return;
  within(definition.name, 'name', out, checkLanguageMap);
  within(definition.description, 'description', out, checkLanguageMap);
  text(definition.type, 'type', out, IRI_FORM);
  text(definition.moreInfo, 'moreInfo', out, IRI_FORM);
  within(definition.extensions, 'extensions', out, checkExtensions);
  checkInteraction(definition, out);
}

function checkInteraction(definition: Members, out: Findings): void {
  const type = definition.interactionType;
  const allowed = typeof type === 'string' && Object.hasOwn(LISTS_OF, type) ? LISTS_OF[type]! : undefined;
  if (isThere(type) && allowed === undefined) {
    const types = Object.keys(LISTS_OF).join(', ');
    out.addAt('interactionType', 'ST-8', `The interactionType must be one of ${types}.`);
  }
  const part = INTERACTION_PARTS.find((key) => isThere(definition[key]));
  if (part === undefined) return;
  if (!isThere(type)) out.addAt('interactionType', 'ST-8', `"${part}" needs an interactionType beside it.`);
  checkPattern(definition.correctResponsesPattern, out);
  for (const list of COMPONENT_LISTS) {
    if (!isThere(definition[list])) continue;
    if (allowed !== undefined && !allowed.includes(list)) {
      out.addAt(list, 'ST-8', `An interaction of type "${String(type)}" has no "${list}".`);
    }
    within(definition[list], list, out, checkComponents);
  }
}

function checkPattern(pattern: unknown, out: Findings): void {
  if (!isThere(pattern)) return;
  if (!Array.isArray(pattern) || pattern.some((item) => typeof item !== 'string')) {
    out.addAt('correctResponsesPattern', 'ST-8', 'This must be an array of strings.');
  }
}

function checkComponents(value: unknown, out: Findings): void {
  if (!Array.isArray(value)) {
    out.add('ST-8', 'This must be an array of interaction components.');
    return;
  }
  const ids = new Set<unknown>();
  eachOf(value, out, (item) => {
    const component = objectOf(item, COMPONENT, out);
    if (component === undefined) return;
    const { id } = component;
    need(id, 'id', out);
    text(id, 'id', out);
    within(component.description, 'description', out, checkLanguageMap);
    if (typeof id === 'string' && ids.has(id)) {
      out.addAt('id', 'ST-8', `The id "${id}" stands twice in this list.`);
    }
    ids.add(id);
  });
}
