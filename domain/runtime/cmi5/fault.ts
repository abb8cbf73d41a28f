/** What is wrong with a statement: the clause of cmi5 that says so, the part of the statement, and a sentence. */
export interface Fault {
  readonly clause: string;
  readonly part: string;
  readonly detail: string;
}

export const fault = (clause: string, part: string, detail: string): Fault => ({ clause, part, detail });
