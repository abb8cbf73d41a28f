import type { Part, PartContext } from './part.ts';

/** A page that talks to nobody: it is complete once it has been opened. */
export function assetPart({ changed }: PartContext): Part {
  // Told once the page has been put on the stage.
  setTimeout(() => changed(true));
  return {
    globals: {},
    query: '',
    report: () => ({ completion: 'completed', success: 'unknown', location: '', suspended: false }),
    takeAnswers: () => new Map(),
    save: () => [{}],
    leave() {},
    finished: false,
    leaving: false,
  };
}
