/** What shell, runtime frame and delivery say to each other about a play session. Times are RFC 3339 UTC. */
import type { NodeKind } from '../package/manifest.ts';
import type { RecordedMethod, Runtime } from '../runtime/sco.ts';

/** The logo of a course on its content host, for holders of the content cookie. */
export const LOGO_PATH = '/.lectern/logo';

export type SessionState = 'created' | 'active' | 'suspended' | 'completed' | 'abandoned';

/** Where the learner is. `version` rises by one with every change; a request that names an older one is refused. */
export interface Cursor {
  readonly schemaVersion: 1;
  readonly version: number;
  /** The node being played, or the one to resume at while no launch is open; null before the first start. */
  readonly current: string | null;
}

export type Completion = 'unknown' | 'not attempted' | 'incomplete' | 'completed';
export type Success = 'unknown' | 'passed' | 'failed';

export interface Score {
  /** -1 to 1. */
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}

export type Control = 'continue' | 'previous' | 'exit';

export interface NodeView {
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  readonly visible: boolean;
  readonly completion: Completion;
  readonly success: Success;
  readonly score?: Score;
  /** Whether the learner may choose it in the contents now. */
  readonly selectable: boolean;
  readonly children: readonly NodeView[];
}

export interface SessionView {
  readonly id: string;
  readonly registration: string;
  readonly packageId: string;
  readonly title: string;
  /** Of the course's brand, `#rrggbb`: what can be acted on. */
  readonly accent?: string;
  /** Whose course it is, when it has a logo: where that is on the content host, and whose it is. */
  readonly logo?: { readonly path: string; readonly name?: string };
  readonly learner: { readonly id: string; readonly name: string };
  readonly state: SessionState;
  readonly cursor: Cursor;
  readonly completion: Completion;
  readonly success: Success;
  readonly score?: Score;
  /** Seconds spent, over all launches. */
  readonly totalSeconds: number;
  readonly controls: { readonly continue: boolean; readonly previous: boolean; readonly exit: boolean };
  /** Controls that the current part brings itself (SCORM 2004 `hideLMSUI`): the shell does not show its own. */
  readonly hiddenControls?: readonly Control[];
  /** The current part has ended and asks for a step that would be granted: the shell asks for `requested` now. */
  readonly requested?: true;
  readonly nodes: readonly NodeView[];
  /** The session's event counter: rises with every change that this view shows. */
  readonly version: number;
}

/** One runtime call that changed state, or one thing that happened to the page. Sequence numbers begin at 1 per writer. */
export type JournalEntry =
  | {
      readonly seq: number;
      /** Client time, corrected by the offset that the launch told. */
      readonly at: string;
      readonly node: string;
      readonly kind: 'call';
      /** Of SCORM 1.2 `LMSInitialize` …, of SCORM 2004 `Initialize` … */
      readonly method: RecordedMethod;
      readonly args: readonly string[];
    }
  | { readonly seq: number; readonly at: string; readonly node: string; readonly kind: 'entered' };

/** `POST …/journal`: at most 500 entries and 2 MiB a request (`limits.ts`). */
export interface JournalRequest {
  /** UUID of the runtime frame that wrote the entries; made by the frame. */
  readonly writer: string;
  /** The launch that the writer belongs to. */
  readonly launch: string;
  readonly entries: readonly JournalEntry[];
}

export interface JournalResponse {
  /** The highest sequence number of this writer up to which everything is durable. Empty requests are heartbeats. */
  readonly acked: number;
  readonly view: SessionView;
}

export type NavigationRequest =
  | { readonly type: 'start' }
  | { readonly type: 'continue' }
  | { readonly type: 'previous' }
  | { readonly type: 'choice'; readonly node: string }
  /** What the current part asked for when it ended (SCORM 2004 `adl.nav.request`), as its journal tells. */
  | { readonly type: 'requested' }
  | { readonly type: 'exit' };

/** `POST …/navigation`. The frame has unloaded the page and everything up to `lastSeq` has been sent. */
export interface NavigateRequest {
  readonly launch: string;
  readonly request: NavigationRequest;
  readonly cursorVersion: number;
  readonly writer?: { readonly id: string; readonly lastSeq: number };
}

/** What to show now: a page of the package with the runtime that it is to find, or nothing (the session has ended). */
export interface Delivery {
  readonly node: string;
  readonly kind: NodeKind;
  readonly title: string;
  /** What the frame opens: a path on the content host with parameters, or an absolute URL. */
  readonly href: string;
  /** It wants a window of its own, or to take the place of the player (cmi5, 8.1: `OwnWindow`). */
  readonly window?: 'own';
  /** Opaque to the shell: the run-time that the page is to find, with the state to begin with. Absent for assets. */
  readonly runtime?: Runtime;
}

export interface NavigateResponse {
  readonly view: SessionView;
  readonly delivery: Delivery | null;
}

/** `POST /api/v1/play-sessions/{id}/launches` with a launch token or a session token. */
export interface LaunchResponse {
  readonly launch: string;
  /** For the shell: this session's view, navigation and events; renewed by launching again with it. */
  readonly sessionToken: string;
  readonly sessionTokenExpiresAt: string;
  /** For the runtime frame: this session's journal and nothing else. */
  readonly journalToken: string;
  /** The runtime frame on the content origin, with the grant that sets the content cookie. */
  readonly frameUrl: string;
  readonly contentOrigin: string;
  readonly serverTime: string;
  readonly view: SessionView;
}

/**
 * The runtime frame's page on the content origin loads `/.lectern/static/frame.js` and `/.lectern/static/frame.css` and
 * names the one origin that it listens to: `<meta name="lectern-shell" content="https://shell.example">`. The shell puts
 * the bridge's nonce into the fragment of `frameUrl`. The frame posts its journal to `/.lectern/journal` (JournalRequest,
 * `Authorization: Bearer <journalToken>`).
 */
export const FRAME_SHELL_META = 'lectern-shell';
