/**
 * Percent-encodes one part of a path or an IRI (RFC 3986, 3.3). Half a surrogate pair, which has no bytes in UTF-8, is
 * written as U+FFFD: what a course or a learner typed must never be an exception.
 */
export const encodePart = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
