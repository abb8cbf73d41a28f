import type { XapiVersion } from '../types.ts';

/** What a statement breaks: where (a JSON path), which rule of SPEC.md, and in words how to mend it. */
export interface Finding {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** More findings than this help nobody, and a hostile batch must not grow the answer without bound. */
export const MAX_FINDINGS = 100;

/**
 * Collects findings up to the limit; `total` goes on counting. Everything is checked by one version of xAPI. It knows
 * the place that is being checked, so that a path is written only for what is wrong, which is next to nothing.
 */
export class Findings {
  readonly list: Finding[] = [];
  readonly version: XapiVersion;
  total = 0;
  readonly #place: (string | number)[] = [];

  constructor(version: XapiVersion = '1.0.3') {
    this.version = version;
  }

  /** Steps down to a member or an element. Whoever enters leaves, on every way out. */
  enter(key: string | number): void {
    this.#place.push(key);
  }

  leave(): void {
    this.#place.pop();
  }

  /** Something is wrong at the place that is being checked. */
  add(rule: string, message: string): void {
    this.total++;
    if (this.list.length < MAX_FINDINGS) this.list.push({ path: pathOf(this.#place), rule, message });
  }

  /** Something is wrong with a member of it. */
  addAt(key: string, rule: string, message: string): void {
    this.enter(key);
    this.add(rule, message);
    this.leave();
  }
}

const PLAIN_NAME = /^[A-Za-z_]\w*$/;

/** `$.a[1]["b c"]`: names that are no identifiers are quoted. */
function pathOf(place: readonly (string | number)[]): string {
  let path = '$';
  for (const key of place) {
    path += typeof key === 'string' && PLAIN_NAME.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  }
  return path;
}

export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value as an object whose members all have a name that the specification knows and none of which is null
 * (ST-1, ST-2); undefined when it is no object, so that the caller can stop there.
 */
export function objectOf(value: unknown, known: ReadonlySet<string>, out: Findings): Members | undefined {
  if (!isMembers(value)) {
    out.add('ST-2', 'This must be a JSON object.');
    return undefined;
  }
  for (const key in value) {
    if (!known.has(key)) {
      out.addAt(key, 'ST-1', `The specification knows no property "${key}" here; remove it or mind its case.`);
    } else if (value[key] === null) {
      out.addAt(key, 'ST-2', 'Null is allowed only within extensions; leave the property out.');
    }
  }
  return value;
}

/** Whether a member is there with a value (a null has been reported by `objectOf`). */
export const isThere = (value: unknown): boolean => value !== undefined && value !== null;

/** Says so when a required member is missing. */
export function need(value: unknown, key: string, out: Findings): boolean {
  if (value === undefined) out.addAt(key, 'ST-3', `"${key}" is required here.`);
  return isThere(value);
}

/** What a text must be, by which rule, and in words. */
export interface TextForm {
  readonly rule: string;
  readonly test: (text: string) => boolean;
  readonly expected: string;
}

/** Checks the text at `key`, when there is one. Members are handed over by the caller, who names them in its code. */
export function text(value: unknown, key: string, out: Findings, form?: TextForm): void {
  if (typeof value === 'string') {
    if (form !== undefined && !form.test(value)) out.addAt(key, form.rule, `This must be ${form.expected}.`);
  } else if (isThere(value)) {
    out.addAt(key, 'ST-2', 'This must be a string.');
  }
}

export function boolean(value: unknown, key: string, out: Findings): void {
  if (isThere(value) && typeof value !== 'boolean') out.addAt(key, 'ST-2', 'This must be true or false.');
}

/** Checks what stands at `key`, when something does, in its place. */
export function within(
  value: unknown,
  key: string,
  out: Findings,
  check: (value: unknown, out: Findings) => void,
): void {
  if (!isThere(value)) return;
  out.enter(key);
  check(value, out);
  out.leave();
}

/** Checks each element in its place. */
export function eachOf(list: readonly unknown[], out: Findings, check: (value: unknown, out: Findings) => void): void {
  for (let i = 0; i < list.length; i++) {
    out.enter(i);
    check(list[i], out);
    out.leave();
  }
}
