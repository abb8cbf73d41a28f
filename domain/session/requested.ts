/** The step that a SCO of SCORM 2004 asks for when it ends (`adl.nav.request`; SN 4th Edition, 5.6.4). */
import { askedOf } from '../runtime/sco.ts';
import { type Availability, availabilityOf } from './availability.ts';
import { nodeOf, type SessionData } from './data.ts';
import { findPlayable, type PlayableNode } from './tree.ts';

export type Step =
  | { readonly type: 'continue' }
  | { readonly type: 'previous' }
  | { readonly type: 'exit' }
  /** A choice is held to the control modes, a jump is not. */
  | { readonly type: 'choice'; readonly node: string }
  | { readonly type: 'jump'; readonly node: string };

/** What the current part asks for; undefined while it has not ended, has been left, or was opened by an older launch. */
export function stepAskedFor(data: SessionData): Step | undefined {
  const { current } = data.cursor;
  const node = current === null ? undefined : nodeOf(data, current);
  if (node === undefined || node.runtime === null) return undefined;
  if (node.visit === null || node.visit.launch !== data.launches.at(-1)?.id) return undefined;
  const asked = askedOf(node.runtime);
  return asked === undefined ? undefined : stepOf(asked, data);
}

function stepOf(asked: string, data: SessionData): Step {
  const [, target, how] = /^\{target=([^{}]+)\}(choice|jump)$/.exec(asked) ?? [];
  if (target !== undefined) return { type: how as 'choice' | 'jump', node: target };
  if (asked === 'previous') return { type: 'previous' };
  // Continue on the last part ends the course (SB.2.1); all other words leave it one way or another.
  return { type: asked === 'continue' && !availabilityOf(data).atEnd() ? 'continue' : 'exit' };
}

/** Where a step leads, as things are now; undefined: it is not granted. An exit leads nowhere. */
export function targetOf(
  data: SessionData,
  step: Exclude<Step, { type: 'exit' }>,
  availability: Availability,
): PlayableNode | undefined {
  if (step.type === 'continue') return availability.next();
  if (step.type === 'previous') return availability.previous();
  const target = findPlayable(data.course.structure, step.node);
  if (target === undefined || step.type === 'jump') return target;
  return availability.isOpen(target.id) ? target : undefined;
}

/** Whether the current part waits for a step that would be granted. */
export function isStepDue(data: SessionData, availability: Availability): boolean {
  const step = stepAskedFor(data);
  return step !== undefined && (step.type === 'exit' || targetOf(data, step, availability) !== undefined);
}
