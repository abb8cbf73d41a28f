import { describe, expect, it } from 'vitest';
import { languageRanges, oneLanguage } from './language.ts';
import { activityIdsOf, canonicalOf, idsOf } from './shape.ts';
import { ada, bob, did, stored } from './statements.testing.ts';
import type { Attachment, StoredStatement } from './types.ts';

const map = { en: 'word', de: 'Wort' };
const named = { ...ada, name: 'Ada' };
const course = { objectType: 'Activity', id: 'https://example.com/a', definition: { name: map, type: 'x:y' } } as const;
const group = { objectType: 'Group', name: 'All', member: [named] } as const;
const attachment: Attachment = {
  usageType: 'x:y',
  display: map,
  description: map,
  contentType: 'text/plain',
  length: 1,
  sha2: 'a',
};
const full: StoredStatement = stored({
  actor: named,
  verb: { ...did, display: map },
  object: {
    objectType: 'SubStatement',
    actor: { ...group, ...ada },
    verb: { ...did, display: map },
    object: { ...named, objectType: 'Agent' },
    context: { contextActivities: { parent: [course] } },
  },
  context: {
    instructor: named,
    team: group,
    contextActivities: { parent: [course] },
    contextAgents: [{ objectType: 'contextAgent', agent: named }],
    contextGroups: [{ objectType: 'contextGroup', group }],
    platform: 'x',
  },
  authority: { ...bob, name: 'Bob' },
  attachments: [attachment],
});

describe('ids', () => {
  it('[FMT-1] leaves what names and drops what describes, everywhere', () => {
    const { description: _, ...described } = attachment;
    expect(idsOf(full)).toEqual({
      ...full,
      actor: ada,
      verb: did,
      object: {
        objectType: 'SubStatement',
        actor: { objectType: 'Group', ...ada },
        verb: did,
        object: { objectType: 'Agent', ...ada },
        context: { contextActivities: { parent: [{ id: course.id }] } },
      },
      context: {
        instructor: ada,
        team: { objectType: 'Group', member: [ada] },
        contextActivities: { parent: [{ id: course.id }] },
        contextAgents: [{ objectType: 'contextAgent', agent: ada }],
        contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [ada] } }],
        platform: 'x',
      },
      authority: bob,
      attachments: [described],
    });
  });
  it('[FMT-1] a reference and a plain statement keep what they are', () => {
    const reference = stored({ object: { objectType: 'StatementRef', id: stored().id } });
    expect(idsOf(reference)).toEqual(reference);
    expect(idsOf(stored())).toEqual(stored());
  });
});

describe('canonical', () => {
  it('[FMT-2] one language of every map, and nothing else is changed', () => {
    const shown = canonicalOf(full, ['de']);
    const german = { de: 'Wort' };
    expect(shown.verb.display).toEqual(german);
    expect(shown.context?.contextActivities?.parent).toEqual([
      { ...course, definition: { name: german, type: 'x:y' } },
    ]);
    expect(shown.attachments).toEqual([{ ...attachment, display: german, description: german }]);
    expect([shown.actor, shown.authority]).toEqual([full.actor, full.authority]);
    expect(canonicalOf(stored(), ['de'])).toEqual(stored());
  });
  it('[FMT-2] activities are what the LRS knows of them, wherever they stand', () => {
    const known = new Map([[course.id, { name: { en: 'merged', de: 'Gesamt' } }]]);
    const role = canonicalOf(full, ['de'], known).context?.contextActivities?.parent;
    expect(role).toEqual([{ ...course, definition: { name: { de: 'Gesamt' } } }]);
    expect(canonicalOf(stored(), ['en'], known).object).toEqual({
      id: course.id,
      definition: { name: { en: 'merged' } },
    });
    expect([...activityIdsOf(full)]).toEqual([course.id]);
  });
  it('[FMT-2] interaction components too', () => {
    const definition = {
      interactionType: 'choice',
      correctResponsesPattern: ['a'],
      choices: [{ id: 'a', description: map }, { id: 'b' }],
    };
    expect(canonicalOf(stored({ object: { id: course.id, definition } }), ['en']).object).toEqual({
      id: course.id,
      definition: { ...definition, choices: [{ id: 'a', description: { en: 'word' } }, { id: 'b' }] },
    });
  });
});

describe('languages', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['de', ['de']],
    ['en;q=0.5, DE , fr;q=0.8', ['de', 'fr', 'en']],
    ['en;q=0, de;q=x, fr;q=2, *;q=0.1', ['*']],
  ])('[FMT-3] Accept-Language %j', (header, ranges) => {
    expect(languageRanges(header)).toEqual(ranges);
  });
  it('[FMT-3] a header without end is read up to a limit', () => {
    expect(languageRanges('en,'.repeat(1000)).length).toBeLessThanOrEqual(32);
  });
  it.each([
    [['en-US', 'de'], ['de'], 'de'],
    [['en-US', 'de'], ['en-us'], 'en-US'],
    [['de', 'en'], ['en-GB'], 'en'],
    [['de', 'en-US'], ['en-GB'], 'en-US'],
    [['de', 'zh-Hant'], ['zh-Hant-x-TW'], 'zh-Hant'],
    [['fr', 'und'], ['it'], 'und'],
    [['fr', 'de'], ['it'], 'fr'],
    [['fr', 'de'], ['it', 'de'], 'de'],
    [['fr', 'de'], ['*'], 'fr'],
    [['fr', 'de'], [], 'fr'],
    [['enx', 'de'], ['en'], 'enx'],
  ])('[FMT-3] of %j, for %j: %s', (tags, ranges, chosen) => {
    expect(oneLanguage(Object.fromEntries(tags.map((tag) => [tag, tag])), ranges)).toEqual({ [chosen]: chosen });
  });
  it('[FMT-3] nothing and one need no choice', () => {
    expect(oneLanguage({}, ['de'])).toEqual({});
    expect(oneLanguage({ fr: 'x' }, ['de'])).toEqual({ fr: 'x' });
  });
});
