/** Everything a play session knows, as plain JSON. Decisions take one and return another; nobody else changes it. */
import type { Cmi5CourseData } from '../package/cmi5/node-data.ts';
import type { PackageFormat, StructureNode } from '../package/manifest.ts';
import type { Scorm2004CourseData } from '../package/scorm2004/node-data.ts';
import type { Runtime } from '../runtime/sco.ts';
import type { Scorm12State } from '../runtime/scorm12/index.ts';
import type { AuData } from './au/data.ts';
import type { Completion, Cursor, NavigationRequest, Score, SessionState, Success } from './contract.ts';

export interface SessionData {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly tenant: string;
  readonly registration: string;
  readonly packageId: string;
  readonly learner: { readonly id: string; readonly name: string };
  /** Of the learner's account: the tenant's. */
  readonly homePage: string;
  readonly course: CourseFacts;
  /** The adapter that this session's statements are made with, from the first to the last. */
  readonly adapterVersion: number;
  /** SCORM values outside the standard are refused instead of kept with a warning. */
  readonly strict: boolean;
  readonly createdAt: string;
  state: SessionState;
  startedAt: string | null;
  /** The time of the latest thing that was done in the session; what the newest launch does next is not before it. */
  actedAt: string | null;
  /** When the last node became complete. */
  completedAt: string | null;
  cursor: Cursor;
  /** The last navigation that was granted, so that asking again gives the same answer. */
  lastMove: LastMove | null;
  /** By node id; only nodes that have been played. */
  nodes: Record<string, NodeData>;
  /** Of a SCORM 2004 course: shared store → the node that wrote in it last. */
  stores?: Record<string, string>;
  /** Oldest first; the last one is the launch that may navigate. */
  launches: LaunchData[];
  completion: Completion;
  success: Success;
  score: Score | null;
  /** The verdict that the last course-level statements told; null before the first. */
  announced: { success: Success; score: Score | null } | null;
  /** When the newest launch was last heard of, server time. */
  contactAt: string;
  /** Whether the session is suspended because contact was lost, and so goes on by itself when contact is back. */
  contactLost: boolean;
  /** What the session did by itself so far: numbers its statements. */
  acts: number;
  /** Rises with every change that the view shows. */
  version: number;
  warnings: Warning[];
}

export interface CourseFacts {
  readonly activityId: string;
  readonly title: string;
  /** BCP 47; `und` when the package says nothing. */
  readonly language: string;
  readonly structure: readonly StructureNode[];
  /** Absent in sessions that were made when only SCORM 1.2 and authored documents were played. */
  readonly format?: PackageFormat;
  /** What a SCORM 2004 course says of itself as a whole. */
  readonly scorm2004?: Scorm2004CourseData;
  /** Of the course's brand, `#rrggbb`. */
  readonly accent?: string;
  /** What the publisher of a cmi5 course calls it. */
  readonly cmi5?: { readonly publisherId: string } & Pick<Cmi5CourseData, 'title' | 'description'>;
  /** Of the course's brand: there is one, and whose it is. */
  readonly logo?: { readonly name?: string };
}

export interface LastMove {
  readonly launch: string;
  /** The version that the request named, one below the cursor's own. */
  readonly cursorVersion: number;
  readonly request: NavigationRequest;
  /** What the part asked for was to leave the course. */
  readonly left?: true;
}

export interface LaunchData {
  readonly id: string;
  readonly openedAt: string;
  /** `review`: the session was complete and passed already; nothing in it changes the record. */
  readonly mode: 'normal' | 'review';
  /** Writer (a runtime frame) → highest sequence number that is durable. */
  writers: Record<string, number>;
}

export interface NodeData {
  completion: Completion;
  success: Success;
  score: Score | null;
  /** The best score of earlier attempts. */
  bestScore: Score | null;
  completedAt: string | null;
  /** Attempts so far; a resumed one is still the same. */
  attempt: number;
  /** Time of the visits that are over. */
  hundredths: number;
  /** SCOs only, once entered. */
  runtime: Runtime | null;
  visit: Visit | null;
  /** The launch that wrote last: an older one may no longer write here. */
  launch: string | null;
  /** The interaction whose response is being told, call by call. */
  interaction: number | null;
  /** Activities of cmi5 and xAPI only, once launched. */
  au?: AuData;
}

/** A node is on the learner's screen, or was when contact was lost. */
export interface Visit {
  readonly launch: string;
  readonly writer: string;
  readonly enteredAt: string;
  lastAt: string;
  /** Contact was lost and the statements say suspended. */
  interrupted: boolean;
  /** Time of this visit that statements have told already, so that none is told twice. */
  toldHundredths: number;
}

export interface Warning {
  readonly at: string;
  readonly node: string | null;
  readonly text: string;
}

export const freshNode = (): NodeData => ({
  completion: 'not attempted',
  success: 'unknown',
  score: null,
  bestScore: null,
  completedAt: null,
  attempt: 0,
  hundredths: 0,
  runtime: null,
  visit: null,
  launch: null,
  interaction: null,
});

/** A node as it was stored: before there was a second standard, a SCO's state stood there without the name of its own. */
export function readNode(stored: NodeData | (Omit<NodeData, 'runtime'> & { runtime: Scorm12State })): NodeData {
  const { runtime } = stored;
  if (runtime === null || 'standard' in runtime) return { ...stored, runtime };
  return { ...stored, runtime: { standard: 'scorm12', state: runtime } };
}

/** What is known of a node. Ids are the course's own words: `constructor` is one like any other. */
export const nodeOf = (data: SessionData, id: string): NodeData | undefined =>
  Object.hasOwn(data.nodes, id) ? data.nodes[id] : undefined;

/** The highest sequence number of a writer that is durable; undefined for one that has written nothing. */
export const ackedOf = ({ writers }: LaunchData, writer: string): number | undefined =>
  Object.hasOwn(writers, writer) ? writers[writer] : undefined;
