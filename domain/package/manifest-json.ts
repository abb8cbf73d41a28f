/**
 * Readers of the parts of a manifest in JSON, for `readManifest` and the files that know one format's part of it. Each takes
 * the JSON path of what it reads (`$.structure[0]`) and throws `Wrong` with the path of the member that is not as it should be.
 */
export type Json = Readonly<Record<string, unknown>>;

/** Thrown below `readManifest` only: a reader of nested parts would otherwise hand a result through every line. */
export class Wrong extends Error {
  readonly where: string;
  constructor(where: string, expected: string) {
    super(`Expected ${expected}.`);
    this.where = where;
  }
}

export function object(json: unknown, where: string): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Wrong(where, 'an object');
  return json as Json;
}

export function list(json: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(json)) throw new Wrong(where, 'an array');
  return json;
}

export function text(from: Json, key: string, where: string): string {
  const value = from[key];
  if (typeof value !== 'string') throw new Wrong(`${where}.${key}`, 'a string');
  return value;
}

export function texts(json: unknown, where: string): string[] {
  return list(json, where).map((value, i) => {
    if (typeof value !== 'string') throw new Wrong(`${where}[${i}]`, 'a string');
    return value;
  });
}

export const optionalText = (from: Json, key: string, where: string): string | undefined =>
  from[key] === undefined ? undefined : text(from, key, where);

export function number(from: Json, key: string, where: string): number {
  const value = from[key];
  if (typeof value !== 'number') throw new Wrong(`${where}.${key}`, 'a number');
  return value;
}

export const optionalNumber = (from: Json, key: string, where: string): number | undefined =>
  from[key] === undefined ? undefined : number(from, key, where);

export function flag(from: Json, key: string, where: string): boolean {
  const value = from[key];
  if (typeof value !== 'boolean') throw new Wrong(`${where}.${key}`, 'true or false');
  return value;
}

export const optionalFlag = (from: Json, key: string, where: string): boolean | undefined =>
  from[key] === undefined ? undefined : flag(from, key, where);

export function count(from: Json, key: string, where: string): number {
  const value = from[key];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Wrong(`${where}.${key}`, 'a whole number');
  return value as number;
}

export function oneOf<T extends string>(allowed: readonly T[], value: unknown, where: string): T {
  if (!allowed.includes(value as T)) throw new Wrong(where, `one of ${allowed.join(', ')}`);
  return value as T;
}

export const optional = <K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } =>
  value === undefined ? {} : ({ [key]: value } as { [key in K]: T });

/** An optional member that is read by `read`: nothing of it when it is absent. */
export const part = <K extends string, T>(
  key: K,
  from: Json,
  where: string,
  read: (json: unknown, where: string) => T,
): { [key in K]?: T } => optional(key, from[key] === undefined ? undefined : read(from[key], `${where}.${key}`));
