// What the two files of requirements say their cases with.
import { au, type Json, Lms, type Saying } from './au.testing.ts';

export const A = 'https://publisher.example/au/1';
export const one = (over: Parameters<typeof au>[1] = {}) => new Lms([au(A, over)]);
export const launchData = (lms: Lms): Json => lms.launched.document!.json;
export const change = (alter: (statement: Json) => void): Saying => ({ change: alter });

/** What is refused with which clause, in a session that has begun. */
export const refusedWith = (verb: string, saying: Saying, over: Parameters<typeof au>[1] = {}): string | undefined =>
  one(over).begin().say(verb, saying).refusal;

export interface Case {
  /** Of the rooms' SPEC.md. */
  readonly rule: string;
  /** Separated by a comma and a space. */
  readonly numbers: string;
  readonly what: string;
  readonly run: () => void;
}
