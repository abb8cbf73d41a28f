import { type IdChunk, IdChunkWriter } from './id-chunk.ts';
import type { IdRun } from './id-run.ts';
import { compareIds, WORDS_OF_AN_ID } from './id-words.ts';
import type { IdRunKeys } from './run.ts';

/**
 * [IDX-7] One run of several. Reads and yields chunk by chunk and holds one chunk of each run, so that a caller may stop
 * after any of them and go on later; returns what belongs beside the chunks.
 */
export function* mergeIdRuns(runs: readonly IdRun[]): Generator<Uint8Array, IdRunKeys> {
  let cursors = runs.filter((run) => run.chunkCount > 0).map((run) => new IdCursor(run));
  const base = Math.min(...cursors.map((cursor) => cursor.base));
  const writer = new IdChunkWriter(
    base,
    runs.reduce((sum, run) => sum + run.capacity, 0),
  );
  while (cursors.length > 0) {
    const least = cursors.reduce((a, b) => (compareIds(b.words, 0, a.words, 0) < 0 ? b : a));
    const chunk = writer.add(least.words, 0, least.seq);
    if (!least.next()) cursors = cursors.filter((cursor) => cursor !== least);
    if (chunk !== undefined) yield chunk;
  }
  const rest = writer.rest();
  if (rest !== undefined) yield rest;
  return writer.keys();
}

/** Where the reading of a run stands; it begins at the first id. */
class IdCursor {
  readonly words = new Uint32Array(WORDS_OF_AN_ID);
  seq = 0;
  readonly #run: IdRun;
  #chunk: IdChunk;
  #n = 0;
  #entry = -1;

  constructor(run: IdRun) {
    this.#run = run;
    this.#chunk = run.chunk(0);
    this.next();
  }

  /** No sequence number of the run lies below it. */
  get base(): number {
    return this.#chunk.base;
  }

  /** False at the end. */
  next(): boolean {
    if (++this.#entry === this.#chunk.count) {
      if (++this.#n === this.#run.chunkCount) return false;
      this.#chunk = this.#run.chunk(this.#n);
      this.#entry = 0;
    }
    for (let i = 0; i < WORDS_OF_AN_ID; i++) this.words[i] = this.#chunk.word(this.#entry, i);
    this.seq = this.#chunk.seq(this.#entry);
    return true;
  }
}
