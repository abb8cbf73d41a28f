/**
 * What counts: the record of a node and of the course. The status lattice only rises (completed stays completed,
 * passed stays passed), whatever order the calls come in.
 */
import type { Facts } from '../runtime/adapter/facts.ts';
import { isSatisfied, moveOnOf } from './au/tree.ts';
import type { Completion, Score, Success } from './contract.ts';
import { type NodeData, nodeOf, type SessionData } from './data.ts';
import { playableNodes } from './tree.ts';

const COMPLETION: readonly Completion[] = ['unknown', 'not attempted', 'incomplete', 'completed'];
const SUCCESS: readonly Success[] = ['unknown', 'failed', 'passed'];

const furthest = <T>(order: readonly T[], a: T, b: T): T => (order.indexOf(a) >= order.indexOf(b) ? a : b);

export const betterSuccess = (a: Success, b: Success): Success => furthest(SUCCESS, a, b);

/** For comparing scores of one SCO, which tells all of them alike. */
const measure = (score: Score): number => score.scaled ?? score.raw ?? 0;

export function betterScore(a: Score | null, b: Score | null): Score | null {
  if (a === null || b === null) return a ?? b;
  return measure(b) > measure(a) ? b : a;
}

/** Takes over what the runtime says, at the time of the call. Returns whether the record changed. */
export function absorb(node: NodeData, facts: Facts, at: string): boolean {
  const before = JSON.stringify([node.completion, node.success, node.score]);
  if (node.completion !== 'completed' && facts.completion === 'completed') node.completedAt = at;
  node.completion = furthest(COMPLETION, node.completion, facts.completion);
  node.success = betterSuccess(node.success, facts.success);
  // Within an attempt the SCO may correct itself; an earlier attempt's better score stands.
  node.score = betterScore(node.bestScore, facts.score ?? null);
  return JSON.stringify([node.completion, node.success, node.score]) !== before;
}

export interface CourseRecord {
  readonly completion: Completion;
  readonly success: Success;
  readonly score: Score | null;
}

/**
 * The course's record. Complete: every SCO is passed or completed and every asset visited; a SCO that failed is not.
 * Passed: complete, at least one SCO passed; failed: one has failed. Score: that of the one SCO that has one, the mean
 * of the scaled ones of several. What the course once reached it keeps.
 */
export function rollUp(data: SessionData): CourseRecord {
  const leaves = playableNodes(data.course.structure).map(({ id }) => nodeOf(data, id));
  const played = leaves.filter((node) => node !== undefined);
  const done = data.course.cmi5 === undefined ? leaves.every(isDone(data)) : areAusDone(data, leaves);
  const complete = data.completion === 'completed' || (done && leaves.length > 0);
  const success = courseSuccess(played, complete);
  return {
    completion: complete ? 'completed' : played.length > 0 ? 'incomplete' : 'not attempted',
    success: complete ? betterSuccess(data.success, success) : success,
    score: meanScore(played.map((node) => node.score)),
  };
}

/** In SCORM 2004 completion and success are two things (RTE 4.2.4); in 1.2 who has failed tries again. */
const isDone = ({ course }: SessionData) => {
  const separate = course.scorm2004 !== undefined;
  return (node: NodeData | undefined): boolean =>
    node?.completion === 'completed' && (separate || node.success !== 'failed');
};

/**
 * [AUS-10] Of cmi5, moveOn decides: every AU that has one is satisfied. A course that asks for nothing at all is complete when
 * every AU in it is, because nobody has learned anything by being registered.
 */
function areAusDone(data: SessionData, leaves: readonly (NodeData | undefined)[]): boolean {
  const asked = playableNodes(data.course.structure).filter((node) => moveOnOf(node) !== 'NotApplicable');
  if (asked.length > 0) return asked.every((node) => isSatisfied(data, node));
  return leaves.every((node) => node?.completion === 'completed');
}

function courseSuccess(nodes: readonly NodeData[], complete: boolean): Success {
  if (nodes.some((node) => node.success === 'failed')) return 'failed';
  return complete && nodes.some((node) => node.success === 'passed') ? 'passed' : 'unknown';
}

function meanScore(scores: readonly (Score | null)[]): Score | null {
  const known = scores.filter((score) => score !== null);
  if (known.length < 2) return known[0] ?? null;
  const comparable = known.flatMap(({ scaled }) => scaled ?? []);
  if (comparable.length === 0) return null;
  const mean = comparable.reduce((sum, scaled) => sum + scaled, 0) / comparable.length;
  const scaled = Number(mean.toFixed(6));
  return { scaled, raw: Number((scaled * 100).toFixed(4)), min: 0, max: 100 };
}
