/** One journal entry, replayed on the server's copy of the runtime and told as statements. */
import { saySet } from '../runtime/adapter/say.ts';
import type { Act } from '../runtime/adapter/teller.ts';
import { type ScoVoice, sayBegun, sayEnded, sayResumed, sayVerdict } from '../runtime/adapter/voice.ts';
import { CALLS, callRuntime, factsOf, type Runtime } from '../runtime/sco.ts';
import type { JournalEntry } from './contract.ts';
import { type LaunchData, type NodeData, nodeOf } from './data.ts';
import { noteStore } from './stores.ts';
import type { PlayableNode } from './tree.ts';
import { absorbRuntime, beginVisit, tellResponse, untoldHundredths, voice } from './visit.ts';
import { later, touch, type Work, warn } from './work.ts';

type Call = Extract<JournalEntry, { kind: 'call' }>;

export interface Replaying {
  readonly entry: JournalEntry;
  readonly target: PlayableNode;
  readonly launch: LaunchData;
  readonly writer: string;
}

/** Applies an entry that has been admitted. An entry that the runtime refuses is kept as a warning, never a stop. */
export function replay(work: Work, { entry, target, launch, writer }: Replaying): void {
  const act: Act = { writer, seq: entry.seq, at: entry.at };
  const ours = nodeOf(work.data, target.id)?.visit?.writer === writer;
  const opens = entry.kind === 'entered' || (CALLS[entry.method].does === 'begin' && !ours);
  if (opens) beginVisit(work, target, { launch, act });
  if (entry.kind === 'call') replayCall(work, { entry, target, act });
  work.changed = true;
}

function replayCall(work: Work, { entry, target, act }: { entry: Call; target: PlayableNode; act: Act }): void {
  const node = touch(work, target.id);
  const { runtime, visit } = node;
  if (runtime === null || visit === null || visit.writer !== act.writer) {
    warn(work, { at: entry.at, node: target.id, text: `${entry.method} without a page of this writer.` });
    return;
  }
  const { standard, does } = CALLS[entry.method];
  if (standard !== runtime.standard) {
    warn(work, { at: entry.at, node: target.id, text: `${entry.method} is no call of this page's standard.` });
    return;
  }
  const speaker = voice(work, target, act);
  if (visit.interrupted && runtime.state.phase === 'running') sayResumed(speaker);
  visit.interrupted = false;
  beforeCall(speaker, { node, runtime, call: entry });
  const before = factsOf(runtime);
  const { errorCode, warnings } = callRuntime(runtime, entry.method, entry.args);
  visit.lastAt = later(visit.lastAt, entry.at);
  for (const text of warnings) warn(work, { at: entry.at, node: target.id, text });
  if (errorCode === 0) {
    if (does === 'begin') sayBegun(speaker, runtime);
    if (does === 'set') {
      saySet(speaker, runtime, entry.args);
      noteStore(work.data, target, entry.args[0] ?? '');
    }
    sayVerdict(speaker, before, runtime);
    if (does === 'end') sayEnded(speaker, runtime, untoldHundredths(node, visit, entry.at));
    absorbRuntime(work, node, { runtime, at: entry.at });
  } else {
    warn(work, { at: entry.at, node: target.id, text: `${entry.method} was refused on replay: ${errorCode}.` });
  }
  work.statements.push(...speaker.teller.statements);
}

/**
 * An interaction is told field by field, in any order. It is whole when the SCO turns to another one, begins another
 * under the same index, commits or finishes.
 */
function beforeCall(
  speaker: ScoVoice,
  { node, runtime, call }: { node: NodeData; runtime: Runtime; call: Call },
): void {
  const [element = '', value] = call.args;
  const isSet = CALLS[call.method].does === 'set';
  const field = isSet ? /^cmi\.interactions\.(\d+)\.(.*)$/.exec(element) : null;
  if (field === null) {
    if (!isSet) tellResponse(speaker, node, runtime);
    return;
  }
  const index = Number(field[1]);
  const renamed = field[2] === 'id' && value !== runtime.state.values[`interactions.${index}.id`];
  if (node.interaction !== index || renamed) tellResponse(speaker, node, runtime);
  node.interaction = index;
}
