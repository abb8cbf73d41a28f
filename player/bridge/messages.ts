import type { Delivery, SessionView } from '../../domain/session/contract.ts';

/** Whether what the learner did is kept: by the server, on the way, on this device only, or nowhere but in this page. */
export type SavedState = 'saved' | 'saving' | 'device' | 'unsaved';

/** What the shell tells the runtime frame. */
export type ToFrame =
  /** Answers `hello`: the launch that the frame works for. `clockOffsetMs` is server time minus device time. */
  | { type: 'open'; session: string; launch: string; journalToken: string; clockOffsetMs: number }
  | { type: 'load'; delivery: Delivery }
  /** Take the page away and tell when everything it said has been stored by the server. */
  | { type: 'unload' };

/** What the runtime frame tells the shell. It shares its origin with the course: the shell believes none of it blindly. */
export type ToShell =
  | { type: 'hello' }
  /** What an earlier page on this device had not sent has been sent. */
  | { type: 'ready' }
  | { type: 'loaded'; node: string }
  /** The activity of this node has ended and left its page. */
  | { type: 'returned'; node: string }
  /** The page of this node is not in the package (HTTP status). */
  | { type: 'missing'; node: string; status: number }
  /** The answer to `unload` at once: the frame is there, however long the storing takes. */
  | { type: 'unloading' }
  | { type: 'unloaded'; writer: { id: string; lastSeq: number } }
  | { type: 'saved'; state: SavedState }
  | { type: 'view'; view: SessionView }
  /** The server takes nothing more from this frame: the problem's code. */
  | { type: 'refused'; code: string };
