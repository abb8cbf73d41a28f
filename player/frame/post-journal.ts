import type { JournalRequest, JournalResponse } from '../../domain/session/contract.ts';
import { REQUEST_MS } from './limits.ts';
import type { JournalAnswer } from './sender.ts';

/** Posts one request to this content origin's journal. Never rejects: what the network does is an answer, too. */
export async function postJournal(
  token: string,
  request: JournalRequest,
  { keepalive }: { keepalive: boolean },
): Promise<JournalAnswer> {
  try {
    const response = await fetch('/.lectern/journal', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(request),
      keepalive,
      // An aborted keepalive request would not outlive the page.
      ...(keepalive ? {} : { signal: AbortSignal.timeout(REQUEST_MS) }),
    });
    return await answerOf(response);
  } catch {
    return { kind: 'retry' };
  }
}

/** 408, 425 and 429 are the client errors that another try can mend (RFC 9110, 15.5.9; RFC 8470; RFC 6585). */
const TRY_AGAIN: readonly number[] = [408, 425, 429];

export async function answerOf(response: Response): Promise<JournalAnswer> {
  if (response.ok) {
    const { acked, view } = (await response.json()) as JournalResponse;
    return { kind: 'acked', acked, view };
  }
  if (response.status >= 500 || TRY_AGAIN.includes(response.status)) return { kind: 'retry' };
  const problem = (await response.json().catch(() => ({}))) as { code?: string; expected?: number };
  if (problem.code === 'journal_gap' && typeof problem.expected === 'number') {
    return { kind: 'gap', expected: problem.expected };
  }
  return { kind: 'refused', code: problem.code ?? `http_${response.status}` };
}
