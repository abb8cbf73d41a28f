/** Activities of cmi5 and xAPI in the course's tree, as statements name them. */
import type { MoveOn } from '../../package/cmi5/node-data.ts';
import { type StructureNode, walk } from '../../package/manifest.ts';
import { scoActivity } from '../../runtime/adapter/activities.ts';
import type { LmsVoice, Named } from '../../runtime/cmi5/lms.ts';
import { isMet } from '../../runtime/cmi5/session.ts';
import { nodeOf, type SessionData } from '../data.ts';
import { type PlayableNode, playableNodes } from '../tree.ts';
import { tellContext } from '../work.ts';

/** Which standard an activity speaks; undefined for what is no such activity. */
export const auStandardOf = ({ kind, cmi5, xapi }: StructureNode): 'cmi5' | 'xapi' | undefined =>
  kind !== 'au' ? undefined : cmi5 !== undefined ? 'cmi5' : xapi === undefined ? undefined : 'xapi';

/** [AUS-2] The LMS makes the ids of cmi5 (8.1.5, 9.3.9), the same at every launch; of xAPI the activity has its own. */
export const activityIdOf = (data: SessionData, node: StructureNode): string =>
  node.xapi?.id ?? scoActivity(data.course, node).id;

export function namedOf(data: SessionData, node: StructureNode): Named {
  const { publisherId, title, description, activityType } = node.cmi5!;
  const type = activityType === undefined ? {} : { type: activityType };
  return { activityId: activityIdOf(data, node), publisherId, title, description, ...type };
}

export const moveOnOf = ({ cmi5 }: StructureNode): MoveOn => cmi5?.moveOn ?? 'NotApplicable';

export function voiceOf(data: SessionData): LmsVoice {
  const { actor, registration } = tellContext(data);
  return { actor, registration };
}

/** The node whose activity has this session. */
export const nodeWithSession = (data: SessionData, session: string): PlayableNode | undefined =>
  playableNodes(data.course.structure).find(({ id }) => nodeOf(data, id)?.au?.session.id === session);

/** [AUS-9] Whether the moveOn of an AU, or of all AUs in a block, is met. */
export function isSatisfied(data: SessionData, node: StructureNode): boolean {
  if (auStandardOf(node) === undefined) {
    return node.children.length > 0 && node.children.every((child) => isSatisfied(data, child));
  }
  const au = nodeOf(data, node.id)?.au;
  return moveOnOf(node) === 'NotApplicable' || (au?.standard === 'cmi5' && isMet(moveOnOf(node), au.record));
}

/** Blocks, the inner ones before those around them. */
export const blocksOf = (data: SessionData): readonly StructureNode[] =>
  [...walk(data.course.structure)].filter(({ kind, cmi5 }) => kind === 'block' && cmi5 !== undefined).reverse();

export const isCourseSatisfied = (data: SessionData): boolean =>
  data.course.structure.every((node) => isSatisfied(data, node));
