/** What the player's shell shows of a session. */
import type { StructureNode } from '../package/manifest.ts';
import { optional } from '../package/manifest-json.ts';
import { type Availability, availabilityOf } from './availability.ts';
import { type Completion, LOGO_PATH, type NodeView, type SessionView, type Success } from './contract.ts';
import { nodeOf, type SessionData } from './data.ts';
import { isStepDue } from './requested.ts';
import { findPlayable } from './tree.ts';
import { totalHundredths } from './verdict.ts';

export function viewOf(data: SessionData): SessionView {
  const availability = availabilityOf(data);
  const playing = data.cursor.current !== null && (data.state === 'active' || data.state === 'completed');
  return {
    id: data.id,
    registration: data.registration,
    packageId: data.packageId,
    title: data.course.title,
    ...optional('accent', data.course.accent),
    ...optional('logo', data.course.logo && { path: LOGO_PATH, ...data.course.logo }),
    learner: data.learner,
    state: data.state,
    cursor: data.cursor,
    completion: data.completion,
    success: data.success,
    ...(data.score === null ? {} : { score: data.score }),
    totalSeconds: Math.round(totalHundredths(data) / 100),
    controls: {
      continue: playing && availability.next() !== undefined,
      previous: playing && availability.previous() !== undefined,
      exit: playing,
    },
    ...optional('hiddenControls', hiddenControls(data)),
    ...(playing && isStepDue(data, availability) ? { requested: true } : {}),
    nodes: data.course.structure.map((node) => nodeView(data, node, availability)),
    version: data.version,
  };
}

/** The shell's Exit suspends the course: it is hidden where the part brings both ways of leaving. */
function hiddenControls(data: SessionData): SessionView['hiddenControls'] {
  const hidden = findPlayable(data.course.structure, data.cursor.current)?.scorm2004?.hideLmsUi;
  if (hidden === undefined) return undefined;
  const exit = hidden.includes('exitAll') && hidden.includes('suspendAll');
  return [...CONTROLS.filter((control) => hidden.includes(control)), ...(exit ? (['exit'] as const) : [])];
}
const CONTROLS = ['continue', 'previous'] as const;

function nodeView(data: SessionData, node: StructureNode, availability: Availability): NodeView {
  const children = node.children.map((child) => nodeView(data, child, availability));
  const playable = node.launch !== undefined;
  const own = nodeOf(data, node.id);
  return {
    id: node.id,
    kind: node.kind,
    title: node.title,
    visible: node.visible,
    completion: playable ? (own?.completion ?? 'not attempted') : completionOf(children),
    success: playable ? (own?.success ?? 'unknown') : successOf(children),
    ...(own?.score == null ? {} : { score: own.score }),
    selectable: playable && node.visible && data.state !== 'abandoned' && availability.isOpen(node.id),
    children,
  };
}

/** A block shows what is common to its children. */
function completionOf(children: readonly NodeView[]): Completion {
  if (children.length === 0) return 'unknown';
  const first = children[0]!.completion;
  return children.every(({ completion }) => completion === first) ? first : 'incomplete';
}

function successOf(children: readonly NodeView[]): Success {
  if (children.some(({ success }) => success === 'failed')) return 'failed';
  return children.length > 0 && children.every(({ success }) => success === 'passed') ? 'passed' : 'unknown';
}
