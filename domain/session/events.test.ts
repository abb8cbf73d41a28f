import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { node, Play } from './session.testing.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
const schemaOf = (type: string): Schema =>
  JSON.parse(readFileSync(new URL(`../../schemas/events/${type}.json`, import.meta.url), 'utf8')) as Schema;

const typeOf = (value: unknown): string => (value === null ? 'null' : typeof value);

/** The part of JSON Schema that the registry uses: types, enumerations, members. */
function mismatches(schema: Schema, value: unknown, path = '$'): string[] {
  if (schema.enum !== undefined) return schema.enum.includes(value) ? [] : [path];
  const types = [schema.type ?? []].flat().map((type) => (type === 'integer' ? 'number' : type));
  if (!types.includes(typeOf(value))) return [path];
  if (typeOf(value) !== 'object') return [];
  const members = value as Record<string, unknown>;
  const absent = (schema.required ?? []).filter((name) => !(name in members)).map((name) => `${path}.${name}`);
  const wrong = Object.entries(members).flatMap(([name, member]) => {
    const own = schema.properties?.[name];
    return own === undefined ? [`${path}.${name}`] : mismatches(own, member, `${path}.${name}`);
  });
  return [...absent, ...wrong];
}

describe('events', () => {
  it('[EVS-1] say what the registry says of them', () => {
    const play = new Play([node('a'), node('b')]).go('start').enter('init', 'core.score.raw=80').go('continue');
    play.enter().go('exit').open('launch-2').go('start');
    const types = new Set(play.events.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      'delivery.play_session.completed.v1',
      'delivery.play_session.navigated.v1',
      'delivery.play_session.started.v1',
    ]);
    for (const { type, data } of play.events) expect(mismatches(schemaOf(type), data)).toEqual([]);
    const scoreless = new Play([node('a')]).go('start').enter().go('exit').events;
    for (const { type, data } of scoreless) expect(mismatches(schemaOf(type), data)).toEqual([]);
  });
  it('[EVS-2] have an id for each fact, the same when it is told again', () => {
    const told = () => {
      const play = new Play([node('a'), node('b')]).go('start').enter().go('continue').enter().go('exit');
      return play.events.map(({ id, type }) => `${type} ${id}`);
    };
    expect(told()).toEqual(told());
    expect(new Set(told()).size).toBe(5);
  });
});
