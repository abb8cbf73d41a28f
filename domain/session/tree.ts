/** The course's nodes as navigation sees them: a flat preorder of what can be played (SCORM 1.2 has no sequencing). */
import { encodePart } from '../kernel/percent.ts';
import { type StructureNode, walk } from '../package/manifest.ts';

export interface PlayableNode extends StructureNode {
  readonly launch: NonNullable<StructureNode['launch']>;
}

const isPlayable = (node: StructureNode): node is PlayableNode => node.launch !== undefined;

/** A course's structure, looked up by id and read in order. */
interface TreeIndex {
  readonly playable: readonly PlayableNode[];
  /** The node and every block that it lies in, outermost first. */
  readonly paths: ReadonlyMap<string, readonly StructureNode[]>;
}

/** By the structure itself: a session keeps the one it was created with, and asks it with every call. */
const INDEXES = new WeakMap<readonly StructureNode[], TreeIndex>();

function indexOf(structure: readonly StructureNode[]): TreeIndex {
  const known = INDEXES.get(structure);
  if (known !== undefined) return known;
  const paths = new Map<string, readonly StructureNode[]>();
  const add = (nodes: readonly StructureNode[], above: readonly StructureNode[]): void => {
    for (const node of nodes) {
      const path = [...above, node];
      // An id that a broken manifest uses twice means its first node.
      if (!paths.has(node.id)) paths.set(node.id, path);
      add(node.children, path);
    }
  };
  add(structure, []);
  const index = { playable: [...walk(structure)].filter(isPlayable), paths };
  INDEXES.set(structure, index);
  return index;
}

/** In document order, hidden ones too: they are played, only not listed. */
export const playableNodes = (structure: readonly StructureNode[]): readonly PlayableNode[] =>
  indexOf(structure).playable;

/** The node and every block that it lies in, outermost first; empty when there is no such node. */
export const pathTo = (structure: readonly StructureNode[], id: string): readonly StructureNode[] =>
  indexOf(structure).paths.get(id) ?? [];

export const findNode = (structure: readonly StructureNode[], id: string): StructureNode | undefined =>
  pathTo(structure, id).at(-1);

export function findPlayable(structure: readonly StructureNode[], id: string | null): PlayableNode | undefined {
  const node = id === null ? undefined : findNode(structure, id);
  return node !== undefined && isPlayable(node) ? node : undefined;
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
