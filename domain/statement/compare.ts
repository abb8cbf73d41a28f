import { canonicalJson } from '../kernel/canonical-json.ts';
import { comparableDuration, parseTimestamp } from './time.ts';
import type {
  Activity,
  Actor,
  Context,
  Statement,
  StatementObject,
  StatementResult,
  StoredStatement,
} from './types.ts';

/**
 * Whether a statement that is sent is the one that is stored, by the rules of statement comparison (Data 2.3.1). What
 * the LRS sets does not count, nor a timestamp that only one side had, definitions and displays, the order of a Group's
 * members, the case of a mail domain, the time zone, or a duration beyond a hundredth of a second.
 */
export function sameStatement(stored: StoredStatement, sent: Statement): boolean {
  const timed = sent.timestamp !== undefined && stored.timestamp !== stored.stored;
  return comparable(stored, timed) === comparable(sent, timed);
}

/** The same rules for two statements that were both sent: a timestamp counts when both have one. */
export function sameContent(one: Statement, other: Statement): boolean {
  const timed = one.timestamp !== undefined && other.timestamp !== undefined;
  return comparable(one, timed) === comparable(other, timed);
}

function comparable(statement: Statement, timed: boolean): string {
  const { id: _id, stored: _stored, authority: _authority, version: _version, timestamp, ...rest } = statement;
  return canonicalJson({ ...body(rest), timestamp: timed ? instant(timestamp) : undefined });
}

type Body = Omit<Statement, 'id' | 'stored' | 'authority' | 'version' | 'timestamp'>;

const body = (statement: Body): Record<string, unknown> => ({
  ...statement,
  actor: actor(statement.actor),
  verb: { id: statement.verb.id },
  object: object(statement.object),
  result: result(statement.result),
  context: context(statement.context),
});

const instant = (timestamp: string | undefined): number | null | undefined =>
  timestamp === undefined ? undefined : parseTimestamp(timestamp);

function actor(value: Actor): unknown {
  const at = value.mbox?.lastIndexOf('@') ?? -1;
  const mbox = value.mbox === undefined ? undefined : value.mbox.slice(0, at) + value.mbox.slice(at).toLowerCase();
  const members = value.member?.map(actor).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  return { ...value, objectType: value.objectType ?? 'Agent', mbox, member: members };
}

const activity = (value: Activity): unknown => ({ objectType: 'Activity', id: value.id });

function object(value: StatementObject): unknown {
  switch (value.objectType) {
    case 'Agent':
    case 'Group':
      return actor(value);
    case 'StatementRef':
      return { ...value, id: value.id.toLowerCase() };
    case 'SubStatement':
      return { ...body(value), objectType: 'SubStatement', timestamp: instant(value.timestamp) };
    default:
      return activity(value);
  }
}

const result = (value: StatementResult | undefined): unknown =>
  value?.duration === undefined ? value : { ...value, duration: comparableDuration(value.duration) };

function context(value: Context | undefined): unknown {
  if (value === undefined) return undefined;
  const roles = Object.entries(value.contextActivities ?? {}).map(([role, list]) => [role, list.map(activity)]);
  return {
    ...value,
    registration: value.registration?.toLowerCase(),
    statement: value.statement === undefined ? undefined : { ...value.statement, id: value.statement.id.toLowerCase() },
    instructor: value.instructor === undefined ? undefined : actor(value.instructor),
    team: value.team === undefined ? undefined : actor(value.team),
    contextAgents: value.contextAgents?.map((item) => ({ ...item, agent: actor(item.agent) })),
    contextGroups: value.contextGroups?.map((item) => ({ ...item, group: actor(item.group) })),
    contextActivities: value.contextActivities === undefined ? undefined : Object.fromEntries(roles),
  };
}
