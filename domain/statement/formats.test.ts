import { describe, expect, it } from 'vitest';
import * as formats from './formats.ts';

const VECTORS: Record<string, { test: (text: string) => boolean; good: string[]; bad: string[] }> = {
  'ST-15 IRI': {
    test: formats.isIri,
    good: ['https://example.com/x', 'urn:x', 'tag:a@b,2026:x', 'HTTP://X', 'https://例え.example/ü'],
    bad: ['x', '/x', 'https:', '1a:b', 'a b:c', 'https://a b', 'https://a<b', ':x'],
  },
  'ST-5 mailbox': {
    test: formats.isMailbox,
    good: ['mailto:a@b.example', 'MAILTO:a@b'],
    bad: ['a@b.example', 'mailto:a', 'mailto:a@', 'mailto:@b', 'mailto:a b@c', 'mailto:a@b@c'],
  },
  'ST-5 SHA-1': {
    test: formats.isSha1,
    good: ['a'.repeat(40), 'F'.repeat(40)],
    bad: ['a'.repeat(39), 'a'.repeat(41), 'g'.repeat(40)],
  },
  'ST-16 SHA-2': {
    test: formats.isSha2,
    good: [56, 64, 96, 128].map((n) => 'a'.repeat(n)),
    bad: ['a'.repeat(40), 'a'.repeat(65), 'g'.repeat(64)],
  },
  'ST-16 media type': {
    test: formats.isMediaType,
    good: ['text/plain', 'application/vnd.x+json; a=b'],
    bad: ['text', 'text/', '/x', 'a b/c', 'text/plain x'],
  },
  'ST-3 version': {
    test: formats.isVersion,
    good: ['1.0', '1.0.0', '1.0.32', '1.0.3-rc.1'],
    bad: ['1', '1.1.0', '1.0.', '01.0.0', '1.0.x', '0.9'],
  },
  'ST-3 UUID': {
    test: formats.isUuid,
    good: ['0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6b', '0193A1B2-C3D4-4E5F-8A6B-1C2D3E4F5A6B'],
    bad: [
      '0193a1b2c3d44e5f8a6b1c2d3e4f5a6b',
      '{0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6b}',
      '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6',
      'g193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6b',
    ],
  },
  'ST-14 language tag': {
    test: formats.isLanguageTag,
    good: [
      'en',
      'EN-gb',
      'und',
      'zh-cmn-Hans-CN',
      'sr-Latn-RS',
      'sl-rozaj-biske',
      'de-1996',
      'es-419',
      'en-a-bbb-x-c',
      'x-whatever',
      'i-klingon',
      'en-GB-oed',
      'de-CH-1901',
      'a'.repeat(8),
    ],
    bad: ['', 'e', 'en_GB', 'en-', '-en', 'en-a', 'a'.repeat(9), 'en-GB-GB', 'x', 'i-nothing', 'en--GB', 'de-419-DE'],
  },
};

describe.each(Object.entries(VECTORS))('[%s]', (_rule, { test, good, bad }) => {
  it.each(good)('accepts %j', (text) => {
    expect(test(text)).toBe(true);
  });
  it.each(bad)('refuses %j', (text) => {
    expect(test(text)).toBe(false);
  });
});

it('[ST-15] what was found good is good again, however much is remembered, and what is bad stays bad', () => {
  const good = [...Array.from({ length: 5000 }, (_, i) => `x:${i}`), `x:${'y'.repeat(1000)}`];
  for (let i = 0; i < 2; i++) {
    for (const iri of good) expect(formats.isIri(iri)).toBe(true);
    expect(formats.isIri('x')).toBe(false);
  }
});
