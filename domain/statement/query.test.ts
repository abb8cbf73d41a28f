import { describe, expect, it } from 'vitest';
import { actorKey } from './actor-key.ts';
import { MAX_PAGE_STATEMENTS, matchesTerms, parseQuery, termNumbers } from './query.ts';
import { activity, ada, bob, cy, did, good, ID } from './statements.testing.ts';
import { term, termNumber } from './terms.ts';
import type { Statement } from './types.ts';

const parse = (query: Record<string, string>) => parseQuery(Object.entries(query));
const refusedAt = (query: Record<string, string>) => {
  const result = parse(query);
  return result.ok ? 'accepted' : `${result.error.code} ${result.error.where}`;
};
const list = (query: Record<string, string>) => {
  const result = parse(query);
  if (!result.ok || result.value.query.kind !== 'list') throw new Error('no list');
  return result.value.query;
};
const agent = (value: object) => JSON.stringify(value);

describe('parameters', () => {
  it.each([
    ['Verb', { Verb: did.id }],
    ['foo', { foo: '1' }],
    ['statementId', { statementId: 'x' }],
    ['voidedStatementId', { statementId: ID, voidedStatementId: ID }],
    ['verb', { statementId: ID, verb: did.id }],
    ['limit', { voidedStatementId: ID, limit: '1' }],
    ['verb', { verb: 'did' }],
    ['activity', { activity: 'a' }],
    ['registration', { registration: 'x' }],
    ['agent', { agent: 'x' }],
    ['agent', { agent: '{}' }],
    ['agent', { agent: agent({ objectType: 'Group', member: [ada] }) }],
    ['since', { since: '2026' }],
    ['until', { until: 'x' }],
    ['limit', { limit: '-1' }],
    ['limit', { limit: '1.5' }],
    ['ascending', { ascending: 'yes' }],
    ['related_agents', { agent: agent(ada), related_agents: '1' }],
    ['related_activities', { activity: activity.id, related_activities: 'TRUE' }],
    ['format', { format: 'Ids' }],
    ['attachments', { attachments: 'yes' }],
    ['attachments', { statementId: ID, attachments: 'x' }],
  ] as [string, Record<string, string>][])('[QRY-1] refuses %s in %j', (name, query) => {
    expect(refusedAt(query)).toBe(`query_invalid query.${name}`);
  });
  it('[QRY-1] refuses a parameter that is given twice', () => {
    const twice = parseQuery([
      ['verb', did.id],
      ['verb', did.id],
    ]);
    expect(twice.ok ? '' : twice.error.detail).toContain('twice');
  });
  it.each(['exact', 'ids', 'canonical'] as const)('[QRY-6] the format %s, with attachments or without', (format) => {
    expect(parse({ format, attachments: 'true' })).toMatchObject({ value: { form: { format, attachments: true } } });
    expect(parse({})).toMatchObject({ value: { form: { format: 'exact', attachments: false } } });
  });
  it('[QRY-2] one statement is asked for by id, with a format or attachments at most', () => {
    const more = { format: 'exact', attachments: 'false' };
    expect(parse({ statementId: ID.toUpperCase(), ...more })).toMatchObject({
      value: { query: { kind: 'one', id: ID, voided: false } },
    });
    expect(parse({ voidedStatementId: ID })).toMatchObject({ value: { query: { kind: 'one', id: ID, voided: true } } });
  });
  it('[QRY-4] times, limit and order', () => {
    expect(list({})).toEqual({ kind: 'list', terms: [], limit: MAX_PAGE_STATEMENTS, ascending: false });
    expect(list({ limit: '0' }).limit).toBe(100);
    expect(list({ limit: '101' }).limit).toBe(100);
    expect(list({ limit: '99' }).limit).toBe(99);
    expect(list({ since: '1970-01-01T00:00:01Z', until: '1970-01-01T00:00:02Z', ascending: 'true' })).toMatchObject({
      since: 1_000_000,
      until: 2_000_000,
      ascending: true,
    });
  });
  it('[QRY-3] terms stand most selective first', () => {
    const query = list({
      verb: did.id,
      activity: activity.id,
      agent: agent(ada),
      registration: ID.toUpperCase(),
      related_agents: 'true',
      related_activities: 'true',
    });
    const key = actorKey(ada)!;
    const terms = [[`r${ID}`], [`a${key}`, `A${key}`], [`o${activity.id}`, `O${activity.id}`], [`v${did.id}`]];
    expect(query.terms).toEqual(terms);
    expect(termNumbers(query)).toEqual(terms.map((any) => any.map(termNumber)));
    expect(list({ agent: agent(ada), activity: activity.id }).terms).toEqual([
      [term('a', key)],
      [term('o', activity.id)],
    ]);
  });
});

