import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../kernel/event.ts';
import { makeId } from '../kernel/ids.ts';
import type { StoredStatement } from '../statement/types.ts';
import { LIFE_VERBS } from '../statement/verbs.ts';
import { statementStored } from './events.ts';
import { packReading, summaryOf } from './packed.ts';
import { byKey, project } from './project.ts';
import { readingsOf } from './projection.testing.ts';

const registry = new URL('../../schemas/events/', import.meta.url);
interface Schema {
  $id: string;
  required: string[];
  properties: Record<string, object>;
}
const schemaOf = (type: string): Schema =>
  JSON.parse(readFileSync(new URL(`${type}.json`, registry), 'utf8')) as Schema;

const tenant = { id: 'demo', homePage: 'https://demo.example' };
const statement = (verb: keyof typeof LIFE_VERBS): StoredStatement => ({
  id: '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6b',
  actor: {
    account: { homePage: tenant.homePage, name: makeId('demo', 'lrn', '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b') },
  },
  verb: { id: LIFE_VERBS[verb] },
  object: { id: 'https://demo.example/a', definition: { type: 'http://adlnet.gov/expapi/activities/course' } },
  context: { registration: '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6c' },
  timestamp: '2026-01-31T12:00:00Z',
  stored: '2026-01-31T12:00:00Z',
  authority: {},
  version: '1.0.3',
});

const stored = (one: StoredStatement) => statementStored(tenant.id, summaryOf(packReading(one, tenant)), one.stored);

describe('ids of events', () => {
  it('[EVT-1] are the same for the same fact, for ever', () => {
    const told = (verb: keyof typeof LIFE_VERBS, change: object = {}) => {
      const one = { ...statement(verb), ...change } as StoredStatement;
      return [stored(one), ...project('demo', byKey(readingsOf([one])), new Map()).events].map(({ id }) => id);
    };
    const ids = told('completed');
    expect(ids).toMatchInlineSnapshot(`
      [
        "demo-evt-0s8mnzp37qbr49nnw7ae749gzq",
        "demo-evt-1j7h62wb4fbmavsqpygca6bsyy",
        "demo-evt-5sx59mg2nra48b59jq99egwyps",
        "demo-evt-7gb5rcadc0arjacj4y4s1fpkgv",
      ]
    `);
    const again = told('completed', { id: statement('completed').id.toUpperCase() });
    expect(again).toEqual(ids);
    const elsewhere = told('completed', {
      id: ids[0]!.slice(-1) + statement('completed').id.slice(1),
      context: { registration: '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6d' },
    });
    expect(elsewhere.some((id) => ids.includes(id))).toBe(false);
    const passed = told('passed');
    expect(passed.slice(0, 2)).toEqual(ids.slice(0, 2));
    expect(passed[2]).not.toBe(ids[3]);
  });
});

describe('the registry of event schemas', () => {
  it('[EVT-2] has a schema for every event, named by its type, and no other', () => {
    expect(readdirSync(registry).sort()).toEqual(EVENT_TYPES.map((type) => `${type}.json`).sort());
    for (const type of EVENT_TYPES) expect(schemaOf(type).$id).toBe(`https://lectern.dev/schemas/events/${type}.json`);
  });
  it('[EVT-2] names every member that the events of projections have', () => {
    const { events } = project('demo', byKey(readingsOf([statement('completed')])), new Map());
    for (const { type, data } of [stored(statement('completed')), ...events]) {
      const { required, properties } = schemaOf(type);
      expect(Object.keys(data).sort()).toEqual(Object.keys(properties).sort());
      expect(required.toSorted()).toEqual(Object.keys(properties).sort());
    }
    expect(events).toHaveLength(3);
  });
});
