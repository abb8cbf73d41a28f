/** What the delivery Worker asks of a `PlaySession` object. Plain values; refusals are returned. */
import type { Problem } from '../../domain/kernel/problem.ts';
import type { AuAsk, Launched, Query } from '../../domain/session/au/index.ts';
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
import type { Statement } from '../../domain/statement/types.ts';

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
  readonly kind: 'launch' | 'journal' | 'navigation' | 'activity' | 'lease' | 'abandon';
  /** Whose request it was; null where the session acted by itself. */
  readonly launch: string | null;
  readonly writer: string | null;
  /** The journal entries that were new. */
  readonly entries: readonly JournalEntry[];
  readonly navigation: NavigationRequest | null;
  /** What stood out while it was carried out. */
  readonly warnings: readonly { readonly node: string | null; readonly text: string }[];
  /** Ids of the statements that it told, and that it led to. */
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

/** `activity`: the delivery is one of cmi5 or xAPI; its address still lacks the credential. */
export interface Navigated extends NavigateResponse {
  readonly activity?: Launched;
}

/** For whom the store is asked. */
export interface LaunchedCourse {
  readonly registration: string;
  readonly id: string;
  readonly name: string;
}

/** A request with statements, which have been checked by the rules of xAPI, and the request as it came. */
export interface ToldStatements {
  /** The session of the activity that the credential names. */
  readonly activity: string;
  readonly statements: readonly Statement[];
  /** They came as an array. */
  readonly many: boolean;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** What the store has answered. */
export interface XapiAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export interface PlaySessionRpc {
  /** Makes the session unless it is there already; the first `init` stays. */
  create(init: SessionInit): Promise<{ readonly created: boolean; readonly view: SessionView }>;
  view(): Promise<{ readonly view: SessionView } | Refused>;
  /** Opens a launch; a launch that was open before is superseded. */
  openLaunch(): Promise<{ readonly launch: string; readonly view: SessionView } | Refused>;
  /** `holder`: the launch that the writer's credential was made for. */
  journal(request: JournalRequest, holder: string): Promise<JournalResponse | Refused>;
  /** `shell`: the shell's origin, beside which the package has its own. */
  navigate(request: NavigateRequest, shell: string): Promise<Navigated | Refused>;
  /** The credential of a launched AU (cmi5, 8.2): taken once, refused ever after. */
  takeToken(activity: string): Promise<{ readonly taken: true } | Refused>;
  /** What a launched activity asks of xAPI, as it may be asked of the store, and for whom. */
  ask(ask: AuAsk): Promise<{ readonly query: Query; readonly course: LaunchedCourse } | Refused>;
  /** Statements of a launched activity: admitted by the session, stored, and then answered. */
  tell(told: ToldStatements): Promise<XapiAnswer | Refused>;
  /** The learner has begun another take: this one is given up, unless it is complete. */
  abandon(): Promise<{ readonly view: SessionView } | Refused>;
  /** What happened after `after`, oldest first. (A method named `trace` is not reached: the platform has one.) */
  history(page: { after: number; limit: number }): Promise<{ readonly items: readonly TraceItem[] } | Refused>;
  /** A WebSocket upgrade: the view at once and whenever it changes, as JSON text. 404 and 429 without one. */
  fetch(request: Request): Promise<Response>;
}