describe('matching', () => {
  const other = { id: 'https://example.com/other' };
  const full: Statement = {
    ...good,
    authority: bob,
    context: { registration: ID, contextActivities: { grouping: [other] }, instructor: cy },
  };
  const matches = (statement: Statement, query: Record<string, string>) => matchesTerms([statement], list(query));

  it('[QRY-3] the agent is actor, object or a member of them', () => {
    expect(matches(full, { agent: agent(ada) })).toBe(true);
    expect(matches(full, { agent: agent(bob) })).toBe(false);
    expect(matches({ ...good, object: { objectType: 'Agent', ...bob } }, { agent: agent(bob) })).toBe(true);
    expect(matches({ ...good, actor: { objectType: 'Group', member: [cy, bob] } }, { agent: agent(bob) })).toBe(true);
    expect(
      matches({ ...good, object: { objectType: 'Group', ...cy } }, { agent: agent({ objectType: 'Group', ...cy }) }),
    ).toBe(true);
  });
  it('[QRY-3] related agents are authority, instructor, team and the SubStatement', () => {
    const related = (statement: Statement, who: object) =>
      matches(statement, { agent: agent(who), related_agents: 'true' });
    expect(related(full, bob)).toBe(true);
    expect(related(full, cy)).toBe(true);
    expect(related(full, ada)).toBe(true);
    expect(related(good, bob)).toBe(false);
    expect(related({ ...good, context: { team: { objectType: 'Group', member: [bob] } } }, bob)).toBe(true);
    const sub = { objectType: 'SubStatement', actor: cy, verb: did, object: { objectType: 'Agent', ...bob } } as const;
    expect(related({ ...good, object: sub }, bob)).toBe(true);
    expect(related({ ...good, object: sub }, cy)).toBe(true);
  });
  it('[QRY-3] related activities are those of the context and the SubStatement', () => {
    const asked = (id: string, related: string) => ({ activity: id, related_activities: related });
    expect(matches(full, asked(other.id, 'false'))).toBe(false);
    expect(matches(full, asked(other.id, 'true'))).toBe(true);
    expect(matches(full, asked(activity.id, 'true'))).toBe(true);
    const sub = { objectType: 'SubStatement', ...good, context: { contextActivities: { parent: [other] } } } as const;
    const holding: Statement = { ...good, object: sub };
    expect(matches(holding, asked(activity.id, 'false'))).toBe(false);
    expect(matches(holding, asked(activity.id, 'true'))).toBe(true);
    expect(matches(holding, asked(other.id, 'true'))).toBe(true);
  });
  it('[QRY-5] all terms must hold', () => {
    expect(matches(full, {})).toBe(true);
    expect(matches(full, { verb: did.id, registration: ID })).toBe(true);
    expect(matches({ ...full, context: { registration: ID.toUpperCase() } }, { registration: ID })).toBe(true);
    expect(matches(full, { verb: 'https://example.com/x', registration: ID })).toBe(false);
    expect(matches(good, { registration: ID })).toBe(false);
    expect(matches({ ...good, object: { objectType: 'StatementRef', id: ID } }, { activity: activity.id })).toBe(false);
  });
});

describe('through references', () => {
  const OTHER = ID.replace(/^0/, '1');
  const ref = (id: string): Statement['object'] => ({ objectType: 'StatementRef', id });
  const target: Statement = { ...good, id: ID, actor: cy };
  const note: Statement = { id: OTHER, actor: bob, verb: { id: 'https://example.com/noted' }, object: ref(ID) };

  it('[REF-1] each filter holds by the statement or by one that it leads to', () => {
    const confirmation: Statement = { id: ID.replace(/^0/, '2'), actor: ada, verb: did, object: ref(OTHER) };
    for (const asked of [
      { activity: activity.id },
      { agent: agent(cy) },
      { agent: agent(bob), activity: activity.id },
    ]) {
      expect(matchesTerms([confirmation, note, target], list(asked))).toBe(true);
    }
    expect(matchesTerms([confirmation, note, target], list({ activity: `${activity.id}/x` }))).toBe(false);
    expect(matchesTerms([confirmation], list({ activity: activity.id }))).toBe(false);
    expect(matchesTerms([target], list({ agent: agent(bob) }))).toBe(false);
  });
  it('[XAPI-4] what a credential may see is not widened by references', () => {
    const query = { ...list({}), authority: actorKey(ada)! };
    expect(
      matchesTerms(
        [
          { ...note, authority: bob },
          { ...target, authority: ada },
        ],
        query,
      ),
    ).toBe(false);
    expect(matchesTerms([{ ...note, authority: ada }, target], query)).toBe(true);
    expect(termNumbers(query)).toEqual([
      [termNumber(term('A', actorKey(ada)!)), termNumber(term('a', actorKey(ada)!))],
    ]);
  });
});
