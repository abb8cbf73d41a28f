/** One node of the course while it is open: what its page finds, and what it has told. */
import type { Answer, Report } from '../../../domain/runtime/crossing/index.ts';
import type { Host } from '../host/host.ts';

export interface Part {
  /** What the page finds when it climbs to the player's window. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** To be added to the query of the page's address. */
  readonly query: string;
  report(): Report;
  /** What was answered or answered again since this was asked last, by number. */
  takeAnswers(): ReadonlyMap<number, Answer>;
  /** What the next launch needs, as JSON, and the same with ever less in it; nothing when it begins anew. */
  save(): readonly unknown[];
  /** The page is gone. */
  leave(): void;
  /** The page has said that it is done. */
  readonly finished: boolean;
  /** And that it is to be taken away. */
  readonly leaving: boolean;
}

export interface PartContext {
  readonly host: Pick<Host, 'learner' | 'mode' | 'credit'>;
  /** What `save` gave at the last launch. */
  readonly saved: unknown;
  /** Something was told. `now`: it is to be kept at once. */
  readonly changed: (now: boolean) => void;
}
