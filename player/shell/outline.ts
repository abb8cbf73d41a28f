/** The course's contents as the learner sees them: pure questions about the nodes of a view. */
import { isKnownKind } from '../../domain/package/manifest.ts';
import type { NodeView } from '../../domain/session/contract.ts';

/** A row of the contents: a visible node with its depth (1 at the top) and its place among its siblings. */
export interface Row {
  readonly node: NodeView;
  readonly parent: string | undefined;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly group: boolean;
}

/** Visible children; a hidden group shows its children in its own place (SCORM 1.2 CAM, isvisible is not inherited). */
export function shown(nodes: readonly NodeView[]): NodeView[] {
  return nodes.flatMap((node) => (node.visible ? [node] : shown(node.children)));
}

/** The rows on the screen in order, without what lies in collapsed groups. */
export function rows(nodes: readonly NodeView[], collapsed: ReadonlySet<string>): Row[] {
  const out: Row[] = [];
  const add = (list: readonly NodeView[], parent: string | undefined, level: number): void => {
    list.forEach((node, index) => {
      const children = shown(node.children);
      const group = children.length > 0;
      out.push({ node, parent, level, position: index + 1, siblings: list.length, group });
      if (group && !collapsed.has(node.id)) add(children, node.id, level + 1);
    });
  };
  add(shown(nodes), undefined, 1);
  return out;
}

/** Whether this player can play it; what is of a kind that it does not know is listed, and not waited for. */
export const isSupported = ({ kind }: NodeView): boolean => isKnownKind(kind);

/** Everything that is played, hidden or not, in order. */
export function playable(nodes: readonly NodeView[]): NodeView[] {
  return nodes.flatMap((node) => [
    ...(node.kind === 'block' || !isSupported(node) ? [] : [node]),
    ...playable(node.children),
  ]);
}

export function findNode(nodes: readonly NodeView[], id: string | null): NodeView | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : findNode(node.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "3 of 18": the place among what is played; undefined before the first start. */
export function placeOf(nodes: readonly NodeView[], current: string | null): { index: number; of: number } | undefined {
  const all = playable(nodes);
  const index = all.findIndex((node) => node.id === current);
  return index === -1 ? undefined : { index: index + 1, of: all.length };
}

/** Ids of the groups around a node, outermost first. */
export function ancestors(nodes: readonly NodeView[], id: string): string[] {
  for (const node of nodes) {
    if (node.id === id) return [];
    if (findNode(node.children, id) !== undefined) return [node.id, ...ancestors(node.children, id)];
  }
  return [];
}
