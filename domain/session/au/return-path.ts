/** The page of the content host that an AU goes to when it has ended (cmi5, 10.2.6). */
export const RETURN_PATH = '/.lectern/return';
