import type { XapiVersion } from '../types.ts';

/** What a statement breaks: where (a JSON path), which rule of SPEC.md, and in words how to mend it. */
export interface Finding {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** More findings than this help nobody, and a hostile batch must not grow the answer without bound. */
export const MAX_FINDINGS = 100;

/** Collects findings up to the limit; `total` goes on counting. Everything is checked by one version of xAPI. */
export class Findings {
  readonly list: Finding[] = [];
  readonly version: XapiVersion;
  total = 0;

  constructor(version: XapiVersion = '1.0.3') {
    this.version = version;
  }

  add(path: string, rule: string, message: string): void {
    this.total++;
    if (this.list.length < MAX_FINDINGS) this.list.push({ path, rule, message });
  }
}

export type Members = Readonly<Record<string, unknown>>;

const PLAIN_NAME = /^[A-Za-z_]\w*$/;

/** `$.a` + `b` → `$.a.b`; names that are no identifiers are quoted. */
export const member = (path: string, key: string): string =>
  PLAIN_NAME.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value as an object whose members all have a name that the specification knows and none of which is null
 * (ST-1, ST-2); undefined when it is no object, so that the caller can stop there.
 */
export function objectOf(value: unknown, path: string, known: ReadonlySet<string>, out: Findings): Members | undefined {
  if (!isMembers(value)) {
    out.add(path, 'ST-2', 'This must be a JSON object.');
    return undefined;
  }
  for (const key in value) {
    if (!known.has(key)) {
      out.add(
        member(path, key),
        'ST-1',
        `The specification knows no property "${key}" here; remove it or mind its case.`,
      );
    } else if (value[key] === null) {
      out.add(member(path, key), 'ST-2', 'Null is allowed only within extensions; leave the property out.');
    }
  }
  return value;
}

/** Whether the member is there with a value (a null has been reported by `objectOf`). */
export const has = (value: Members, key: string): boolean => value[key] !== undefined && value[key] !== null;

/** Says so when a required member is missing. */
export function need(value: Members, key: string, path: string, out: Findings): boolean {
  if (has(value, key)) return true;
  if (value[key] !== null) out.add(member(path, key), 'ST-3', `"${key}" is required here.`);
  return false;
}

export interface TextForm {
  readonly test: (text: string) => boolean;
  readonly expected: string;
}

/** Checks the text at `key`, when there is one, by a predicate of `formats.ts`. */
export function text(
  value: Members,
  key: string,
  at: { path: string; rule: string; out: Findings },
  form?: TextForm,
): void {
  if (!has(value, key)) return;
  const found = value[key];
  if (typeof found !== 'string') at.out.add(member(at.path, key), 'ST-2', 'This must be a string.');
  else if (form !== undefined && !form.test(found)) {
    at.out.add(member(at.path, key), at.rule, `This must be ${form.expected}.`);
  }
}

export function boolean(value: Members, key: string, path: string, out: Findings): void {
  if (has(value, key) && typeof value[key] !== 'boolean')
    out.add(member(path, key), 'ST-2', 'This must be true or false.');
}
