import { encodePart } from '../../kernel/percent.ts';
import type { PlayPackageManifest, StructureNode } from '../manifest.ts';
import type { CrossingFormat } from './target.ts';

/** A course on its way into another format: what the manifest of that format is made of. */
export interface Crossing {
  readonly manifest: PlayPackageManifest;
  /** The folder of the added player, with a slash behind it. */
  readonly folder: string;
  /** Every file of the export but the manifest that is being made. */
  readonly paths: readonly string[];
}

/** The files of the standalone player, by their names in the build (`files.json` there); `course.json` is made for each course. */
export interface PlayerFiles {
  /** What every export across formats has. */
  readonly player: readonly string[];
  /** What shows the pages of authored documents. */
  readonly document: readonly string[];
  /** What AUs load, in every page of the course. */
  readonly shim: readonly string[];
}

/** The page of the player. */
export const PLAYER_PAGE = 'index.html';
export const SHIM_SCRIPT = 'shim.js';

/** Where a node is launched, from the root of the package, as a URL reference. */
export const launchOf = ({ folder }: Pick<Crossing, 'folder'>, node: StructureNode): string =>
  `${folder}${PLAYER_PAGE}?node=${encodePart(node.id)}`;

/** `course.json`: what the added player reads. */
export const courseJson = (manifest: PlayPackageManifest, target: CrossingFormat): string =>
  JSON.stringify({ courseVersion: 1, target, manifest });

/** A folder for the player that no path of the course begins with. */
export function freeFolder(paths: Iterable<string>): string {
  const taken = new Set([...paths].map((path) => path.split('/')[0]!.toLowerCase()));
  let folder = 'lectern';
  for (let n = 2; taken.has(folder); n++) folder = `lectern-${n}`;
  return `${folder}/`;
}
