import type { FileInput, ReadOutput } from '../format.ts';
import { type StructureNode, walk } from '../manifest.ts';
import { type Finding, Refusal } from '../report.ts';
import type { EmbeddedPackage } from './document.ts';
import { isOutside } from './media.ts';

/** What a script of prerequisites names items by: aicc_script (SCORM CAM 1.2, 2.3.2.3) between its operators. */
const SCRIPT_NAME = /[^\s&|~=<>(){},*"]+/g;

/**
 * What an embedded package opens, in its folder. Its identifiers begin with its part's, which has no colon: two packages of
 * one tool often call their items the same.
 */
export async function embeddedNodes(
  part: EmbeddedPackage,
  { input, findings }: { input: FileInput; findings: Finding[] },
): Promise<StructureNode[]> {
  const output = await input.embedded(part.package).catch((thrown: unknown): ReadOutput => {
    if (thrown instanceof Refusal) return { findings: [thrown.finding] };
    throw thrown;
  });
  findings.push(...output.findings);
  const structure = output.manifest?.structure ?? [];
  const ids = new Set([...walk(structure)].map(({ id }) => id));
  return structure.map((node) => moved(node, part, ids));
}

function moved(node: StructureNode, part: EmbeddedPackage, ids: ReadonlySet<string>): StructureNode {
  const named = (id: string): string => `${part.id}:${id}`;
  const { launch, scorm12 } = node;
  const prerequisites = scorm12?.prerequisites?.replace(SCRIPT_NAME, (id) => (ids.has(id) ? named(id) : id));
  return {
    ...node,
    id: named(node.id),
    ...(launch === undefined || isOutside(launch.path)
      ? {}
      : { launch: { ...launch, path: `${part.package}/${launch.path}` } }),
    ...(prerequisites === undefined ? {} : { scorm12: { ...scorm12, prerequisites } }),
    children: node.children.map((child) => moved(child, part, ids)),
  };
}
