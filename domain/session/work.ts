/** A decision in the making: a private copy of the session, and what will be told of it. */
import { v5 } from 'uuid';
import { type CloudEvent, cloudEvent, type EventType } from '../kernel/event.ts';
import { makeId } from '../kernel/ids.ts';
import type { StructureNode } from '../package/manifest.ts';
import type { Statement } from '../runtime/adapter/statement.ts';
import type { Act, TellContext } from '../runtime/adapter/teller.ts';
import { ACTIVITY_TYPES } from '../runtime/cmi5/words.ts';
import { cloneRuntime } from '../runtime/sco.ts';
import { freshNode, type LaunchData, type NodeData, nodeOf, type SessionData } from './data.ts';
import { WARNINGS_KEPT } from './limits.ts';
import { nextState, type SessionEvent } from './transitions.ts';

/** What a decision comes to. `data` shares with the old one whatever did not change. */
export interface Decision {
  readonly data: SessionData;
  /** To be admitted by progress, in this order. */
  readonly statements: readonly Statement[];
  readonly events: readonly CloudEvent[];
  /** False: `data` equals the old one but for when contact was last had; storing it can wait. */
  readonly changed: boolean;
  /** The nodes whose data changed, for a store that keeps them apart. */
  readonly changedNodes: readonly string[];
}

export interface Work {
  readonly data: SessionData;
  readonly touched: Set<string>;
  readonly statements: Statement[];
  readonly events: CloudEvent[];
  changed: boolean;
}

export const beginWork = (data: SessionData): Work => ({
  data: {
    ...data,
    nodes: { ...data.nodes },
    launches: data.launches.map((launch) => ({ ...launch, writers: { ...launch.writers } })),
    warnings: [...data.warnings],
  },
  touched: new Set(),
  statements: [],
  events: [],
  changed: false,
});

export const decided = ({ data, statements, events, changed, touched }: Work): Decision => ({
  data,
  statements,
  events,
  changed,
  changedNodes: [...touched],
});

/** The node's data, ready to be changed. */
export function touch(work: Work, id: string): NodeData {
  const known = nodeOf(work.data, id);
  if (known !== undefined && work.touched.has(id)) return known;
  const node: NodeData = known === undefined ? freshNode() : copyNode(known);
  work.data.nodes[id] = node;
  work.touched.add(id);
  return node;
}

const copyNode = (node: NodeData): NodeData => ({
  ...node,
  runtime: node.runtime === null ? null : cloneRuntime(node.runtime),
  visit: node.visit === null ? null : { ...node.visit },
});

/** The view shows something else from now on. */
export function show(work: Work): void {
  work.data.version += 1;
  work.changed = true;
}

/** Moves the state machine; an impossible event is a mistake of the caller, who asks before. */
export function transition(work: Work, event: SessionEvent): void {
  const next = nextState(work.data.state, event);
  if (next === undefined) throw new Error(`a session that is ${work.data.state} cannot ${event}`);
  if (next === work.data.state) return;
  work.data.state = next;
  show(work);
}

export function warn(work: Work, warning: { at: string; node: string | null; text: string }): void {
  if (work.data.warnings.length < WARNINGS_KEPT) work.data.warnings.push(warning);
}

/** The next thing that the session does by itself: its statements are numbered by it. */
export function ownAct(work: Work, at: string): Act {
  work.data.acts += 1;
  return { writer: 'session', seq: work.data.acts, at };
}

/** Something was done at this time; the session's clock does not go back. */
export function acted({ data }: Work, at: string): void {
  data.actedAt = data.actedAt === null ? at : later(data.actedAt, at);
}

export const newestLaunch = (data: SessionData): LaunchData | undefined => data.launches.at(-1);

/** Activities of cmi5 and xAPI speak for themselves, and not by the profile of SCORM. */
const isLaunched = (node: StructureNode): boolean => node.kind === 'au' || node.children.some(isLaunched);

export const tellContext = (data: SessionData): TellContext => ({
  registration: data.registration,
  actor: {
    objectType: 'Agent',
    name: data.learner.name,
    account: { homePage: data.homePage, name: data.learner.id },
  },
  course: data.course.cmi5 === undefined ? data.course : { ...data.course, type: ACTIVITY_TYPES.course },
  ...(data.course.structure.some(isLaunched) ? { profile: false } : {}),
  adapterVersion: data.adapterVersion,
});

/** Adds an event about this session. `key` names the fact: the same one again has the same id. */
export function announce(
  work: Work,
  event: { type: EventType; key: string; at: string; data: Readonly<Record<string, unknown>> },
): void {
  const { id, tenant, registration, packageId, learner } = work.data;
  work.events.push(
    cloudEvent({
      id: makeId(tenant, 'evt', v5(`${event.type}:${event.key}`, registration)),
      type: event.type,
      tenant,
      subject: id,
      time: event.at,
      data: { session: id, registration, packageId, learner: learner.id, ...event.data },
    }),
  );
}

/** Hundredths of a second from one RFC 3339 time to another; never negative, because clocks disagree. */
export const hundredthsBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 10));

/** The later of two RFC 3339 times. Their fractions may differ in length, so instants are compared, not texts. */
export const later = (a: string, b: string): string => (Date.parse(b) > Date.parse(a) ? b : a);

/** The earlier of two RFC 3339 times. */
export const earlier = (a: string, b: string): string => (Date.parse(b) < Date.parse(a) ? b : a);
