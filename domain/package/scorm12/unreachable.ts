import { type StructureNode, walk } from '../manifest.ts';
import { quote } from '../report.ts';
import { type Condition, type ItemStatus, parsePrerequisites } from './prerequisites.ts';

const STATUSES: readonly ItemStatus[] = ['passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted'];
/** Ways to fulfil scripts that are tried in a course, 70 µs at most each; one that needs more is taken to be in order. */
const TRIES_MAX = 20_000;

/** Items that no learner can ever open, because each waits for another one of them (CAM 1.2, 2.3.2.3: prerequisites). */
export function unreachableItems(structure: readonly StructureNode[]): string[] {
  const items = gated(structure, { blocks: [], gates: [] }).filter(({ node }) => node.launch !== undefined);
  const known = new Set([...walk(structure)].map(({ id }) => id));
  /** Items that can be opened, and blocks in which something can be. */
  const touched = new Set<string>();
  const budget: Budget = { tries: TRIES_MAX };
  let waiting = items;
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter(({ node, blocks, gates }) => {
      const open = gates.every((gate) => canHold(gate, (id) => choices(known.has(id), touched.has(id)), budget));
      if (open) for (const id of [node.id, ...blocks]) touched.add(id);
      return !open;
    });
  }
  if (budget.tries < 0) return [];
  return waiting.map(({ node }) => `No learner can fulfil the prerequisites of the item ${quote(node.title)}.`);
}

const choices = (known: boolean, touched: boolean): readonly (ItemStatus | undefined)[] => {
  if (!known) return [undefined];
  return touched ? STATUSES : ['not attempted'];
};

interface Gated {
  readonly node: StructureNode;
  /** Ids of the blocks around it that open nothing themselves. */
  readonly blocks: readonly string[];
  /** Its own condition and those of the blocks around it. */
  readonly gates: readonly Condition[];
}

function gated(nodes: readonly StructureNode[], outer: Pick<Gated, 'blocks' | 'gates'>): Gated[] {
  return nodes.flatMap((node) => {
    const script = node.scorm12?.prerequisites;
    const condition = script === undefined ? undefined : parsePrerequisites(script);
    const gates = condition === undefined ? outer.gates : [...outer.gates, condition];
    const blocks = node.launch === undefined ? [...outer.blocks, node.id] : outer.blocks;
    return [{ node, blocks: outer.blocks, gates }, ...gated(node.children, { blocks, gates })];
  });
}

/** Tries that are left; below zero nothing is known any more. */
interface Budget {
  tries: number;
}

/** Whether some choice of statuses fulfils the condition; each is chosen when it is first asked for. */
function canHold(
  condition: Condition,
  choicesOf: (id: string) => readonly (ItemStatus | undefined)[],
  budget: Budget,
): boolean {
  const search = (chosen: ReadonlyMap<string, ItemStatus | undefined>): boolean => {
    if (--budget.tries < 0) return true;
    let open: string | undefined;
    const holds = condition((id) => {
      if (chosen.has(id)) return chosen.get(id);
      open ??= id;
      return undefined;
    });
    if (open === undefined) return holds;
    return choicesOf(open).some((status) => search(new Map([...chosen, [open!, status]])));
  };
  return search(new Map());
}
