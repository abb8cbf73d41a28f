import type { StructureNode } from '../manifest.ts';
import { quote } from '../report.ts';
import type { Sequencing } from './sequencing.ts';

/** Items in a cluster with neither choice nor flow (SN 3.2.1 and 3.2.3). */
export const unreachableItems = (structure: readonly StructureNode[], parent: Sequencing | undefined): string[] => [
  ...(isClosed(parent) ? structure.map(sentence) : []),
  ...structure.flatMap(({ children, scorm2004 }) => unreachableItems(children, scorm2004?.sequencing)),
];

const isClosed = (cluster: Sequencing | undefined): boolean =>
  cluster?.controlMode?.choice === false && cluster.controlMode.flow !== true;

const sentence = ({ title }: StructureNode): string =>
  `Neither choice nor flow leads to the item ${quote(title)}; only a jump from another SCO does.`;
