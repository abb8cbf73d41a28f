import { describe, expect, it } from 'vitest';
import type { Statement } from './types.ts';
import { actorName, inLanguage, statementWords } from './words.ts';

const body = (parts: Partial<Statement>): Statement => ({
  actor: { mbox: 'mailto:ada@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: 'https://example.org/course' },
  ...parts,
});

describe('a statement in words', () => {
  it('takes names and displays where they are', () => {
    const statement = body({
      actor: { name: 'Ada', mbox: 'mailto:ada@example.org' },
      verb: { id: 'https://example.org/v', display: { de: 'hat gelesen', 'en-US': 'read' } },
      object: { id: 'https://example.org/course', definition: { name: { 'en-GB': 'Golf', de: 'Golfen' } } },
    });
    expect(statementWords(statement, ['de-AT'])).toEqual({ actor: 'Ada', verb: 'hat gelesen', object: 'Golfen' });
    expect(statementWords(statement, [])).toEqual({ actor: 'Ada', verb: 'read', object: 'Golf' });
  });

  it('falls back to identifiers', () => {
    expect(statementWords(body({}), ['en'])).toEqual({
      actor: 'ada@example.org',
      verb: 'completed',
      object: 'https://example.org/course',
    });
    expect(statementWords(body({ verb: { id: 'https://example.org/verbs#tried/' } }), []).verb).toBe('tried');
    expect(statementWords(body({ verb: { id: '/', display: { en: ' ' } } }), []).verb).toBe('/');
  });

  it('tells every kind of object', () => {
    const words = (object: Statement['object']) => statementWords(body({ object }), ['en']).object;
    expect(words({ objectType: 'StatementRef', id: '5e3f' })).toBe('5e3f');
    expect(words({ objectType: 'Agent', name: 'Bo', openid: 'https://bo.example' })).toBe('Bo');
    expect(words({ objectType: 'Group', member: [{ name: 'Bo' }, { openid: 'https://cy.example' }] })).toBe(
      'Bo, https://cy.example',
    );
    expect(words({ ...body({ actor: { name: 'Cy' } }), objectType: 'SubStatement' })).toBe(
      'Cy completed https://example.org/course',
    );
    expect(words({ objectType: 'Activity', id: 'https://example.org/x' })).toBe('https://example.org/x');
  });

  it('names an agent by whichever identifier it has, and an empty group by nothing', () => {
    expect(actorName({ account: { homePage: 'https://example.org', name: 'a-7' } })).toBe('a-7');
    expect(actorName({ mbox_sha1sum: 'ff' })).toBe('ff');
    expect(actorName({ name: '', mbox: 'MAILTO:x@y.z' })).toBe('x@y.z');
    expect(actorName({ objectType: 'Group' })).toBe('');
  });

  it('prefers the exact tag, then its language, then English, then the first', () => {
    const map = { fr: 'fr', 'en-GB': 'en-GB', 'en-US': 'en-US' };
    expect(inLanguage(map, ['EN-us'])).toBe('en-US');
    expect(inLanguage(map, ['en-AU'])).toBe('en-GB');
    expect(inLanguage(map, ['pt', 'fr-CA'])).toBe('fr');
    expect(inLanguage(map, ['pt'])).toBe('en-GB');
    expect(inLanguage({ ja: 'ja', ko: 'ko' }, ['pt'])).toBe('ja');
    expect(inLanguage({}, ['pt'])).toBeUndefined();
    expect(inLanguage(undefined, ['pt'])).toBeUndefined();
  });
});
