/** Every bound of the journal in the browser, with its why. */

/** A change waits this long for others to travel with it; two seconds is what a delta may take to arrive in all. */
export const DEBOUNCE_MS = 250;
/** The server takes 500 entries and 2 MiB a request; an eighth of that goes through slow phones' networks in one try. */
export const BATCH_ENTRIES = 500;
export const BATCH_BYTES = 256 * 1024;
/** Browsers cap all keepalive bodies of a page at 64 KiB together; the rest of the request needs some room. */
export const KEEPALIVE_BYTES = 60_000;
/** The server suspends a session that it has not heard of for three minutes; hidden tabs beat once a minute at most. */
export const HEARTBEAT_MS = 20_000;
/** A request that has not been answered by now is given up and repeated: repeating is harmless. */
export const REQUEST_MS = 15_000;
/** Waiting time after failures: doubles from the first to the last. */
export const BACKOFF_FIRST_MS = 1_000;
export const BACKOFF_LAST_MS = 30_000;
/** Characters of the write-ahead: written in one go at every call, and localStorage holds about 5 million in all. */
export const WRITE_AHEAD_CHARS = 256 * 1024;
/** Unsent entries of other sessions are kept on the device this long for their learner to come back. */
export const KEEP_DAYS = 90;
/** A page that has not finished loading by now is shown as far as it is: one slow picture must not hold the course up. */
export const SHOW_MS = 5_000;
/** A page that does not answer its unload is removed after this. */
export const UNLOAD_MS = 1_500;
/** A device database that has not opened by now is done without: the write-ahead keeps on its own. */
export const STORE_OPEN_MS = 2_000;
