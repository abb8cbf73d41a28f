/**
 * [LOG-20] What may wait for a commit: four times the largest request of a Worker, well below the memory of an object. Beyond it
 * whoever comes is asked to come again.
 */
export const MAX_WAITING_BYTES = 32 * 1024 * 1024;
export const MAX_WAITING = 2000;
/** What one commit takes: some 40 ms, in which nothing else is answered. A larger request is a commit of its own. */
export const MAX_GROUP_BYTES = 4 * 1024 * 1024;

/**
 * So long a commit waits for more when the one before it took several: their clients are about to send again. With
 * sixteen clients a statement costs an eighth less processor time by that; a client alone never waits.
 */
const GATHER_MILLIS = 3;

/** What became of a request: it is done, or something must be read before it can be decided. */
export type Outcome<A> = { readonly answer: A } | { readonly unread: readonly number[] };

export interface Committer<T, A> {
  /** Decides and writes several requests in one transaction, each for itself; all is undone when it throws. */
  commit(group: readonly T[]): readonly Outcome<A>[];
  /** Reads what a request needs before it is decided. */
  read(request: T, unread: readonly number[]): Promise<void>;
}

interface Waiting<T, A> {
  readonly request: T;
  readonly bytes: number;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * [LOG-19] Brings requests that come at the same time into one transaction: a commit costs the same for one as for
 * fifty. Whoever arrives while a commit is made is in the next one, and under load that waits a moment for more.
 */
export class CommitQueue<T, A> {
  readonly #committer: Committer<T, A>;
  #queue: Waiting<T, A>[] = [];
  /** Of all requests that have no answer yet, those that wait for a reading included. */
  #bytes = 0;
  #count = 0;
  #scheduled = false;
  /** Whether the last commit took more than one request. */
  #busy = false;

  constructor(committer: Committer<T, A>) {
    this.#committer = committer;
  }

  /** Requests that have no answer yet. */
  get waiting(): { readonly requests: number; readonly bytes: number } {
    return { requests: this.#count, bytes: this.#bytes };
  }

  /** Whether a request of this size must come again later. */
  isFull(bytes: number): boolean {
    return this.#count > 0 && (this.#count >= MAX_WAITING || this.#bytes + bytes > MAX_WAITING_BYTES);
  }

  push(request: T, bytes: number): Promise<A> {
    this.#bytes += bytes;
    this.#count++;
    return new Promise<A>((resolve, reject) => {
      this.#queue.push({ request, bytes, resolve, reject });
      this.#schedule(this.#busy ? GATHER_MILLIS : 0);
    });
  }

  /** Not at once: what has arrived with this request is to be delivered first. */
  #schedule(millis = 0): void {
    if (this.#scheduled || this.#queue.length === 0) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      const group = this.#take();
      this.#busy = group.length > 1;
      this.#commit(group);
      this.#schedule();
    }, millis);
  }

  #take(): Waiting<T, A>[] {
    let bytes = 0;
    const past = this.#queue.findIndex((one, i) => {
      bytes += one.bytes;
      return i > 0 && bytes > MAX_GROUP_BYTES;
    });
    return this.#queue.splice(0, past < 0 ? this.#queue.length : past);
  }

  /** [LOG-19] A group that fails is tried again one by one, so that the request that breaks it fails alone. */
  #commit(group: readonly Waiting<T, A>[]): void {
    let outcomes: readonly Outcome<A>[];
    try {
      outcomes = this.#committer.commit(group.map(({ request }) => request));
    } catch (error) {
      if (group.length > 1) for (const one of group) this.#commit([one]);
      else for (const one of group) this.#leave(one, () => one.reject(error));
      return;
    }
    for (const [i, outcome] of outcomes.entries()) {
      const one = group[i]!;
      if ('answer' in outcome) this.#leave(one, () => one.resolve(outcome.answer));
      else void this.#read(one, outcome.unread);
    }
  }

  async #read(one: Waiting<T, A>, unread: readonly number[]): Promise<void> {
    try {
      await this.#committer.read(one.request, unread);
      this.#queue.unshift(one);
      this.#schedule();
    } catch (error) {
      this.#leave(one, () => one.reject(error));
    }
  }

  #leave({ bytes }: Waiting<T, A>, settle: () => void): void {
    this.#bytes -= bytes;
    this.#count--;
    settle();
  }
}
