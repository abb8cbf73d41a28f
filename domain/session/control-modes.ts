/**
 * The ways through a SCORM 2004 course that has no rules: choice and flow of its clusters (SN 4th Edition, 3.2). Only
 * leaves are delivered.
 */

import type { StructureNode } from '../package/manifest.ts';
import type { Scorm2004CourseData } from '../package/scorm2004/node-data.ts';
import { findPlayable, type PlayableNode, pathTo, playableNodes } from './tree.ts';

type Modes = Readonly<{ choice: boolean; flow: boolean }>;
type Direction = 'forward' | 'backward';

export interface ControlModes {
  /** SB.2.9: the cluster that a node lies in allows choice. */
  isChoosable(id: string): boolean;
  /** SB.2.7 and SB.2.8: what Continue or Previous leads to. */
  flowFrom(id: string, direction: Direction): PlayableNode | undefined;
  /** SB.2.1: a Continue from here is good and walks off the tree, which ends the course. */
  isEnd(id: string): boolean;
  /** Where a learner begins: where flow leads, else the first part that may be chosen, else the first. */
  first(): PlayableNode | undefined;
}

export function controlModesOf(structure: readonly StructureNode[], course: Scorm2004CourseData): ControlModes {
  const root: StructureNode = {
    id: '',
    kind: 'block',
    title: '',
    visible: true,
    scorm2004: course,
    children: structure,
  };
  const pathFromRoot = (id: string): StructureNode[] => [root, ...pathTo(structure, id)];
  const parentOf = (id: string): StructureNode => pathFromRoot(id).at(-2)!;

  /** SB.2.1: the nearest neighbour of the node or of a cluster that it lies in, with the cluster that holds it. */
  function neighbour(id: string, direction: Direction): { node: StructureNode; parent: StructureNode } | undefined {
    const path = pathFromRoot(id);
    for (let depth = path.length - 1; depth > 0; depth--) {
      const parent = path[depth - 1]!;
      const at = parent.children.indexOf(path[depth]!) + (direction === 'forward' ? 1 : -1);
      const node = at < 0 ? undefined : parent.children[at];
      if (node !== undefined) return { node, parent };
    }
    return undefined;
  }

  /** SB.2.2: a candidate in a cluster is delivered, or its children are tried, when the cluster allows flow. */
  function into(candidate: StructureNode, parent: StructureNode, direction: Direction): PlayableNode | undefined {
    if (!modesOf(parent).flow) return undefined;
    const child = candidate.children.at(direction === 'forward' ? 0 : -1);
    return child === undefined ? findPlayable(structure, candidate.id) : into(child, candidate, direction);
  }
  function flowFrom(id: string, direction: Direction): PlayableNode | undefined {
    const candidate = modesOf(parentOf(id)).flow ? neighbour(id, direction) : undefined;
    return candidate && into(candidate.node, candidate.parent, direction);
  }
  const isChoosable = (id: string): boolean => modesOf(parentOf(id)).choice;
  return {
    isChoosable,
    flowFrom,
    isEnd: (id) => modesOf(parentOf(id)).flow && neighbour(id, 'forward') === undefined,
    first: () => {
      const all = playableNodes(structure);
      const flowed = structure[0] === undefined ? undefined : into(structure[0], root, 'forward');
      return flowed ?? all.find((node) => isChoosable(node.id)) ?? all[0];
    },
  };
}

const modesOf = ({ scorm2004 }: StructureNode): Modes => {
  const mode = scorm2004?.sequencing?.controlMode;
  return { choice: mode?.choice ?? true, flow: mode?.flow ?? false };
};
