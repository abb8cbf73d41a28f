import { type StructureNode, walk } from '../manifest.ts';
import { quote } from '../report.ts';
import { type Condition, type ItemStatus, parsePrerequisites } from './prerequisites.ts';

const STATUSES: readonly ItemStatus[] = ['passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted'];
/** Ways to fulfil a script that are tried; a course whose scripts need more is taken to be in order. */
const TRIES_MAX = 5_000;

/** Items that no learner can ever open, because each waits for another one of them (CAM 1.2, 2.3.2.3: prerequisites). */
export function unreachableItems(structure: readonly StructureNode[]): string[] {
  const items = gated(structure, []).filter(({ node }) => node.launch !== undefined);
  const blocks = new Map(
    [...walk(structure)].filter(({ launch }) => launch === undefined).map((block) => [block.id, block]),
  );
  const reached = new Set<string>();
  const touched = (id: string): boolean => {
    const block = blocks.get(id);
    return block === undefined ? reached.has(id) : [...walk(block.children)].some((node) => reached.has(node.id));
  };
  const known = new Set([...items.map(({ node }) => node.id), ...blocks.keys()]);
  let waiting = items;
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter(({ node, gates }) => {
      const open = gates.every((gate) => canHold(gate, (id) => choices(known.has(id), touched(id))));
      if (open) reached.add(node.id);
      return !open;
    });
  }
  return waiting.map(({ node }) => `No learner can fulfil the prerequisites of the item ${quote(node.title)}.`);
}

const choices = (known: boolean, touched: boolean): readonly (ItemStatus | undefined)[] => {
  if (!known) return [undefined];
  return touched ? STATUSES : ['not attempted'];
};

interface Gated {
  readonly node: StructureNode;
  /** Its own condition and those of the blocks around it. */
  readonly gates: readonly Condition[];
}

function gated(nodes: readonly StructureNode[], outer: readonly Condition[]): Gated[] {
  return nodes.flatMap((node) => {
    const script = node.scorm12?.prerequisites;
    const condition = script === undefined ? undefined : parsePrerequisites(script);
    const gates = condition === undefined ? outer : [...outer, condition];
    return [{ node, gates }, ...gated(node.children, gates)];
  });
}

/** Whether some choice of statuses fulfils the condition; each is chosen when it is first asked for. */
function canHold(condition: Condition, choicesOf: (id: string) => readonly (ItemStatus | undefined)[]): boolean {
  let tries = 0;
  const search = (chosen: ReadonlyMap<string, ItemStatus | undefined>): boolean => {
    if (++tries > TRIES_MAX) return true;
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
