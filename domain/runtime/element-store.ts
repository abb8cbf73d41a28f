/**
 * The values of one SCO by element name, with what they weigh. The run-times of SCORM 1.2 and 2004 keep their data in
 * one, as plain JSON: the browser changes it call by call, and wherever the same calls are made again the values are
 * the same.
 */

/** The most that values and counts of one SCO may hold, in bytes as JSON: a state is stored as one row of at most 2 MB. */
export const STATE_BYTES_MAX = 1_800_000;

/**
 * The most that one value may hold outside strict mode, in UTF-8 bytes as JSON: real courses pass 4,096 characters
 * (Xerte, Numbas), and a value must still fit one journal request and one stored row.
 */
export const VALUE_BYTES_MAX = 1_048_576;

export interface ElementStore {
  /** By element name without `cmi.`, indices in place: `interactions.0.id`. What is absent has its initial value. */
  readonly values: Record<string, string>;
  /** By array: `objectives` → 2, `interactions.0.correct_responses` → 1. What is absent is empty. */
  readonly counts: Record<string, number>;
  /** What `values` and `counts` may come to, in bytes. */
  bytesMax: number;
  /** Size of `values` as JSON and of `counts` at most, kept along so that the bound costs no recount. */
  bytes: number;
}

/** An array on the way to an element, with the index that the name gives: `interactions.0.objectives` and 3. */
export interface Step {
  readonly array: string;
  readonly index: number;
}

/** A store that holds nothing. */
export const emptyStore = (): ElementStore => ({ values: {}, counts: {}, bytesMax: STATE_BYTES_MAX, bytes: 2 });

/** Whether every index on the way is there. */
export const isThere = (store: ElementStore, steps: readonly Step[]): boolean =>
  steps.every(({ array, index }) => index < (store.counts[array] ?? 0));

/** Whether every index is there or the next one: arrays grow by one at the end and have no holes. */
export const isReachable = (store: ElementStore, steps: readonly Step[]): boolean =>
  steps.every(({ array, index }) => index <= (store.counts[array] ?? 0));

/** What the store would weigh after `name` got a value of `valueBytes` and the arrays on the way had begun. */
export function bytesAfter(
  store: ElementStore,
  { name, steps, valueBytes }: { name: string; steps: readonly Step[]; valueBytes: number },
): number {
  const begun = steps.filter(({ array }) => store.counts[array] === undefined);
  return begun.reduce((sum, { array }) => sum + countBytes(array), bytesWith(store, name, valueBytes));
}

/** Makes every array on the way long enough. */
export function reach(store: ElementStore, steps: readonly Step[]): void {
  for (const { array, index } of steps) {
    if (store.counts[array] === undefined) store.bytes += countBytes(array);
    store.counts[array] = Math.max(store.counts[array] ?? 0, index + 1);
  }
}

/** What a row of `values` costs beside its value: name, quotes, colon and comma. */
const nameBytes = (name: string): number => name.length + 4;

/** What a row of `counts` costs at most: its name, quotes, colon, comma, and an index of nine digits. */
const countBytes = (array: string): number => array.length + 4 + 9;

/** Bytes of the store after `name` got a value of `valueBytes`: what is long is counted as seldom as can be. */
function bytesWith(store: ElementStore, name: string, valueBytes: number): number {
  const old = store.values[name];
  return store.bytes + valueBytes + (old === undefined ? nameBytes(name) : -jsonBytes(old));
}

export function putValue(store: ElementStore, name: string, value: string): void {
  store.bytes = bytesWith(store, name, jsonBytes(value));
  store.values[name] = value;
}

export function dropValue(store: ElementStore, name: string): void {
  const old = store.values[name];
  if (old === undefined) return;
  store.bytes -= nameBytes(name) + jsonBytes(old);
  delete store.values[name];
}

/** Forgets an array with everything in it. */
export function dropArray(store: ElementStore, array: string): void {
  for (const name of Object.keys(store.values)) if (name.startsWith(`${array}.`)) dropValue(store, name);
  for (const name of Object.keys(store.counts)) {
    if (name !== array && !name.startsWith(`${array}.`)) continue;
    delete store.counts[name];
    store.bytes -= countBytes(name);
  }
}

/** Bytes of a value as it lies in JSON and UTF-8: what journals, messages and rows are bounded by. */
export function jsonBytes(value: string): number {
  let bytes = 2;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit === 0x22 || unit === 0x5c) bytes += 2;
    else if (unit < 0x20) bytes += 6;
    else if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    // Half of a surrogate pair: a pair is four bytes, a lone one is escaped as six; three and six bound both.
    else if (unit >= 0xd800 && unit <= 0xdfff) bytes += 6;
    else bytes += 3;
  }
  return bytes;
}
