/** RFC 3987, 2.2: a scheme, and none of the characters that no IRI has. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;
const HOST_MISSING = /^https?:(?!\/\/[^/?#])/i;

/** Whether the text is a full IRI, not a reference that leans on another one. */
export const isIri = (text: string): boolean => ABSOLUTE.test(text) && !HOST_MISSING.test(text);
