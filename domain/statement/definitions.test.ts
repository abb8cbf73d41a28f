import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionsOf, MAX_DEFINITION_CHARS, mergeDefinition } from './definitions.ts';
import type { ActivityDefinition, Statement } from './types.ts';

const named = (id: string) => ({ id, definition: { name: { en: id } } });
const said = (...ids: string[]) =>
  ids.map((id) => ({ activity: id, definition: JSON.stringify({ name: { en: id } }) }));
const found = (...statements: Statement[]) => definitionsOf(statements.map((one) => ({ statement: one })));
const statement = (more: object) =>
  ({ actor: { mbox: 'mailto:a@b.c' }, verb: { id: 'a:v' }, object: named('a:o'), ...more }) as Statement;

describe('definitions', () => {
  it('[DEF-1] are found wherever an activity may stand, in order', () => {
    const contextActivities = { parent: [named('a:p'), { id: 'a:none' }], other: [named('a:x')] };
    const inner = statement({ object: named('a:i'), context: { contextActivities: { category: [named('a:c')] } } });
    const statements = [
      statement({ context: { contextActivities } }),
      statement({ object: { ...inner, objectType: 'SubStatement' } }),
      statement({ object: { objectType: 'Agent', mbox: 'mailto:a@b.c' } }),
      statement({ object: { objectType: 'StatementRef', id: 'x' }, context: {} }),
      statement({ object: { objectType: 'Activity', ...named('a:last') } }),
    ];
    expect(found(...statements)).toEqual(said('a:o', 'a:p', 'a:x', 'a:i', 'a:c', 'a:last'));
  });
  it('[DEF-1] what is said again in a row stands there once', () => {
    const object = (text: string) => statement({ object: { id: 'a:o', definition: { name: { en: text } } } });
    const texts = ['1', '1', '2', '2', '1'].map(object);
    const all = found(texts[0]!, statement({ object: named('a:x') }), ...texts.slice(1));
    expect(all.map(({ definition }) => JSON.parse(definition).name.en)).toEqual(['1', 'a:x', '2', '1']);
  });
  it('[DEF-2] languages and extensions come together, the newest of each', () => {
    const known = { name: { en: 'old', fr: 'vieux' }, description: { en: 'd' }, extensions: { 'a:1': 1, 'a:2': {} } };
    const newer = { name: { en: 'new' }, extensions: { 'a:2': { x: 1 }, 'a:3': null } };
    expect(mergeDefinition(known, newer)).toEqual({
      name: { en: 'new', fr: 'vieux' },
      description: { en: 'd' },
      extensions: { 'a:1': 1, 'a:2': { x: 1 }, 'a:3': null },
    });
    expect(mergeDefinition({ type: 'a:1', moreInfo: 'a:m' }, { type: 'a:2' })).toEqual({
      type: 'a:2',
      moreInfo: 'a:m',
    });
  });
  it('[DEF-3] what belongs to another type of interaction goes', () => {
    const choice = { interactionType: 'choice', choices: [{ id: 'a' }], correctResponsesPattern: ['a'] };
    expect(mergeDefinition(choice, { interactionType: 'numeric' })).toEqual({ interactionType: 'numeric' });
    expect(mergeDefinition(choice, { interactionType: 'choice', choices: [{ id: 'b' }] })).toEqual({
      ...choice,
      choices: [{ id: 'b' }],
    });
    expect(mergeDefinition(choice, { name: { en: 'n' } })).toEqual({ ...choice, name: { en: 'n' } });
  });
  it('[DEF-4] a definition ends to grow, and the newest stands alone', () => {
    const half = 'x'.repeat(MAX_DEFINITION_CHARS / 2);
    const newer = { extensions: { 'a:2': half } };
    expect(mergeDefinition({ extensions: { 'a:1': half } }, newer)).toEqual(newer);
  });
  it('[DEF-2] saying it again changes nothing', () => {
    const map = fc.dictionary(fc.constantFrom('en', 'de', 'fr'), fc.string());
    const definition = fc.record({ name: map, description: map, type: fc.webUrl() }, { requiredKeys: [] });
    fc.assert(
      fc.property(definition, definition, (a, b) => {
        const once = mergeDefinition(a as ActivityDefinition, b as ActivityDefinition);
        expect(mergeDefinition(once, b as ActivityDefinition)).toEqual(once);
      }),
    );
  });
});
