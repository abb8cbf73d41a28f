import { describe, expect, it } from 'vitest';
import { type Finding, Findings, MAX_FINDINGS } from './findings.ts';
import { checkStatement } from './statement.ts';

const UUID = '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6b';
const ada = { mbox: 'mailto:ada@example.com' };
const verb = { id: 'https://example.com/verbs/did' };
const activity = { id: 'https://example.com/a' };
const good = { actor: ada, verb, object: activity };
const group = (member: unknown) => ({ objectType: 'Group', member });
const withDefinition = (definition: unknown) => ({ ...good, object: { ...activity, definition } });
const withResult = (result: unknown) => ({ ...good, result });
const withContext = (context: unknown) => ({ ...good, context });
const sub = (more: object = {}) => ({ ...good, object: { objectType: 'SubStatement', ...good, ...more } });
const attachment = {
  usageType: 'https://example.com/usage',
  display: { en: 'A' },
  contentType: 'text/plain; charset=utf-8',
  length: 3,
  sha2: 'a'.repeat(64),
  fileUrl: 'https://example.com/file',
};
const withAttachment = (more: object) => ({ ...good, attachments: [{ ...attachment, ...more }] });

const check = (statement: unknown): Finding[] => {
  const out = new Findings();
  checkStatement(statement, out);
  return out.list;
};

/** Rule, what is wrong in words, statement, path of the one finding. */
type Bad = readonly [rule: string, why: string, statement: unknown, path: string];

