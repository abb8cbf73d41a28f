import { DOCUMENT_PAGE } from '../../domain/package/document/page-address.ts';
import type { PlayPackageManifest, StructureNode } from '../../domain/package/manifest.ts';
import { walk } from '../../domain/package/manifest.ts';

/** `course.json` beside the player: which course, and whose words the host speaks. */
export interface CourseFile {
  readonly courseVersion: 1;
  readonly target: 'scorm12' | 'scorm2004' | 'cmi5' | 'xapi';
  readonly manifest: PlayPackageManifest;
}

export type PlayableNode = StructureNode & Required<Pick<StructureNode, 'launch'>>;

export const isPlayable = (node: StructureNode): node is PlayableNode => node.launch !== undefined;

export const playableNodes = ({ structure }: PlayPackageManifest): PlayableNode[] =>
  [...walk(structure)].filter(isPlayable);

/** The address of a file of the course from the player's own folder, which lies in the course's root. */
export const fileAddress = (path: string): string => `../${path.split('/').map(encodeURIComponent).join('/')}`;

/** The address of a node's page from the same place. */
export function pageAddress({ launch: { path, parameters } }: PlayableNode): string {
  if (/^https?:/i.test(path)) return path + parameters;
  // The page of authored documents lies beside the player here.
  const file = path === DOCUMENT_PAGE ? 'document.html' : fileAddress(path);
  return file + parameters;
}

/** The address with more in its query, before its fragment. */
export function withQuery(address: string, query: string): string {
  if (query === '') return address;
  const at = address.indexOf('#');
  const [page, fragment] = at === -1 ? [address, ''] : [address.slice(0, at), address.slice(at)];
  return `${page}${page.includes('?') ? '&' : '?'}${query}${fragment}`;
}
