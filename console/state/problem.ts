/** A refusal as the console shows it: what is wrong, what to do, and how to find it in the logs. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly requestId: string;

  constructor(facts: {
    title: string;
    status: number;
    code: string;
    detail: string;
    remedy: string;
    requestId: string;
  }) {
    super(facts.title);
    this.status = facts.status;
    this.code = facts.code;
    this.detail = facts.detail;
    this.remedy = facts.remedy;
    this.requestId = facts.requestId;
  }
}

/** What to say when there is no problem document to quote. */
export interface Fallback {
  readonly title: string;
  readonly remedy: string;
}

/** Reads a problem document (RFC 9457); a body of another kind becomes `fallback` with the status as its code. */
export function problemOf(status: number, body: unknown, requestId: string | null, fallback: Fallback): ProblemError {
  const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string): string => (typeof members[key] === 'string' ? members[key] : '');
  const where = text('where');
  return new ProblemError({
    title: text('title') || fallback.title,
    status,
    code: text('code') || `http_${status}`,
    detail: where === '' ? text('detail') : `${text('detail')} (${where})`,
    remedy: text('remedy') || fallback.remedy,
    requestId: text('instance') || (requestId ?? ''),
  });
}

/** The request never got an answer. */
export const unreachable = (fallback: Fallback): ProblemError =>
  new ProblemError({ ...fallback, status: 0, code: 'unreachable', detail: '', requestId: '' });

/** What need not travel to be refused, under the code that the server would give. */
export const refusedHere = (code: string, words: Fallback): ProblemError =>
  new ProblemError({ ...words, code, status: 0, detail: '', requestId: '' });
