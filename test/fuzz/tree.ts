/**
 * JSON as it is written: members may come twice or be called `__proto__`, and a leaf is any text, so that what
 * `JSON.stringify` never writes can be sent too.
 */
export type Node =
  | { kind: 'object'; members: [string, Node][] }
  | { kind: 'array'; items: Node[] }
  | { kind: 'leaf'; text: string };

export const leaf = (text: string): Node => ({ kind: 'leaf', text });

export function treeOf(value: unknown): Node {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(treeOf) };
  if (typeof value === 'object' && value !== null) {
    return { kind: 'object', members: Object.entries(value).map(([key, child]) => [key, treeOf(child)]) };
  }
  return leaf(JSON.stringify(value));
}

export function write(node: Node): string {
  switch (node.kind) {
    case 'leaf':
      return node.text;
    case 'array':
      return `[${node.items.map(write).join(',')}]`;
    case 'object':
      return `{${node.members.map(([key, child]) => `${JSON.stringify(key)}:${write(child)}`).join(',')}}`;
  }
}

/** Every node with the function that puts another one into its place. */
export function* places(node: Node, replace: (by: Node) => void): Generator<{ node: Node; replace(by: Node): void }> {
  yield { node, replace };
  if (node.kind === 'array') {
    for (const [i, item] of node.items.entries()) yield* places(item, (by) => (node.items[i] = by));
  }
  if (node.kind === 'object') for (const member of node.members) yield* places(member[1], (by) => (member[1] = by));
}
