/** A visit: from the page's coming up to the learner's going elsewhere, or to the loss of contact. */
import { talksScorm12 } from '../package/manifest.ts';
import { factsOf } from '../runtime/adapter/facts.ts';
import {
  type ScoVoice,
  sayBegun,
  sayEnded,
  sayInterrupted,
  sayResponse,
  sayResumed,
  sayVerdict,
  voiceOf,
} from '../runtime/adapter/scorm12.ts';
import type { Act } from '../runtime/adapter/teller.ts';
import {
  cloneScorm12,
  createScorm12,
  leaveScorm12,
  type Relaunch,
  relaunchScorm12,
  type Scorm12State,
  STATE_BYTES_MAX,
} from '../runtime/scorm12/index.ts';
import { isForCredit, isResumable, sessionTimeOf } from '../runtime/scorm12/lifecycle.ts';
import { type LaunchData, type NodeData, nodeOf, type SessionData, type Visit } from './data.ts';
import { MEASURED_VISIT_SECONDS_MAX, NODE_BYTES_MIN, SESSION_BYTES_MAX } from './limits.ts';
import { absorb } from './record.ts';
import type { PlayableNode } from './tree.ts';
import { hundredthsBetween, newestLaunch, show, tellContext, touch, type Work } from './work.ts';

const MODES: Readonly<Record<LaunchData['mode'], Relaunch>> = {
  normal: { credit: 'credit', lessonMode: 'normal' },
  review: { credit: 'no-credit', lessonMode: 'review' },
};

/** The runtime that a SCO's next visit begins with: what browser and server both start from. */
export function openingState(data: SessionData, node: PlayableNode, mode: LaunchData['mode']): Scorm12State {
  const known = nodeOf(data, node.id)?.runtime ?? null;
  const state = known === null ? newState(data, node, mode) : cloneScorm12(known);
  relaunchScorm12(state, MODES[mode]);
  state.bytesMax = budgetOf(data, node.id, state.bytes);
  return state;
}

/** What a SCO may hold beside the others: a share of the session's bound, and always room to say how it ended. */
function budgetOf(data: SessionData, id: string, own: number): number {
  const others = Object.entries(data.nodes).filter(([other]) => other !== id);
  const held = others.reduce((sum, [, { runtime }]) => sum + (runtime?.bytes ?? 0), 0);
  return Math.min(STATE_BYTES_MAX, Math.max(SESSION_BYTES_MAX - held, own + NODE_BYTES_MIN));
}

function newState(data: SessionData, { scorm12 = {} }: PlayableNode, mode: LaunchData['mode']): Scorm12State {
  return createScorm12({
    strict: data.strict,
    studentId: data.learner.id,
    studentName: data.learner.name,
    ...MODES[mode],
    launchData: scorm12.dataFromLms,
    masteryScore: scorm12.masteryScore,
    maxTimeAllowed: scorm12.maxTimeAllowed,
    timeLimitAction: scorm12.timeLimitAction,
  });
}

/** A page of this session came up: by whom, when. */
export interface Entering {
  readonly launch: LaunchData;
  readonly act: Act;
}

/** Begins a visit. One that is still open on this node was cut off: its attempt goes on now. */
export function beginVisit(work: Work, target: PlayableNode, { launch, act }: Entering): void {
  const node = touch(work, target.id);
  if (node.visit !== null) {
    const { lastAt } = node.visit;
    interruptVisit(work, target, { writer: `${act.writer}:cut`, seq: act.seq, at: lastAt });
    closeVisit(node, node.visit, lastAt);
  }
  const resumes = node.runtime !== null && isResumable(node.runtime);
  if (node.attempt === 0 || (node.runtime !== null && node.runtime.phase !== 'ready' && !resumes)) {
    node.attempt += 1;
    node.bestScore = node.score;
  }
  if (talksScorm12(target.kind)) node.runtime = openingState(work.data, target, launch.mode);
  node.visit = {
    launch: launch.id,
    writer: act.writer,
    enteredAt: act.at,
    lastAt: act.at,
    interrupted: false,
    toldHundredths: 0,
  };
  node.launch = launch.id;
  node.interaction = null;
  // An asset is done once it has been seen; anything else is at least begun.
  const completion = target.kind === 'asset' ? 'completed' : 'incomplete';
  absorb(node, { completion, success: 'unknown', ...(node.score === null ? {} : { score: node.score }) }, act.at);
  show(work);
}

