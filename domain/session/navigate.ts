/** Navigation: start, continue, previous, choice and exit, each granted once against the cursor it was asked for. */
import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { availabilityOf } from './availability.ts';
import type { Delivery, NavigateRequest, NavigationRequest } from './contract.ts';
import { ackedOf, type LaunchData, type SessionData } from './data.ts';
import { play } from './play.ts';
import { type Step, stepAskedFor, targetOf } from './requested.ts';
import { findPlayable, hrefOf, type PlayableNode } from './tree.ts';
import { withValidRequests } from './valid-requests.ts';
import { settle } from './verdict.ts';
import { leaveVisit, openingRuntime } from './visit.ts';
import {
  acted,
  announce,
  beginWork,
  type Decision,
  decided,
  newestLaunch,
  ownAct,
  show,
  transition,
  type Work,
} from './work.ts';

export interface Navigation extends Decision {
  /** What to show now; null: nothing, the session has been left. */
  readonly delivery: Delivery | null;
}

/**
 * Grants or refuses a navigation. Refused: an older launch, an older cursor (unless it is the last granted request
 * asked again, which gets the same answer), a writer whose entries have not all arrived, a node that is not open.
 */
export function navigate(
  data: SessionData,
  request: NavigateRequest,
  { now }: { now: string },
): Result<Navigation, Problem> {
  if (data.state === 'abandoned') return err(problem('session_closed', 'The session was abandoned.'));
  const launch = newestLaunch(data);
  if (launch === undefined || launch.id !== request.launch) {
    return err(problem('launch_superseded', 'A newer launch of this session has taken over.'));
  }
  if (isRepeated(data, request)) return ok({ ...decided(beginWork(data)), delivery: deliveryOf(data, launch) });
  const refusal = stale(data, request) ?? missing(launch, request);
  if (refusal !== undefined) return err(refusal);
  const work = beginWork(data);
  const moved = move(work, request.request, now);
  if (!moved.ok) return moved;
  const { version } = data.cursor;
  const { step, to } = moved.value;
  const left = step.type === 'exit' && request.request.type !== 'exit' ? { left: true as const } : {};
  work.data.lastMove = { launch: launch.id, cursorVersion: version, request: request.request, ...left };
  work.data.cursor = { schemaVersion: 1, version: version + 1, current: to };
  work.data.contactAt = now;
  work.data.contactLost = false;
  acted(work, now);
  show(work);
  tellNavigated(work, step.type, { from: data.cursor.current, now });
  return ok({ ...decided(work), delivery: deliveryOf(work.data, launch) });
}

function isRepeated({ lastMove }: SessionData, request: NavigateRequest): boolean {
  if (lastMove === null || lastMove.launch !== request.launch) return false;
  if (request.cursorVersion !== lastMove.cursorVersion) return false;
  const node = (of: NavigationRequest): string => (of.type === 'choice' ? of.node : '');
  return lastMove.request.type === request.request.type && node(lastMove.request) === node(request.request);
}

function stale({ cursor }: SessionData, { cursorVersion }: NavigateRequest): Problem | undefined {
  if (cursorVersion === cursor.version) return undefined;
  const detail = `The session has moved on: its cursor is at version ${cursor.version}, not ${cursorVersion}.`;
  return { ...problem('cursor_stale', detail, 'cursorVersion'), extra: { cursor } };
}

/** Nobody leaves a page before all that was done on it has arrived. */
function missing(launch: LaunchData, { writer }: NavigateRequest): Problem | undefined {
  if (writer === undefined) return undefined;
  const acked = ackedOf(launch, writer.id) ?? 0;
  if (writer.lastSeq <= acked) return undefined;
  const detail = `Entry ${acked + 1} of this writer has not arrived; send the journal first.`;
  return { ...problem('journal_gap', detail, 'writer.lastSeq'), extra: { expected: acked + 1 } };
}

/** Carries the request out on `work`; the value is the cursor's next node. */
function move(work: Work, request: NavigationRequest, now: string): Result<Moved, Problem> {
  const step = request.type === 'requested' ? stepAskedFor(work.data) : request;
  if (step === undefined) return err(refused(request));
  if (step.type === 'exit') return ok({ step, to: exit(work, now) });
  const target = step.type === 'start' ? startTarget(work.data) : leaveFor(work, step, now);
  if (target === undefined) return err(refused(request));
  // What is not listed is not chosen by the learner; a part may ask for it.
  if (request.type === 'choice' && !target.visible) return err(refused(request));
  play(work, now);
  return ok({ step, to: target.id });
}

interface Moved {
  /** What was carried out. */
  readonly step: Step | { readonly type: 'start' };
  readonly to: string | null;
}

/** Where the learner was, else the first node that is open. */
function startTarget(data: SessionData): PlayableNode | undefined {
  return findPlayable(data.course.structure, data.cursor.current) ?? availabilityOf(data).first();
}

function leaveFor(work: Work, step: Exclude<Step, { type: 'exit' }>, now: string): PlayableNode | undefined {
  leaveCurrent(work, now);
  return targetOf(work.data, step, availabilityOf(work.data));
}

function leaveCurrent(work: Work, now: string): void {
  const target = findPlayable(work.data.course.structure, work.data.cursor.current);
  if (target === undefined) return;
  leaveVisit(work, target, ownAct(work, now));
  settle(work, now);
}

/** A course that is complete begins anew next time; any other resumes where it was. */
function exit(work: Work, now: string): string | null {
  leaveCurrent(work, now);
  if (work.data.state !== 'created') transition(work, 'suspend');
  return work.data.state === 'completed' ? null : work.data.cursor.current;
}

function tellNavigated(
  work: Work,
  step: Moved['step']['type'],
  { from, now }: { from: string | null; now: string },
): void {
  const { cursor, state } = work.data;
  announce(work, {
    type: 'delivery.play_session.navigated.v1',
    key: String(cursor.version),
    at: now,
    data: { request: step === 'jump' ? 'choice' : step, from, to: step === 'exit' ? null : cursor.current, state },
  });
}

const REFUSALS: Readonly<Record<NavigationRequest['type'], string>> = {
  start: 'Nothing in this course can be opened.',
  continue: 'Nothing that is open follows.',
  previous: 'Nothing that is open lies before.',
  choice: 'This part of the course cannot be chosen now.',
  requested: 'The part that is open asks for no step, or for one that cannot be made.',
  exit: '',
};

const refused = (request: NavigationRequest): Problem =>
  problem('navigation_refused', REFUSALS[request.type], request.type === 'choice' ? 'request.node' : 'request.type');

function deliveryOf(data: SessionData, { mode }: LaunchData): Delivery | null {
  if (data.lastMove?.left === true || data.lastMove?.request.type === 'exit') return null;
  const node = findPlayable(data.course.structure, data.cursor.current)!;
  const shown = { node: node.id, kind: node.kind, title: node.title, href: hrefOf(node.launch) };
  const runtime = openingRuntime(data, node, mode);
  return runtime === null ? shown : { ...shown, runtime: withValidRequests(data, runtime) };
}
