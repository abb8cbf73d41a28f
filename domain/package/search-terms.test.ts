import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SEARCH_CHARS_MAX, searchTerms } from './search-terms.ts';

const manifest = JSON.parse(
  readFileSync(new URL('../../test/vectors/manifests/v1-metadata.json', import.meta.url), 'utf8'),
);

it('[PKG-24] a course is found by what is said of it and of its parts, the whole first', () => {
  expect(searchTerms(manifest).split('\n')).toEqual([
    'golf',
    'sport',
    '978-3-16-148410-0',
    'golf-1',
    'A high level overview of the sport of golf.',
    'Etiquette',
    'manners',
    'Taking care of the course',
  ]);
  expect(searchTerms({ ...manifest, description: 'x'.repeat(10_000) })).toHaveLength(SEARCH_CHARS_MAX);
});