export const voice = (work: Work, target: PlayableNode, act: Act): ScoVoice =>
  voiceOf(tellContext(work.data), act, { sco: target, attempt: touch(work, target.id).attempt });

/** Takes over what the runtime says, unless this launch is for review. */
export function absorbRuntime(
  work: Work,
  node: NodeData,
  { runtime, at }: { runtime: Scorm12State; at: string },
): void {
  if (isForCredit(runtime) && absorb(node, factsOf(runtime), at)) show(work);
}

/** Time of the visit so far: what the SCO reports, else what the clock says. */
function visitHundredths(node: NodeData, visit: Visit, end: string): number {
  const reported = node.runtime === null ? undefined : sessionTimeOf(node.runtime);
  const measured = hundredthsBetween(visit.enteredAt, end);
  return reported ?? Math.min(measured, MEASURED_VISIT_SECONDS_MAX * 100);
}

/** What the next statement that ends something says it took; from then on it has been told. */
export function untoldHundredths(node: NodeData, visit: Visit, end: string): number {
  const untold = Math.max(0, visitHundredths(node, visit, end) - visit.toldHundredths);
  visit.toldHundredths += untold;
  return untold;
}

/** The visit's time counts and the node is nobody's any more. */
function closeVisit(node: NodeData, visit: Visit, end: string): void {
  node.hundredths += visitHundredths(node, visit, end);
  node.visit = null;
}

/** Time of a node over all visits, the open one included as far as entries tell. */
export const hundredthsOf = (node: NodeData): number =>
  node.hundredths + (node.visit === null ? 0 : visitHundredths(node, node.visit, node.visit.lastAt));

/**
 * The learner goes elsewhere at `act.at`. What the SCO did not do is done for it: a response that was being told is
 * told, LMSFinish is called, and a SCO that never spoke has begun, is complete and has ended.
 */
export function leaveVisit(work: Work, target: PlayableNode, act: Act): void {
  if (nodeOf(work.data, target.id)?.visit == null) return;
  const node = touch(work, target.id);
  const visit = node.visit!;
  const end = visit.interrupted ? visit.lastAt : act.at;
  if (node.runtime !== null && node.runtime.phase !== 'finished') {
    finishRuntime(work, target, { act, end, runtime: node.runtime });
  }
  closeVisit(node, visit, end);
  node.launch = newestLaunch(work.data)!.id;
}

function finishRuntime(
  work: Work,
  target: PlayableNode,
  { act, end, runtime }: { act: Act; end: string; runtime: Scorm12State },
): void {
  const node = touch(work, target.id);
  const visit = node.visit!;
  const speaker = voice(work, target, act);
  const before = factsOf(runtime);
  if (runtime.phase === 'ready') sayBegun(speaker, runtime, visit.enteredAt);
  else if (visit.interrupted) sayResumed(speaker);
  tellResponse(speaker, node, runtime);
  leaveScorm12(runtime);
  sayVerdict(speaker, before, runtime);
  sayEnded(speaker, runtime, untoldHundredths(node, visit, end));
  work.statements.push(...speaker.teller.statements);
  absorbRuntime(work, node, { runtime, at: act.at });
}

/**
 * Contact was lost at `act.at` on a page that was open: a running SCO is suspended in the record, its data waits for
 * whoever comes back.
 */
export function interruptVisit(work: Work, target: PlayableNode, act: Act): void {
  const node = touch(work, target.id);
  const { runtime } = node;
  const visit = node.visit!;
  if (visit.interrupted) return;
  visit.interrupted = true;
  if (runtime?.phase !== 'running') return;
  const speaker = voice(work, target, act);
  tellResponse(speaker, node, runtime);
  sayInterrupted(speaker, untoldHundredths(node, visit, visit.lastAt));
  work.statements.push(...speaker.teller.statements);
}

/** The response that has been told call by call is whole now. */
export function tellResponse(speaker: ScoVoice, node: NodeData, runtime: Scorm12State): void {
  if (node.interaction !== null) sayResponse(speaker, runtime, node.interaction);
  node.interaction = null;
}
