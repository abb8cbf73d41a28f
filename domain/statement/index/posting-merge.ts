import { entriesOf, PostingChunkWriter, type PostingEntry, seqsOf } from './posting-chunk.ts';
import type { PostingRun } from './posting-run.ts';
import type { RunKeys } from './run.ts';

/**
 * [IDX-7] One run of several, which are given in the order of their sequence numbers. Reads and yields chunk by chunk
 * and holds one chunk of each run, so that a caller may stop after any of them and go on later; returns what belongs
 * beside the chunks.
 */
export function* mergePostingRuns(runs: readonly PostingRun[]): Generator<Uint8Array, RunKeys> {
  const writer = new PostingChunkWriter();
  let cursors = runs.map((run) => new PostingCursor(run)).filter(({ entry }) => entry !== undefined);
  while (cursors.length > 0) {
    const term = cursors.reduce((least, { entry }) => Math.min(least, entry!.term), Number.POSITIVE_INFINITY);
    for (const cursor of cursors) {
      for (; cursor.entry?.term === term; cursor.next()) {
        for (const seq of seqsOf(cursor.chunk, cursor.entry)) {
          const chunk = writer.add(term, seq);
          if (chunk !== undefined) yield chunk;
        }
      }
    }
    cursors = cursors.filter(({ entry }) => entry !== undefined);
  }
  const rest = writer.rest();
  if (rest !== undefined) yield rest;
  return writer.keys();
}

/** Where the reading of a run stands; it begins at the first entry. */
class PostingCursor {
  chunk = new Uint8Array();
  /** Undefined at the end. */
  entry: PostingEntry | undefined;
  readonly #run: PostingRun;
  #entries: Iterator<PostingEntry> = [].values();
  #n = 0;

  constructor(run: PostingRun) {
    this.#run = run;
    this.next();
  }

  next(): void {
    let step = this.#entries.next();
    while (step.done === true && this.#n < this.#run.chunkCount) {
      this.chunk = this.#run.chunk(this.#n++) as Uint8Array<ArrayBuffer>;
      this.#entries = entriesOf(this.chunk);
      step = this.#entries.next();
    }
    this.entry = step.done === true ? undefined : step.value;
  }
}
