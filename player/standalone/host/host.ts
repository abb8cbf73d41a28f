/** The learning platform that launched the export, whatever it speaks. */
import type { Answer, Report } from '../../../domain/runtime/crossing/index.ts';

export interface News {
  readonly report: Report;
  /** What was answered since the last news; `at` is the number of the answer in this session. */
  readonly answers: readonly { readonly at: number; readonly answer: Answer }[];
  /** Hundredths of a second since the session began. */
  readonly hundredths: number;
}

export interface Host {
  readonly learner: { readonly id: string; readonly name: string };
  readonly mode: 'normal' | 'browse' | 'review';
  readonly credit: 'credit' | 'no-credit';
  /** What the last session kept. */
  readonly saved: string | undefined;
  /** There is a page to go to when the learner is done. */
  readonly returns: boolean;
  tell(news: News): void;
  /** Keeps the first of the texts that fits; which one that is, or -1. */
  keep(texts: readonly string[]): number;
  /** The session is over: nothing more is said. */
  end(news: News): void;
  /** The page is on its way out: what has not arrived is handed to the browser. */
  gone(): void;
  /** Goes to where the learner came from, once everything has arrived. */
  depart(): void;
}

/** Nobody launched this: the course can be looked at, and nothing is recorded. */
export const nobody: Host = {
  learner: { id: 'nobody', name: '' },
  mode: 'browse',
  credit: 'no-credit',
  saved: undefined,
  returns: false,
  tell() {},
  keep: () => 0,
  end() {},
  gone() {},
  depart() {},
};
