import type { Activity, ActivityDefinition, Context, ContextRole, Statement, StatementObject } from './types.ts';

/** What a statement says about an activity: the JSON text of an `ActivityDefinition`. */
export interface Definition {
  readonly activity: string;
  readonly definition: string;
}

/**
 * Beyond this nothing is merged any more and the newest definition stands alone: a statement is smaller, so it fits, and
 * a row has 2 MB.
 */
export const MAX_DEFINITION_CHARS = 500_000;

/**
 * [DEF-1] The definitions in statements, in order: of objects, of context activities, and within SubStatements. What is
 * said of an activity as it was said last stands there once: a batch is mostly about a few activities.
 */
export function definitionsOf(prepared: readonly { readonly statement: Statement }[]): Definition[] {
  const found: Definition[] = [];
  const last = new Map<string, string>();
  const take = ({ id, definition }: Activity) => {
    if (definition === undefined) return;
    const said = JSON.stringify(definition);
    if (last.get(id) === said) return;
    last.set(id, said);
    found.push({ activity: id, definition: said });
  };
  for (const { statement } of prepared) {
    const { object, context } = statement;
    takeObject(object, take);
    takeContext(context, take);
  }
  return found;
}

function takeObject(object: StatementObject, take: (activity: Activity) => void): void {
  if (object.objectType === undefined || object.objectType === 'Activity') take(object);
  if (object.objectType !== 'SubStatement') return;
  takeObject(object.object, take);
  takeContext(object.context, take);
}

function takeContext(context: Context | undefined, take: (activity: Activity) => void): void {
  for (const role in context?.contextActivities) {
    for (const activity of context.contextActivities[role as ContextRole] ?? []) take(activity);
  }
}

const MAPS = ['name', 'description', 'extensions'] as const;
const INTERACTION = [
  'interactionType',
  'correctResponsesPattern',
  'choices',
  'scale',
  'source',
  'target',
  'steps',
] as const;

/**
 * [DEF-2] to [DEF-4] What is known of an activity, with what a newer statement says (Communication 2.5). Languages and
 * extensions come together, everything else is the newest; what belongs to another type of interaction goes.
 */
export function mergeDefinition(known: ActivityDefinition, newer: ActivityDefinition): ActivityDefinition {
  const merged: Record<string, unknown> = { ...known };
  const type = newer.interactionType;
  if (type !== undefined && type !== known.interactionType) for (const key of INTERACTION) delete merged[key];
  Object.assign(merged, newer);
  for (const key of MAPS) {
    if (known[key] !== undefined && newer[key] !== undefined) merged[key] = { ...known[key], ...newer[key] };
  }
  return JSON.stringify(merged).length > MAX_DEFINITION_CHARS ? newer : (merged as ActivityDefinition);
}
