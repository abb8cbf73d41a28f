import type { Random } from './random.ts';
import { leaf, type Node, places, treeOf, write } from './tree.ts';
import { anyValue } from './values.ts';

/** Keys that belong somewhere in a statement, and keys that belong nowhere. */
const KEYS = [
  ...[
    'id',
    'actor',
    'verb',
    'object',
    'result',
    'context',
    'attachments',
    'authority',
    'stored',
    'timestamp',
    'version',
  ],
  ...['objectType', 'mbox', 'account', 'member', 'homePage', 'name', 'definition', 'display', 'extensions', 'type'],
  ...['contextAgents', 'contextGroups', 'relevantTypes', 'interactionType', 'choices', 'scale', 'score', 'scaled'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    ' id',
    'ID',
    '\u0000',
    '\ud800',
    'en',
    'http://a/b',
  ],
];
const MOST_CHANGES = 4;

type Mutation = (place: { node: Node; replace(by: Node): void }, random: Random) => void;

const objects =
  (change: (members: [string, Node][], random: Random) => void): Mutation =>
  ({ node }, random) => {
    if (node.kind === 'object' && node.members.length > 0) change(node.members, random);
  };

const MUTATIONS: readonly (readonly [number, Mutation])[] = [
  [6, ({ replace }, random) => replace(anyValue(random))],
  [2, objects((members, random) => members.splice(random.int(members.length), 1))],
  [2, objects((members, random) => members.push([random.pick(KEYS), anyValue(random)]))],
  [1, objects((members, random) => (random.pick(members)[0] = random.pick(KEYS)))],
  // The same key twice: the last one counts.
  [1, objects((members, random) => members.push([random.pick(members)[0], anyValue(random)]))],
  [1, objects((members, random) => members.push([random.pick(KEYS), treeOf(JSON.parse('{"a":{"b":[1]}}'))]))],
  [1, ({ node, replace }) => replace({ kind: 'array', items: [node, node] })],
  [1, ({ node, replace }, random) => replace({ kind: 'object', members: [[random.pick(KEYS), node]] })],
  [1, ({ node }) => node.kind === 'array' && node.items.push(...node.items.slice(0, 1))],
  [1, ({ node, replace }, random) => node.kind === 'leaf' && replace(leaf(bent(node.text, random)))],
];

/** A text with one character more, less, or other. */
function bent(text: string, random: Random): string {
  const at = random.int(text.length + 1);
  return (
    text.slice(0, at) + random.pick(['', '0', '-', '"', '\\', 'é', '.', '\u0001']) + text.slice(at + random.int(2))
  );
}

/** JSON of the value after up to four changes somewhere in it; one in ten stays as it is. */
export function mutated(value: unknown, random: Random): string {
  let root = treeOf(value);
  if (random.chance(0.1)) return write(root);
  for (let left = 1 + random.int(MOST_CHANGES); left > 0; left--) {
    const all = [...places(root, (by) => (root = by))];
    random.weighted(MUTATIONS)(random.pick(all), random);
  }
  return write(root);
}

/** Bytes with some of them changed, cut off, or doubled: no longer JSON, UTF-8 or multipart, mostly. */
export function bentBytes(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  for (let left = random.int(4); left > 0 && out.length > 0; left--) out[random.int(out.length)] = random.int(256);
  const cut = random.int(6);
  if (cut === 0) return out.subarray(0, random.int(out.length + 1));
  return cut === 1 ? Buffer.concat([out, out.subarray(random.int(out.length + 1))]) : out;
}
