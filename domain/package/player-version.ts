import type { PlayPackageManifest } from './manifest.ts';

/**
 * The version of the player here. A manifest names the lowest one that can play it: 0.1.0 has the run-time of SCORM 1.2, 0.2.0
 * what SCORM 2004, cmi5 and Tin Can say in a manifest.
 */
export const PLAYER_VERSION = '0.2.0';

/** Whether the player here is not too old for a manifest; a version that is none asks for nothing. */
export function isNewEnough({ minPlayerVersion }: Pick<PlayPackageManifest, 'minPlayerVersion'>): boolean {
  const [wanted, here] = [numbers(minPlayerVersion), numbers(PLAYER_VERSION)];
  const at = here.findIndex((number, i) => number !== (wanted[i] ?? 0));
  return at === -1 || here[at]! > (wanted[at] ?? 0);
}

/** `1.2.3` as its three numbers; what is no number is none. */
const numbers = (version: string): number[] =>
  [0, 1, 2].map((place) => Number(/^(\d{1,9})\.(\d{1,9})\.(\d{1,9})/.exec(version)?.[place + 1] ?? 0));
