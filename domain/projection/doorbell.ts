/**
 * The projector rests this many times as long as it has worked, so that many statements are one step when many come: it
 * takes a twentieth of the time of a partition at most.
 */
const REST_FACTOR = 20;
/** Nobody waits longer for that than a second. */
export const MAX_REST_MS = 1000;
/** A call that could not go out goes out again after a second, then ever more rarely: a queue that is down is not hammered. */
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;
/** Who was called has come long before; a queue that is late brings the same call twice, which changes nothing. */
export const UNHEARD_MS = 2500;

/**
 * When the projector is called to one partition of a log. One call at a time: whoever was called asks for statements until
 * there are none, while more gather for the next call. Times are milliseconds.
 */
export class Doorbell {
  /** The last sequence number that the partition must come to, and the one that it has come to. */
  #head: number;
  #position: number;
  /** Something that was projected is to be corrected. */
  hasCorrections = false;
  #rung = false;
  /** When it was rung, until somebody comes. */
  #unheardSince: number | undefined;
  #failures = 0;
  #workingSince: number | undefined;
  #handed: number | undefined;
  #restsUntil = 0;
  #positionAtLastLook: number | undefined;

  constructor(position: number, head: number) {
    this.#position = position;
    this.#head = head;
  }

  get head(): number {
    return this.#head;
  }

  get position(): number {
    return this.#position;
  }

  get isPending(): boolean {
    return this.#head > this.#position || this.hasCorrections;
  }

  /** There are statements up to `head`. */
  stored(head: number): void {
    this.#head = head;
  }

  /** In how many milliseconds to ring; undefined when there is nothing to ring for or nobody to wait for but the one called. */
  due(now: number): number | undefined {
    return this.#rung || !this.isPending ? undefined : Math.max(0, this.#restsUntil - now);
  }

  ring(now: number): void {
    this.#rung = true;
    this.#unheardSince = now;
  }

  /** The call could not go out. */
  failed(now: number): void {
    this.unring();
    this.#restsUntil = now + Math.min(FIRST_RETRY_MS * 2 ** this.#failures++, MAX_RETRY_MS);
  }

  /** Nobody is called. */
  unring(): void {
    this.#rung = false;
    this.#unheardSince = undefined;
    this.#handed = undefined;
    this.#workingSince = undefined;
  }

  /** Everything up to `position` is projected. False when that was known. */
  reached(position: number): boolean {
    if (position <= this.#position) return false;
    this.#position = position;
    this.#head = Math.max(this.#head, position);
    return true;
  }

  /**
   * Whether somebody who has come to `after` gets more now. Who comes back for more is sent away, unless so much waits
   * that another step is full: then he rests, is called again, and finds more.
   */
  admits(after: number, { now, isFull }: { now: number; isFull: boolean }): boolean {
    this.#unheardSince = undefined;
    this.#failures = 0;
    if ((after >= this.#head && !this.hasCorrections) || (after === this.#handed && !isFull)) {
      const worked = now - (this.#workingSince ?? now);
      this.unring();
      this.#restsUntil = now + Math.min(worked * REST_FACTOR, MAX_REST_MS);
      return false;
    }
    this.#rung = true;
    this.#workingSince ??= now;
    return true;
  }

  /** He got everything up to `to`. */
  handed(to: number): void {
    this.#handed = to;
  }

  /** [LOG-9] Whether a call counts as lost: nobody has come for it, or nothing was reached since the last look. */
  look(now: number): boolean {
    const unheard = this.#unheardSince !== undefined && now - this.#unheardSince >= UNHEARD_MS;
    const lost = this.isPending && (unheard || this.#positionAtLastLook === this.#position);
    this.#positionAtLastLook = this.#position;
    if (lost) this.unring();
    return lost;
  }
}
