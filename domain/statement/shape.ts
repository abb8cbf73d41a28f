import { oneLanguage } from './language.ts';
import type {
  Activity,
  ActivityDefinition,
  Actor,
  Attachment,
  Context,
  LanguageMap,
  StatementObject,
  StoredStatement,
} from './types.ts';

/** How the parts of a statement are shown; everything else is left as it is. */
interface Shape {
  readonly actor: (actor: Actor) => Actor;
  readonly activity: (activity: Activity) => Activity;
  readonly map: (map: LanguageMap) => LanguageMap | undefined;
}

/** [FMT-1] `ids`: whatever names actors, verbs and activities, and nothing that describes them (Communication 2.1.3). */
export const idsOf = (statement: StoredStatement): StoredStatement => shaped(statement, IDS);

/** What the LRS knows of activities, by their id. */
export type KnownDefinitions = ReadonlyMap<string, ActivityDefinition>;

/**
 * [FMT-2] `canonical`: activities as the LRS knows them, and one language of every map that describes something, by the
 * reader's ranges (`languageRanges`).
 */
export const canonicalOf = (
  statement: StoredStatement,
  ranges: readonly string[],
  known: KnownDefinitions = new Map(),
): StoredStatement => shaped(statement, canonical(ranges, known));

/** The ids of the activities that a statement names. */
export function activityIdsOf(statement: StoredStatement): Set<string> {
  const ids = new Set<string>();
  const activity = (one: Activity): Activity => {
    ids.add(one.id);
    return one;
  };
  shaped(statement, { ...IDS, activity });
  return ids;
}

const IDS: Shape = {
  actor: identified,
  // Activity is what an object is when it does not say.
  activity: ({ id }) => ({ id }),
  map: () => undefined,
};

/** An identifier is enough; a Group without one is known only by its members. */
function identified(actor: Actor): Actor {
  const { name: _name, member, ...rest } = actor;
  const { mbox, mbox_sha1sum, openid, account } = actor;
  const anonymous = (mbox ?? mbox_sha1sum ?? openid ?? account) === undefined;
  return anonymous && member !== undefined ? { ...rest, member: member.map(identified) } : rest;
}

function canonical(ranges: readonly string[], known: KnownDefinitions): Shape {
  const map = (value: LanguageMap) => oneLanguage(value, ranges);
  return { actor: (actor) => actor, map, activity: (activity) => described(activity, known, map) };
}

/** Names and descriptions, those of interaction components too. */
function described(activity: Activity, known: KnownDefinitions, map: (map: LanguageMap) => LanguageMap): Activity {
  const whole = known.get(activity.id) ?? activity.definition;
  if (whole === undefined) return activity;
  const definition = Object.entries(whole).map(([key, value]) => {
    if (key === 'name' || key === 'description') return [key, map(value as LanguageMap)];
    if (!Array.isArray(value)) return [key, value];
    return [key, value.map((item: unknown) => component(item, map))];
  });
  return { ...activity, definition: Object.fromEntries(definition) };
}

function component(item: unknown, map: (map: LanguageMap) => LanguageMap): unknown {
  const { description } = item as { description?: LanguageMap };
  return description === undefined ? item : { ...(item as object), description: map(description) };
}

type Body = Pick<StoredStatement, 'actor' | 'verb' | 'object' | 'context' | 'attachments'>;

function shaped<T extends Body>(statement: T, shape: Shape): T {
  const { verb, context, attachments } = statement;
  const display = verb.display === undefined ? undefined : shape.map(verb.display);
  return {
    ...statement,
    actor: shape.actor(statement.actor),
    verb: { id: verb.id, ...(display === undefined ? {} : { display }) },
    object: object(statement.object, shape),
    ...(context === undefined ? {} : { context: inContext(context, shape) }),
    ...(attachments === undefined ? {} : { attachments: attachments.map((one) => attachment(one, shape)) }),
    ...('authority' in statement ? { authority: shape.actor(statement.authority as Actor) } : {}),
  };
}

function object(value: StatementObject, shape: Shape): StatementObject {
  switch (value.objectType) {
    case 'StatementRef':
      return value;
    case 'Agent':
    case 'Group':
      return { ...shape.actor(value), objectType: value.objectType };
    case 'SubStatement':
      return shaped(value, shape);
    default:
      return shape.activity(value);
  }
}

function inContext(context: Context, shape: Shape): Context {
  const { instructor, team, contextActivities, contextAgents, contextGroups } = context;
  const roles = Object.entries(contextActivities ?? {}).map(([role, list]) => [role, list.map(shape.activity)]);
  return {
    ...context,
    ...(instructor === undefined ? {} : { instructor: shape.actor(instructor) }),
    ...(team === undefined ? {} : { team: shape.actor(team) }),
    ...(contextActivities === undefined ? {} : { contextActivities: Object.fromEntries(roles) }),
    ...(contextAgents === undefined
      ? {}
      : { contextAgents: contextAgents.map((item) => ({ ...item, agent: shape.actor(item.agent) })) }),
    ...(contextGroups === undefined
      ? {}
      : { contextGroups: contextGroups.map((item) => ({ ...item, group: shape.actor(item.group) })) }),
  };
}

/** Display is required of an attachment, so it stays where everything that describes goes. */
function attachment(value: Attachment, shape: Shape): Attachment {
  const { description, ...rest } = value;
  const shown = description === undefined ? undefined : shape.map(description);
  return {
    ...rest,
    display: shape.map(value.display) ?? value.display,
    ...(shown === undefined ? {} : { description: shown }),
  };
}
