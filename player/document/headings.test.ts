import { lexer } from 'marked';
import { expect, it } from 'vitest';
import { leveled } from './headings.ts';

it.each([
  ['# a\n## b\n# c', [2, 3, 2]],
  ['## a\n\ntext\n\n#### b\n### c', [2, 3, 3]],
  ['### a\n# b', [2, 2]],
  ['text alone', []],
])('[PAG-13] headings of %j begin below the page and leave no level out', (text, levels) => {
  expect(leveled(lexer(text)).flatMap(({ level }) => level ?? [])).toEqual(levels);
});
