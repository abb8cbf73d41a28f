/** The course's nodes as navigation sees them: a flat preorder of what can be played (SCORM 1.2 has no sequencing). */
import { encodePart } from '../kernel/percent.ts';
import { type StructureNode, walk } from '../package/manifest.ts';

export interface PlayableNode extends StructureNode {
  readonly launch: NonNullable<StructureNode['launch']>;
}

const isPlayable = (node: StructureNode): node is PlayableNode => node.launch !== undefined;

/** In document order, hidden ones too: they are played, only not listed. */
export const playableNodes = (structure: readonly StructureNode[]): PlayableNode[] =>
  [...walk(structure)].filter(isPlayable);

export function findNode(structure: readonly StructureNode[], id: string): StructureNode | undefined {
  for (const node of walk(structure)) if (node.id === id) return node;
  return undefined;
}

export function findPlayable(structure: readonly StructureNode[], id: string): PlayableNode | undefined {
  const node = findNode(structure, id);
  return node !== undefined && isPlayable(node) ? node : undefined;
}

/** The node and every block that it lies in, outermost first; empty when there is no such node. */
export function pathTo(structure: readonly StructureNode[], id: string): StructureNode[] {
  for (const node of structure) {
    if (node.id === id) return [node];
    const below = pathTo(node.children, id);
    if (below.length > 0) return [node, ...below];
  }
  return [];
}

/**
 * What the frame opens: the path with every part percent-encoded and the manifest's parameters behind it (CAM 1.2,
 * 2.3.2.3), rooted at the content host; an absolute URL stays one. Parameters keep the escapes that they have.
 */
export function hrefOf({ path, parameters }: PlayableNode['launch']): string {
  const safe = parameters.replace(/[^\x21-\x7e]|["<>\\^`{|}]/gu, encodePart);
  if (/^https?:\/\//i.test(path)) return path + safe;
  return `/${path.split('/').map(encodePart).join('/')}${safe}`;
}
