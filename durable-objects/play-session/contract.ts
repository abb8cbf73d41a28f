/** What the delivery Worker asks of a `PlaySession` object. Plain values; refusals are returned. */
import type { Problem } from '../../domain/kernel/problem.ts';
import type {
  Completion,
  JournalEntry,
  JournalRequest,
  JournalResponse,
  NavigateRequest,
  NavigateResponse,
  NavigationRequest,
  Score,
  SessionState,
  SessionView,
  Success,
} from '../../domain/session/contract.ts';
import type { SessionInit as DomainInit } from '../../domain/session/launch.ts';

export type Refused = { readonly problem: Problem };

/**
 * All that a session is made from; pinned in the object for good. `id` is the public one: an object cannot always tell
 * its own name, so it is told.
 */
export type SessionInit = Omit<DomainInit, 'now' | 'strict'>;

/** One thing that happened to the session, as its trace shows it. */
export interface TraceItem {
  /** Rises by one with everything that happens to the session. */
  readonly no: number;
  /** Server time. */
  readonly receivedAt: string;
  readonly kind: 'launch' | 'journal' | 'navigation' | 'lease' | 'abandon';
  /** Whose request it was; null where the session acted by itself. */
  readonly launch: string | null;
  readonly writer: string | null;
  /** The journal entries that were new. */
  readonly entries: readonly JournalEntry[];
  readonly navigation: NavigationRequest | null;
  /** What stood out while it was carried out. */
  readonly warnings: readonly { readonly node: string | null; readonly text: string }[];
  /** Ids of the statements that it led to. */
  readonly statements: readonly string[];
  /** The session right after. */
  readonly outcome: {
    readonly state: SessionState;
    readonly completion: Completion;
    readonly success: Success;
    readonly score: Score | null;
    readonly cursor: string | null;
  };
}

export interface PlaySessionRpc {
  /** Makes the session unless it is there already; the first `init` stays. */
  create(init: SessionInit): Promise<{ readonly created: boolean; readonly view: SessionView }>;
  view(): Promise<{ readonly view: SessionView } | Refused>;
  /** Opens a launch; a launch that was open before is superseded. */
  openLaunch(): Promise<{ readonly launch: string; readonly view: SessionView } | Refused>;
  /** `holder`: the launch that the writer's credential was made for. */
  journal(request: JournalRequest, holder: string): Promise<JournalResponse | Refused>;
  navigate(request: NavigateRequest): Promise<NavigateResponse | Refused>;
  /** The learner has begun another take: this one is given up, unless it is complete. */
  abandon(): Promise<{ readonly view: SessionView } | Refused>;
  /** What happened after `after`, oldest first. (A method named `trace` is not reached: the platform has one.) */
  history(page: { after: number; limit: number }): Promise<{ readonly items: readonly TraceItem[] } | Refused>;
  /** A WebSocket upgrade: the view at once and whenever it changes, as JSON text. 404 and 429 without one. */
  fetch(request: Request): Promise<Response>;
}
