import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { DefinitionTable } from './definitions.ts';
import { requestOf } from './log.testing.ts';
import type { LogSql } from './sql.ts';
import type { StatementLog } from './statement-log.ts';

type Log = Pick<StatementLog, 'append' | 'pull' | 'definitions'>;
const namespace = (env as unknown as { STATEMENT_LOG: DurableObjectNamespace<StatementLog> }).STATEMENT_LOG;
/** A log whose messages nobody projects. */
async function log(name: string): Promise<Log> {
  const stub = namespace.getByName(name) as unknown as Log;
  await quiet(stub);
  return stub;
}
const quiet = (stub: Log) =>
  runInDurableObject(objectOf(stub), (object) => {
    (object as unknown as { env: object }).env = { PROJECTION: { send: async () => {} } };
  });
const objectOf = (stub: Log) => stub as unknown as DurableObjectStub<StatementLog>;

const A = 'https://example.com/a';
const statement = (definition: object, id: string = crypto.randomUUID()) => ({
  id,
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: 'https://example.com/v' },
  object: { id: A, definition },
});

const append = (to: Log, tenant: string, ...statements: object[]) => to.append(requestOf(statements, () => 0, tenant));
const known = async (of: Log) => {
  const [text, none] = await of.definitions([A, 'https://example.com/nothing']);
  expect(none).toBeNull();
  return text == null ? text : JSON.parse(text);
};

describe('definitions', () => {
  it('[LOG-12] are merged in the order of the statements, and survive', async () => {
    const stub = await log('definitions1');
    expect(await known(stub)).toBeNull();
    await append(stub, 'definitions1', statement({ name: { en: 'one' } }), statement({ name: { de: 'eins' } }));
    await stub.pull(0, 2); // all is projected, so that it sends nothing when it awakes
    await evictDurableObject(objectOf(stub));
    await quiet(stub);
    await append(stub, 'definitions1', statement({ name: { en: 'first' } }));
    expect(await known(stub)).toEqual({ name: { en: 'first', de: 'eins' } });
  });
  it('[LOG-12] what stores nothing defines nothing', async () => {
    const stub = await log('definitions2');
    const id = crypto.randomUUID();
    await append(stub, 'definitions2', statement({ name: { en: 'one' } }, id));
    await append(stub, 'definitions2', statement({ name: { en: 'again' } }, id));
    const other = { ...statement({ name: { en: 'conflict' } }, id), result: { success: true } };
    expect(await append(stub, 'definitions2', other)).toHaveProperty('problem');
    expect(await known(stub)).toEqual({ name: { en: 'one' } });
  });
  it('[LOG-12] what is said again writes nothing', async () => {
    const written = await runInDurableObject(objectOf(await log('definitions3')), (_, { storage }) => {
      const queries: string[] = [];
      const exec = (query: string, ...bindings: SqlStorageValue[]) => {
        queries.push(query);
        return storage.sql.exec(query, ...bindings);
      };
      const table = new DefinitionTable({ exec } as unknown as LogSql);
      const learn = (en: string) => {
        queries.length = 0;
        table.learn([{ activity: A, definition: JSON.stringify({ name: { en } }) }]);
        return queries.map((query) => query.split(' ', 1)[0]);
      };
      const large = 'x'.repeat(3000);
      return [learn('a'), learn('a'), learn('b'), learn('a'), learn(large), learn(large)];
    });
    const news = ['SELECT', 'INSERT'];
    expect(written).toEqual([news, [], news, news, news, ['SELECT']]);
  });
  it('[LOG-12] a definition that cannot be written is not taken for known', async () => {
    const again = await runInDurableObject(objectOf(await log('definitions4')), (_, { storage }) => {
      let broken = true;
      const exec = (query: string, ...bindings: SqlStorageValue[]) => {
        if (broken && bindings[0] === 'a:bad') throw new Error('full');
        return storage.sql.exec(query, ...bindings);
      };
      const table = new DefinitionTable({ exec } as unknown as LogSql);
      const both = ['a:good', 'a:bad'].map((activity) => ({ activity, definition: '{"type":"a:t"}' }));
      expect(() => storage.transactionSync(() => table.learn(both))).toThrow('full');
      table.forget();
      broken = false;
      storage.transactionSync(() => table.learn(both));
      return table.find(['a:good', 'a:bad']);
    });
    expect(again).toEqual(['{"type":"a:t"}', '{"type":"a:t"}']);
  });
});