const BAD: readonly Bad[] = [
  ['ST-1', 'a property of no specification', { ...good, foo: 1 }, '$.foo'],
  ['ST-1', 'a name that is no identifier', { ...good, 'a-b': 1 }, '$["a-b"]'],
  ['ST-1', 'a property in the wrong case', { ...good, actor: { Mbox: 'x', ...ada } }, '$.actor.Mbox'],
  ['ST-1', 'a key of score that is unknown', withResult({ score: { Raw: 1 } }), '$.result.score.Raw'],
  ['ST-2', 'no object', 'statement', '$'],
  ['ST-2', 'an array', [], '$'],
  ['ST-2', 'null outside extensions', { ...good, result: null }, '$.result'],
  ['ST-2', 'null where something is required', { ...good, actor: null }, '$.actor'],
  ['ST-2', 'a number as id', { ...good, id: 5 }, '$.id'],
  ['ST-2', 'a text as completion', withResult({ completion: 'true' }), '$.result.completion'],
  ['ST-2', 'a text as score', withResult({ score: { raw: '1' } }), '$.result.score.raw'],
  ['ST-2', 'a definition that is a text', withDefinition('x'), '$.object.definition'],
  ['ST-3', 'no actor', { verb, object: activity }, '$.actor'],
  ['ST-3', 'no verb', { actor: ada, object: activity }, '$.verb'],
  ['ST-3', 'no object', { actor: ada, verb }, '$.object'],
  ['ST-3', 'an id that is no UUID', { ...good, id: 'x' }, '$.id'],
  ['ST-3', 'another version', { ...good, version: '2.0.0' }, '$.version'],
  ['ST-3', 'a version that only begins alike', { ...good, version: '1.01' }, '$.version'],
  ['ST-3', 'an authority of three', { ...good, authority: group([ada, ada, ada]) }, '$.authority'],
  [
    'ST-3',
    'an authority group with a name of its own',
    { ...good, authority: { ...group([ada, ada]), ...ada } },
    '$.authority',
  ],
  ['ST-4', 'no identifier', { ...good, actor: { name: 'Ada' } }, '$.actor'],
  ['ST-4', 'two identifiers', { ...good, actor: { ...ada, openid: 'https://a.example' } }, '$.actor'],
  ['ST-4', 'another objectType', { ...good, actor: { ...ada, objectType: 'Activity' } }, '$.actor.objectType'],
  ['ST-4', 'an Agent with members', { ...good, actor: { ...ada, member: [ada] } }, '$.actor.member'],
  ['ST-4', 'a Group of nobody', { ...good, actor: group([]) }, '$.actor'],
  ['ST-4', 'a Group without anything', { ...good, actor: { objectType: 'Group' } }, '$.actor'],
  ['ST-4', 'a Group in a Group', { ...good, actor: group([group([ada])]) }, '$.actor.member[0].objectType'],
  [
    'ST-4',
    'members that are no array',
    { ...good, actor: { ...ada, objectType: 'Group', member: ada } },
    '$.actor.member',
  ],
  ['ST-5', 'a mailbox without mailto', { ...good, actor: { mbox: 'ada@example.com' } }, '$.actor.mbox'],
  ['ST-5', 'a hash that is too short', { ...good, actor: { mbox_sha1sum: 'abc' } }, '$.actor.mbox_sha1sum'],
  ['ST-5', 'an openid that is no IRI', { ...good, actor: { openid: 'me' } }, '$.actor.openid'],
  [
    'ST-5',
    'a home page that is no IRI',
    { ...good, actor: { account: { homePage: 'x', name: 'a' } } },
    '$.actor.account.homePage',
  ],
  [
    'ST-3',
    'an account without a name',
    { ...good, actor: { account: { homePage: 'https://a.example' } } },
    '$.actor.account.name',
  ],
  ['ST-2', 'an account that is a text', { ...good, actor: { account: 'x' } }, '$.actor.account'],
  ['ST-3', 'a verb without id', { ...good, verb: {} }, '$.verb.id'],
  ['ST-2', 'a verb that is a text', { ...good, verb: 'did' }, '$.verb'],
  ['ST-15', 'a verb that is no IRI', { ...good, verb: { id: 'did' } }, '$.verb.id'],
  ['ST-15', 'an IRI with a bad scheme', { ...good, verb: { id: 'ab=c://x' } }, '$.verb.id'],
  [
    'ST-14',
    'a display in no language',
    { ...good, verb: { ...verb, display: { 'not a tag': 'x' } } },
    '$.verb.display["not a tag"]',
  ],
  ['ST-14', 'a display that is a text', { ...good, verb: { ...verb, display: 'did' } }, '$.verb.display'],
  ['ST-14', 'a display that is a number', { ...good, verb: { ...verb, display: { en: 1 } } }, '$.verb.display.en'],
  ['ST-3', 'an activity without id', { ...good, object: {} }, '$.object.id'],
  ['ST-15', 'a type that is no IRI', withDefinition({ type: 'course' }), '$.object.definition.type'],
  ['ST-15', 'moreInfo that is no IRI', withDefinition({ moreInfo: 'x' }), '$.object.definition.moreInfo'],
  [
    'ST-15',
    'an extension key that is no IRI',
    withDefinition({ extensions: { x: 1 } }),
    '$.object.definition.extensions.x',
  ],
  ['ST-15', 'extensions that are an array', withResult({ extensions: [] }), '$.result.extensions'],
  [
    'ST-8',
    'an unknown interaction',
    withDefinition({ interactionType: 'guess' }),
    '$.object.definition.interactionType',
  ],
  [
    'ST-8',
    'an inherited name as interaction',
    withDefinition({ interactionType: 'toString' }),
    '$.object.definition.interactionType',
  ],
  ['ST-8', 'components without interaction', withDefinition({ choices: [] }), '$.object.definition.interactionType'],
  [
    'ST-8',
    'components of another interaction',
    withDefinition({ interactionType: 'likert', choices: [] }),
    '$.object.definition.choices',
  ],
  [
    'ST-8',
    'components that are no array',
    withDefinition({ interactionType: 'choice', choices: {} }),
    '$.object.definition.choices',
  ],
  [
    'ST-2',
    'a component that is a text',
    withDefinition({ interactionType: 'choice', choices: ['a'] }),
    '$.object.definition.choices[0]',
  ],
  [
    'ST-3',
    'a component without id',
    withDefinition({ interactionType: 'choice', choices: [{}] }),
    '$.object.definition.choices[0].id',
  ],
  [
    'ST-8',
    'a component twice',
    withDefinition({ interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] }),
    '$.object.definition.choices[1].id',
  ],
  [
    'ST-8',
    'a pattern that is a text',
    withDefinition({ interactionType: 'choice', correctResponsesPattern: 'a' }),
    '$.object.definition.correctResponsesPattern',
  ],
  [
    'ST-8',
    'a pattern of numbers',
    withDefinition({ interactionType: 'choice', correctResponsesPattern: [1] }),
    '$.object.definition.correctResponsesPattern',
  ],
  ['ST-9', 'an unknown objectType', { ...good, object: { objectType: 'Thing' } }, '$.object.objectType'],
  ['ST-9', 'a reference to no UUID', { ...good, object: { objectType: 'StatementRef', id: 'x' } }, '$.object.id'],
  ['ST-9', 'a SubStatement in a SubStatement', sub({ object: sub().object }), '$.object.object'],
  ['ST-1', 'a SubStatement with an id', sub({ id: UUID }), '$.object.id'],
  ['ST-4', 'an object Agent without identifier', { ...good, object: { objectType: 'Agent' } }, '$.object'],
  ['ST-10', 'a scaled score above 1', withResult({ score: { scaled: 1.01 } }), '$.result.score.scaled'],
  ['ST-10', 'a scaled score below -1', withResult({ score: { scaled: -1.01 } }), '$.result.score.scaled'],
  ['ST-10', 'a raw score below min', withResult({ score: { raw: 0, min: 1 } }), '$.result.score.raw'],
  ['ST-10', 'a raw score above max', withResult({ score: { raw: 2, max: 1 } }), '$.result.score.raw'],
  ['ST-10', 'min that is max', withResult({ score: { min: 1, max: 1 } }), '$.result.score.min'],
  ['ST-2', 'a score that is a number', withResult({ score: 1 }), '$.result.score'],
  ['ST-2', 'a response that is a number', withResult({ response: 1 }), '$.result.response'],
  ['ST-13', 'a duration of weeks and days', withResult({ duration: 'P4W1D' }), '$.result.duration'],
  ['ST-11', 'a registration that is no UUID', withContext({ registration: 'x' }), '$.context.registration'],
  ['ST-4', 'a team that is an Agent', withContext({ team: ada }), '$.context.team.objectType'],
  [
    'ST-11',
    'a revision beside an Agent',
    { ...withContext({ revision: '1' }), object: { objectType: 'Agent', ...ada } },
    '$.context.revision',
  ],
  ['ST-11', 'a language that is none', withContext({ language: 'x_y' }), '$.context.language'],
  [
    'ST-1',
    'an unknown kind of context activity',
    withContext({ contextActivities: { Parent: activity } }),
    '$.context.contextActivities.Parent',
  ],
  [
    'ST-3',
    'a context activity without id',
    withContext({ contextActivities: { parent: {} } }),
    '$.context.contextActivities.parent.id',
  ],
  [
    'ST-3',
    'the second context activity without id',
    withContext({ contextActivities: { other: [activity, {}] } }),
    '$.context.contextActivities.other[1].id',
  ],
  [
    'ST-7',
    'a context activity that is something else',
    withContext({ contextActivities: { other: { ...activity, objectType: 'Agent' } } }),
    '$.context.contextActivities.other.objectType',
  ],
  [
    'ST-9',
    'a reference with another objectType',
    withContext({ statement: { objectType: 'Ref', id: UUID } }),
    '$.context.statement.objectType',
  ],
  ['ST-12', 'a timestamp without zone', { ...good, timestamp: '2026-01-31T12:00:00' }, '$.timestamp'],
  ['ST-12', 'stored that is no time', { ...good, stored: 'now' }, '$.stored'],
  ['ST-16', 'attachments that are an object', { ...good, attachments: {} }, '$.attachments'],
  ['ST-3', 'an attachment without length', withAttachment({ length: undefined }), '$.attachments[0].length'],
  ['ST-16', 'an attachment of half a byte', withAttachment({ length: 0.5 }), '$.attachments[0].length'],
  ['ST-16', 'a hash that is no SHA-2', withAttachment({ sha2: 'z' }), '$.attachments[0].sha2'],
  ['ST-16', 'a content type that is none', withAttachment({ contentType: 'text' }), '$.attachments[0].contentType'],
  [
    'SIG-1',
    'a signature of another type',
    withAttachment({ usageType: 'http://adlnet.gov/expapi/attachments/signature', contentType: 'text/plain' }),
    '$.attachments[0].contentType',
  ],
  [
    'ST-18',
    'voiding something that is no reference',
    { ...good, verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } },
    '$.object',
  ],
];

