import { type PlayPackageManifest, walk } from './manifest.ts';
import type { Metadata } from './metadata.ts';

/** Characters that a course is found by: every search of a tenant's list looks through them. */
export const SEARCH_CHARS_MAX = 8_000;

/**
 * What a course is found by beside its title, one a line, what is said of the whole first: its description, identifiers and
 * keywords, then titles and keywords of its parts.
 */
export function searchTerms({ description, identifier, metadata, structure }: PlayPackageManifest): string {
  const terms = new Set<string>([identifier, ...wordsOf(metadata)]);
  if (description !== undefined) terms.add(description);
  for (const node of walk(structure)) {
    terms.add(node.title);
    for (const word of wordsOf(node.metadata)) terms.add(word);
  }
  return [...terms].join('\n').slice(0, SEARCH_CHARS_MAX);
}

const wordsOf = ({ keywords = [], identifiers = [] }: Metadata = {}): string[] => [
  ...keywords,
  ...identifiers.map(({ entry }) => entry),
];
