/** Bounds of a session, each with its why. */

/** Entries in one journal request: a SCO that calls without pause for two seconds stays below it. */
export const JOURNAL_ENTRIES_MAX = 500;

/** Bytes of one journal request: twice what a single value may hold, so that any entry fits with its neighbours. */
export const JOURNAL_REQUEST_BYTES_MAX = 2 * 1_048_576;

/** Silence after which contact counts as lost: hidden tabs may run timers once a minute, and one may be missed. */
export const LEASE_SECONDS = 180;

/** Launches remembered: an older one is superseded whatever it sends, and so are its writers. */
export const LAUNCHES_KEPT = 50;

/** Frames of one launch: each reload of the frame is one. */
export const WRITERS_PER_LAUNCH_MAX = 200;

/** Lines of the session's trace; the first ones tell the cause. */
export const WARNINGS_KEPT = 50;

/** The longest that one visit is measured by the clock when its SCO reports no time: an open tab is not learning. */
export const MEASURED_VISIT_SECONDS_MAX = 8 * 3600;

/** A session that nobody has touched for so long may be abandoned: longer than any offline lease lasts. */
export const ABANDON_AFTER_DAYS = 400;

/** What the runtimes of all SCOs of a session may hold, in bytes: a session is held in memory as a whole (128 MB). */
export const SESSION_BYTES_MAX = 32 * 1_048_576;

/** What a SCO may add whatever the others hold, so that the last SCO of a large course can still say it is complete. */
export const NODE_BYTES_MIN = 65_536;
