import type { IdRunKeys, ReadChunk, RunKeys } from '../../domain/statement/index/run.ts';
import type { RunKind, RunPlace, RunStore } from './run-store.ts';

/** Chunks of a merge that are written at once: a few milliseconds, then appends and reads come in between. */
const MERGED_AT_ONCE = 16;

/** How a kind of run is opened and made of others. */
export interface RunForm<T> {
  readonly kind: RunKind;
  readonly open: (keys: IdRunKeys, readChunk: ReadChunk) => T;
  readonly merge: (runs: readonly T[]) => Generator<Uint8Array, RunKeys & Partial<IdRunKeys>>;
}

export interface LiveRun<T> extends RunPlace {
  readonly content: T;
}

export interface MergeLimits {
  /** Runs of one level that become one of the next. */
  readonly mergedRuns: number;
  /** Statements that a merged run has at most. */
  readonly mergedStatements: number;
}

interface Merge<T> {
  readonly run: number;
  readonly inputs: readonly LiveRun<T>[];
  readonly chunks: Generator<Uint8Array, RunKeys & Partial<IdRunKeys>>;
  written: number;
}

/** The runs of one kind: they share no statement, and the older they are the more often they were merged. */
export class RunSet<T> {
  #runs: readonly LiveRun<T>[] = [];
  #merge: Merge<T> | undefined;
  readonly #store: RunStore;
  readonly #form: RunForm<T>;
  readonly #limits: MergeLimits;

  constructor(store: RunStore, form: RunForm<T>, limits: MergeLimits) {
    this.#store = store;
    this.#form = form;
    this.#limits = limits;
    this.recover();
  }

  /** Oldest statements first. */
  get runs(): readonly LiveRun<T>[] {
    return this.#runs;
  }

  /** The last statement that is in a run. */
  get last(): number {
    return this.#runs.at(-1)?.last ?? 0;
  }

  /** Takes the runs from the tables. A merge that goes on is not disturbed. */
  recover(): void {
    this.#runs = this.#store
      .live(this.#form.kind)
      .map(({ keys, ...place }) => ({ ...place, content: this.#open(place.run, keys) }));
  }

  /** Writes a run of the newest statements, within the transaction that stores the last of them. */
  add(
    data: RunKeys & Partial<IdRunKeys> & { readonly chunks: readonly Uint8Array[] },
    about: { readonly first: number; readonly last: number },
  ): void {
    const place = { ...about, level: 0 };
    const run = this.#store.begin(this.#form.kind, place);
    for (const [n, chunk] of data.chunks.entries()) this.#store.putChunk(run, n, chunk);
    this.#store.finish(run, data);
    this.#runs = [...this.#runs, { ...place, run, content: this.#open(run, data) }];
  }

  /** Goes on with a merge, or begins the next one, in a transaction; false when there is nothing to merge. */
  mergeStep(): boolean {
    this.#merge ??= this.#begin();
    const merge = this.#merge;
    if (merge === undefined) return false;
    for (let i = 0; i < MERGED_AT_ONCE; i++) {
      const step = merge.chunks.next();
      if (step.done === true) {
        this.#finish(merge, step.value);
        return true;
      }
      this.#store.putChunk(merge.run, merge.written++, step.value);
    }
    return true;
  }

  /** Forgets the merge that goes on and looks at the tables again: its transaction was undone. */
  abandonMerge(): void {
    this.#merge = undefined;
    this.recover();
  }

  #begin(): Merge<T> | undefined {
    const inputs = nextMerge(this.#runs, this.#limits);
    if (inputs === undefined) return undefined;
    const place = { level: inputs[0]!.level + 1, first: inputs[0]!.first, last: inputs.at(-1)!.last };
    const run = this.#store.begin(this.#form.kind, place);
    return { run, inputs, chunks: this.#form.merge(inputs.map(({ content }) => content)), written: 0 };
  }

  #finish({ run, inputs }: Merge<T>, keys: RunKeys & Partial<IdRunKeys>): void {
    this.#store.finish(run, keys, inputs);
    const replaced = new Set(inputs.map((input) => input.run));
    const merged = {
      run,
      level: inputs[0]!.level + 1,
      first: inputs[0]!.first,
      last: inputs.at(-1)!.last,
      content: this.#open(run, keys),
    };
    const kept = this.#runs.filter((one) => !replaced.has(one.run));
    this.#runs = [...kept, merged].sort((a, b) => a.first - b.first);
    this.#merge = undefined;
  }

  #open(run: number, { fences, bloom = new Uint8Array() }: RunKeys & Partial<IdRunKeys>): T {
    return this.#form.open({ fences, bloom }, this.#store.reader(run));
  }
}

/** The oldest neighbours of one level, the lowest first, that are as many as become one and together not too large. */
function nextMerge<R extends RunPlace>(runs: readonly R[], limits: MergeLimits): readonly R[] | undefined {
  const levels = [...new Set(runs.map(({ level }) => level))].sort((a, b) => a - b);
  for (const level of levels) {
    for (let i = 0; i + limits.mergedRuns <= runs.length; i++) {
      const inputs = runs.slice(i, i + limits.mergedRuns);
      const statements = inputs.at(-1)!.last - inputs[0]!.first + 1;
      if (inputs.every((run) => run.level === level) && statements <= limits.mergedStatements) return inputs;
    }
  }
  return undefined;
}
