/** Where the learner may go from here: by prerequisites, or by the control modes of a SCORM 2004 course. */
import { type StructureNode, walk } from '../package/manifest.ts';
import { type ItemStatus, parsePrerequisites } from '../package/scorm12/prerequisites.ts';
import { factsOnLeaving, isForCredit } from '../runtime/sco.ts';
import { lessonStatusOf } from '../runtime/scorm12/lifecycle.ts';
import { controlModesOf } from './control-modes.ts';
import { type NodeData, nodeOf, type SessionData } from './data.ts';
import { betterSuccess } from './record.ts';
import { findNode, type PlayableNode, pathTo, playableNodes } from './tree.ts';

type StatusOf = (id: string) => ItemStatus | undefined;

export interface Availability {
  /** Nothing forbids to go there: in SCORM 1.2 prerequisites, in SCORM 2004 the control mode of its cluster. */
  isOpen(id: string): boolean;
  next(): PlayableNode | undefined;
  previous(): PlayableNode | undefined;
  first(): PlayableNode | undefined;
  /** A Continue from the current part would end the course; of SCORM 1.2 it never does. */
  atEnd(): boolean;
}

/**
 * What could be reached if the learner left the current node now: leaving completes a SCO that said nothing, so a
 * node that waits for it is open already.
 */
export function availabilityOf(data: SessionData): Availability {
  const { structure, scorm2004 } = data.course;
  const { current } = data.cursor;
  if (scorm2004 === undefined) return { ...byPrerequisites(data), atEnd: () => false };
  const { isChoosable, flowFrom, isEnd, first } = controlModesOf(structure, scorm2004);
  return {
    isOpen: isChoosable,
    next: () => (current === null ? undefined : flowFrom(current, 'forward')),
    previous: () => (current === null ? undefined : flowFrom(current, 'backward')),
    first,
    atEnd: () => current !== null && isEnd(current),
  };
}

function byPrerequisites(data: SessionData): Omit<Availability, 'atEnd'> {
  const statusOf = statusesOf(data);
  const playable = playableNodes(data.course.structure);
  const at = playable.findIndex(({ id }) => id === data.cursor.current);
  // A block's prerequisites are those of everything in it: they are read once, not once for each node.
  const isMet = once((node: StructureNode) => holds(node, statusOf));
  const isOpen = (id: string): boolean => pathTo(data.course.structure, id).every(isMet);
  const open = (node: PlayableNode): boolean => isOpen(node.id);
  return {
    isOpen,
    next: () => (at < 0 ? undefined : playable.slice(at + 1).find(open)),
    previous: () => playable.slice(0, Math.max(at, 0)).findLast(open),
    first: () => playable.find(open),
  };
}

function holds(node: StructureNode, statusOf: StatusOf): boolean {
  const script = node.scorm12?.prerequisites;
  const condition = script === undefined ? undefined : parsePrerequisites(script);
  return condition === undefined || condition(statusOf);
}

/** Remembers what was answered for each argument. */
function once<Argument, Answer>(ask: (argument: Argument) => Answer): (argument: Argument) => Answer {
  const answers = new Map<Argument, Answer>();
  return (argument) => {
    if (!answers.has(argument)) answers.set(argument, ask(argument));
    return answers.get(argument)!;
  };
}

function statusesOf(data: SessionData): StatusOf {
  const statusOf: StatusOf = once((id: string) => {
    const node = findNode(data.course.structure, id);
    if (node === undefined) return undefined;
    if (node.launch === undefined) return blockStatus(node, statusOf);
    const played = nodeOf(data, id);
    return played === undefined ? 'not attempted' : nodeStatus(played, id === data.cursor.current);
  });
  return statusOf;
}

/** A block is complete when all that can be played in it is. */
function blockStatus(block: StructureNode, statusOf: StatusOf): ItemStatus {
  const inside = [...walk(block.children)].filter(({ launch }) => launch !== undefined).map(({ id }) => statusOf(id));
  if (inside.every((status) => status === 'passed' || status === 'completed')) return 'completed';
  return inside.every((status) => status === 'not attempted') ? 'not attempted' : 'incomplete';
}

function nodeStatus(node: NodeData, current: boolean): ItemStatus {
  const { runtime } = node;
  // A launch for review adds nothing.
  const leaving = current && runtime !== null && isForCredit(runtime) ? factsOnLeaving(runtime) : undefined;
  const success = betterSuccess(node.success, leaving?.success ?? 'unknown');
  if (success !== 'unknown') return success;
  if (node.completion === 'completed' || leaving?.completion === 'completed') return 'completed';
  return runtime?.standard === 'scorm12' && lessonStatusOf(runtime.state) === 'browsed' ? 'browsed' : 'incomplete';
}
