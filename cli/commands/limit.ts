import type { ArgsDef } from 'citty';
import { Failure } from '../errors.ts';

/** Rows that a list prints when nothing is said, and at most: what is more is for the API itself. */
const DEFAULT = 50;
const MAX = 10_000;

export const limit = {
  limit: { type: 'string', description: `How many at most, up to ${MAX}`, valueHint: 'N', default: String(DEFAULT) },
} as const satisfies ArgsDef;

export function limitOf(args: { readonly limit: string }): number {
  const count = Number(args.limit);
  if (Number.isInteger(count) && count >= 1 && count <= MAX) return count;
  throw new Failure(`--limit ${args.limit} is not possible.`, { remedy: `Give a whole number from 1 to ${MAX}.` });
}
