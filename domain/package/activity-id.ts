import { encodePart } from '../kernel/percent.ts';

/** Without the characters that no IRI has (RFC 3987, 2.2): a statement that is named by one is refused. */
const ABSOLUTE_IRI = /^(https?:\/\/[^/\s<>"{}|\\^`]|urn:[a-z0-9])[^\s<>"{}|\\^`]*$/i;

/**
 * The IRI that statements name a course by: its identifier when it is one, else an address below the tenant's home page,
 * so that a new version of the same course keeps it.
 */
export const activityIdOf = (identifier: string, homePage: string): string =>
  ABSOLUTE_IRI.test(identifier) ? identifier : `${homePage}/courses/${encodePart(identifier)}`;
