import { describe, expect, it } from 'vitest';
import * as pages from './document/messages.ts';
import * as standalone from './standalone/messages.ts';

/** Arguments that do not occur in any sentence, so that each is found again. */
const ARGUMENTS = [7391, 8462];

/** Every sentence, by its name, with what it was given; a set of sentences is walked. */
function sentences(words: object, name = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[name + key, value]];
    if (typeof value === 'function') return [[name + key, value(...ARGUMENTS.slice(0, value.length))]];
    return sentences(value, `${name}${key}.`);
  });
}

const named = (text: string): number[] => ARGUMENTS.filter((one) => text.includes(String(one)));

describe.each([
  { rule: 'PAG-14', what: 'pages of documents', WORDS: pages.WORDS },
  { rule: 'STA-16', what: 'the player in exports', WORDS: standalone.WORDS },
])('[$rule] the words of $what', ({ WORDS }) => {
  const english = new Map(sentences(WORDS.en));
  const others = Object.entries(WORDS).filter(([language]) => language !== 'en');

  it.each(others)('%s has every word, and says what it is given', (_, words) => {
    const spoken = new Map(sentences(words));
    expect([...spoken.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [name, text] of spoken) {
      expect(text.trim(), name).not.toBe('');
      expect(named(text), name).toEqual(named(english.get(name)!));
    }
  });
  it.each(others)('%s is no copy of English', (_, words) => {
    const same = sentences(words).filter(([name, text]) => english.get(name) === text);
    // “Logo” and “Questions” are words of several languages.
    expect(same.filter(([name]) => name !== 'logo' && name !== 'quiz')).toEqual([]);
  });
});

describe('[PAG-14] a page speaks', () => {
  it('the language of its document, by its primary part, or English', () => {
    expect(pages.wordsIn(['de-AT'])).toBe(pages.WORDS.de);
    expect(pages.wordsIn(['fi'])).toBe(pages.WORDS.en);
  });
  it('and counts as its language does', () => {
    expect([1, 2, 5, 22].map(pages.WORDS.pl.triesLeft)).toEqual([
      'Została 1 próba',
      'Zostały 2 próby',
      'Zostało 5 prób',
      'Zostały 22 próby',
    ]);
    expect(pages.WORDS.ar.triesLeft(2)).toBe('بقيت محاولتان');
  });
});
