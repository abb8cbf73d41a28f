import type { Lrs } from '../lrs/lrs.ts';

export type Answering = Pick<Lrs, 'answer'>;

export interface Patch {
  readonly lrs: Answering;
  /** Whether an absolute address is the LRS's. */
  readonly isOurs: (url: string) => boolean;
}

/** AUs nest frames and open windows; deeper than this they do not. */
const WINDOWS_MAX = 100;

/** The LRS of the player, in a window above or in the one that opened this and those above it. */
export function findLrs(from: Window): Answering | undefined {
  let at: (Window & { LecternLrs?: Answering }) | null = from;
  for (let asked = 0; asked < WINDOWS_MAX && at !== null; asked++) {
    try {
      if (at.LecternLrs !== undefined) return at.LecternLrs;
      at = at.parent === at ? at.opener : at.parent;
    } catch {
      return undefined; // a window of another origin
    }
  }
  return undefined;
}
