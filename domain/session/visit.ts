/** A visit: from the page's coming up to the learner's going elsewhere, or to the loss of contact. */
import { standardOf } from '../package/manifest.ts';
import { sayResponse } from '../runtime/adapter/say.ts';
import type { Act } from '../runtime/adapter/teller.ts';
import {
  type ScoVoice,
  sayBegun,
  sayEnded,
  sayInterrupted,
  sayResumed,
  sayVerdict,
  voiceOf,
} from '../runtime/adapter/voice.ts';
import { STATE_BYTES_MAX } from '../runtime/element-store.ts';
import { newRuntime } from '../runtime/new-runtime.ts';
import {
  cloneRuntime,
  factsOf,
  hasEnded,
  isForCredit,
  isResumable,
  type LaunchMode,
  leaveRuntime,
  type Runtime,
  relaunchRuntime,
  sessionTimeOf,
} from '../runtime/sco.ts';
import { type LaunchData, type NodeData, nodeOf, type SessionData, type Visit } from './data.ts';
import { MEASURED_VISIT_SECONDS_MAX, NODE_BYTES_MIN, SESSION_BYTES_MAX } from './limits.ts';
import { absorb } from './record.ts';
import { fillStores } from './stores.ts';
import type { PlayableNode } from './tree.ts';
import { hundredthsBetween, newestLaunch, show, tellContext, touch, type Work } from './work.ts';

const MODES: Readonly<Record<LaunchData['mode'], LaunchMode>> = {
  normal: { credit: 'credit', mode: 'normal' },
  review: { credit: 'no-credit', mode: 'review' },
};

/** The run-time that a node's next visit begins with: what browser and server both start from. Null: it has none. */
export function openingRuntime(data: SessionData, node: PlayableNode, mode: LaunchData['mode']): Runtime | null {
  const known = nodeOf(data, node.id)?.runtime ?? null;
  const runtime = known === null ? untouched(data, node, mode) : cloneRuntime(known);
  if (runtime === null) return null;
  relaunchRuntime(runtime, MODES[mode]);
  const others = heldBeside(data, node.id);
  fillStores(data, runtime, { node, bytesMax: Math.min(STATE_BYTES_MAX, SESSION_BYTES_MAX - others) });
  runtime.state.bytesMax = budgetOf(others, runtime.state.bytes);
  return runtime;
}

/** What a SCO may hold beside the others: a share of the session's bound, and always room to say how it ended. */
const budgetOf = (others: number, own: number): number =>
  Math.min(STATE_BYTES_MAX, Math.max(SESSION_BYTES_MAX - others, own + NODE_BYTES_MIN));

/** What the run-times of the other nodes hold. */
function heldBeside(data: SessionData, id: string): number {
  const others = Object.entries(data.nodes).filter(([other]) => other !== id);
  return others.reduce((sum, [, { runtime }]) => sum + (runtime?.state.bytes ?? 0), 0);
}

function untouched(data: SessionData, node: PlayableNode, launch: LaunchData['mode']): Runtime | null {
  const standard = standardOf(data.course.format, node.kind);
  if (standard === undefined) return null;
  const { learner, strict } = data;
  return newRuntime({ standard, node, learner, strict, ...MODES[launch] });
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
  if (node.attempt === 0 || (node.runtime !== null && node.runtime.state.phase !== 'ready' && !resumes)) {
    node.attempt += 1;
    node.bestScore = node.score;
  }
  node.runtime = openingRuntime(work.data, target, launch.mode);
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
export function absorbRuntime(work: Work, node: NodeData, { runtime, at }: { runtime: Runtime; at: string }): void {
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
  if (node.runtime !== null && !hasEnded(node.runtime)) {
    finishRuntime(work, target, { act, end, runtime: node.runtime });
  }
  closeVisit(node, visit, end);
  node.launch = newestLaunch(work.data)!.id;
}

function finishRuntime(
  work: Work,
  target: PlayableNode,
  { act, end, runtime }: { act: Act; end: string; runtime: Runtime },
): void {
  const node = touch(work, target.id);
  const visit = node.visit!;
  const speaker = voice(work, target, act);
  const before = factsOf(runtime);
  if (runtime.state.phase === 'ready') sayBegun(speaker, runtime, visit.enteredAt);
  else if (visit.interrupted) sayResumed(speaker);
  tellResponse(speaker, node, runtime);
  leaveRuntime(runtime);
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
  if (runtime?.state.phase !== 'running') return;
  const speaker = voice(work, target, act);
  tellResponse(speaker, node, runtime);
  sayInterrupted(speaker, untoldHundredths(node, visit, visit.lastAt));
  work.statements.push(...speaker.teller.statements);
}

/** The response that has been told call by call is whole now. */
export function tellResponse(speaker: ScoVoice, node: NodeData, runtime: Runtime): void {
  if (node.interaction !== null) sayResponse(speaker, runtime, node.interaction);
  node.interaction = null;
}