const GOOD: readonly (readonly [string, unknown])[] = [
  ['the smallest', good],
  ['everything of an actor', { ...good, actor: { objectType: 'Agent', name: 'Ada', mbox_sha1sum: 'A'.repeat(40) } }],
  ['an anonymous Group', { ...good, actor: group([ada, { openid: 'https://b.example' }]) }],
  ['an identified Group without members', { ...good, actor: { objectType: 'Group', ...ada } }],
  ['an OAuth authority', { ...good, authority: group([ada, ada]) }],
  ['an authority that is an Agent', { ...good, authority: ada }],
  ['version 1.0', { ...good, version: '1.0' }],
  ['version 1.0.9', { ...good, version: '1.0.9', id: UUID.toUpperCase() }],
  ['null in extensions', withResult({ extensions: { 'https://a.example/x': null } })],
  [
    'an interaction',
    withDefinition({
      interactionType: 'matching',
      source: [{ id: 'a', description: { 'zh-Hans-CN': 'x' } }],
      target: [{ id: 'a' }],
      correctResponsesPattern: ['a[.]a'],
    }),
  ],
  ['a sequencing interaction with choices', withDefinition({ interactionType: 'sequencing', choices: [{ id: 'a' }] })],
  ['a SubStatement', sub({ timestamp: '2026-01-31T12:00:00Z' })],
  ['a reference as object', { ...good, object: { objectType: 'StatementRef', id: UUID } }],
  [
    'voiding',
    {
      ...good,
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: UUID },
    },
  ],
  [
    'a full result',
    withResult({
      score: { scaled: -1, raw: 1, min: 1, max: 2 },
      success: false,
      completion: true,
      response: '',
      duration: 'P4W',
    }),
  ],
  [
    'a full context',
    withContext({
      registration: UUID,
      instructor: ada,
      team: group([ada]),
      revision: '1',
      platform: 'x',
      language: 'en-GB',
      statement: { objectType: 'StatementRef', id: UUID },
      contextActivities: { parent: activity, category: [activity] },
    }),
  ],
  ['an attachment whose content comes along', withAttachment({ fileUrl: undefined })],
  ['an attachment elsewhere', withAttachment({ description: { en: 'x' }, length: 0 })],
];

describe('the form of a statement', () => {
  it.each(BAD)('[%s] refuses %s', (rule, _why, statement, path) => {
    expect(check(statement)).toEqual([{ path, rule, message: expect.stringMatching(/.{10}/) }]);
  });
  it.each(GOOD)('[ST-3] accepts %s', (_why, statement) => {
    expect(check(statement)).toEqual([]);
  });
  it('[ST-21] xAPI 2.0 knows who else was there', () => {
    const in2 = (context: object, version: '1.0.3' | '2.0.0' = '2.0.0') => {
      const findings = new Findings(version);
      checkStatement({ ...good, context }, findings);
      return findings.list.map(({ path, rule: by }) => `${by} ${path}`);
    };
    const one = { objectType: 'contextAgent', agent: ada, relevantTypes: ['https://example.com/coach'] };
    const team = { objectType: 'contextGroup', group: group([ada]) };
    expect(in2({ contextAgents: [one], contextGroups: [team] })).toEqual([]);
    expect(in2({ contextAgents: [one], contextGroups: [team] }, '1.0.3')).toEqual([
      'ST-1 $.context.contextAgents',
      'ST-1 $.context.contextGroups',
    ]);
    const at = '$.context.contextAgents';
    expect(in2({ contextAgents: one })).toEqual([`ST-21 ${at}`]);
    expect(in2({ contextAgents: [{ ...one, objectType: 'Agent' }] })).toEqual([`ST-21 ${at}[0].objectType`]);
    expect(in2({ contextAgents: [{ ...one, agent: group([ada]) }] })).toEqual([`ST-4 ${at}[0].agent.objectType`]);
    expect(in2({ contextAgents: [{ ...one, agent: undefined }] })).toEqual([`ST-3 ${at}[0].agent`]);
    expect(in2({ contextAgents: [{ ...one, more: 1 }] })).toEqual([`ST-1 ${at}[0].more`]);
    for (const relevantTypes of [[], 'x', ['x'], [1]]) {
      expect(in2({ contextAgents: [{ ...one, relevantTypes }] })).toEqual([`ST-21 ${at}[0].relevantTypes`]);
    }
    expect(in2({ contextGroups: [{ ...team, group: ada }] })).toEqual([
      'ST-4 $.context.contextGroups[0].group.objectType',
    ]);
  });
  it('[ST-3] a request of 2.0 takes versions of both', () => {
    const versions = ['1.0', '1.0.9', '2.0', '2.0.1', '1.1.0', '2.1.0', '3.0'].filter((version) => {
      const findings = new Findings('2.0.0');
      checkStatement({ ...good, version }, findings);
      return findings.total === 0;
    });
    expect(versions).toEqual(['1.0', '1.0.9', '2.0', '2.0.1']);
  });
  it('[ST-6] a verb display needs no more than a language map', () => {
    expect(check({ ...good, verb: { ...verb, display: { en: 'did', 'x-private': 'x', und: 'x' } } })).toEqual([]);
  });
  it('[ST-15] extensions that are nested too deeply are refused, not walked into', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(check(withResult({ extensions: { 'https://a.example/x': nested(63) } }))).toEqual([]);
    expect(check(withResult({ extensions: { 'https://a.example/x': nested(64) } }))).toMatchObject([{ rule: 'ST-15' }]);
    expect(check(withResult({ extensions: { 'https://a.example/x': nested(100_000) } }))).toMatchObject([
      { rule: 'ST-15' },
    ]);
  });
  it('[ST-4] members of members do not deepen the stack', () => {
    let actor: unknown = ada;
    for (let i = 0; i < 100_000; i++) actor = { objectType: 'Group', member: [actor] };
    expect(check({ ...good, actor })).toMatchObject([{ rule: 'ST-4' }]);
  });
  it('[ST-17] every problem is named, up to the limit, and all are counted', () => {
    const out = new Findings();
    const statement = { actor: {}, verb: {}, object: { id: 1 } };
    out.enter(2);
    checkStatement(statement, out);
    out.leave();
    expect(out.list.map(({ path }) => path)).toEqual(['$[2].actor', '$[2].verb.id', '$[2].object.id']);
    for (let i = 0; i < 50; i++) checkStatement(statement, out);
    expect(out.list).toHaveLength(MAX_FINDINGS);
    expect(out.total).toBe(153);
  });
});
