import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { DocumentAddress } from '../../domain/document/address.ts';
import type { DocumentWrite } from '../../domain/document/decide.ts';
import { etagOf } from '../../domain/document/etag.ts';
import { IDS_PER_PAGE } from './contract.ts';
import type { DocumentStore } from './document-store.ts';
import { CHUNK_BYTES, DocumentTable } from './store.ts';

let made = 0;
const namespace = (env as unknown as { DOCUMENT_STORE: DurableObjectNamespace<DocumentStore> }).DOCUMENT_STORE;
/** With plain signatures: those that RPC derives lose members of unknown type. */
type Store = Pick<DocumentStore, 'find' | 'write' | 'remove' | 'removeAll' | 'ids'>;
const newStore = () => namespace.getByName(`store${++made}`) as unknown as Store;
const objectOf = (store: Store) => store as unknown as DurableObjectStub<DocumentStore>;

const R1 = '0193a1b2-c3d4-4e5f-8a6b-000000000001';
const R2 = '0193a1b2-c3d4-4e5f-8a6b-000000000002';
const at = (id: string, registration?: string): DocumentAddress => ({
  ...{ resource: 'state', owner: 'ada', about: 'https://example.com/a', id },
  ...(registration === undefined ? {} : { registration }),
});
const contextOf = ({ id: _, ...context }: DocumentAddress) => context;

function write(content: string | Uint8Array, more: Partial<DocumentWrite> = {}): DocumentWrite {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const document = { contentType: 'application/json', body };
  return { method: 'POST', resource: 'state', version: '1.0.3', preconditions: {}, document, ...more };
}
const textAt = async (store: Store, address: DocumentAddress) => {
  const found = await store.find(address, 'whole');
  return found === null ? null : new TextDecoder().decode(found.body!);
};
const rowsOf = (store: Store) =>
  runInDurableObject(objectOf(store), (_, state) => {
    const count = (table: string) => Number(state.storage.sql.exec(`SELECT count(*) AS n FROM ${table}`).one().n);
    return [count('documents'), count('chunks')];
  });

describe('documents', () => {
  it('[DOCS-1] of two that expect the same one wins; merges add up', async () => {
    const store = newStore();
    const create = () => store.write(at('s'), write('{}', { preconditions: { ifNoneMatch: '*' } }));
    const answers = await Promise.all([create(), create(), create()]);
    expect(answers.filter(({ problem }) => problem === null)).toHaveLength(1);
    expect(answers.filter(({ problem }) => problem?.code === 'precondition_failed')).toHaveLength(2);
    await Promise.all([1, 2, 3, 4].map((n) => store.write(at('s'), write(`{"k${n}":${n}}`))));
    expect(JSON.parse((await textAt(store, at('s')))!)).toEqual({ k1: 1, k2: 2, k3: 3, k4: 4 });
    const refused = await store.remove(at('s'), { ifMatch: ['x'] });
    expect(refused.problem?.code).toBe('precondition_failed');
    expect(await textAt(store, at('s'))).not.toBeNull();
    expect((await store.remove(at('s'), {})).problem).toBeNull();
    expect((await store.remove(at('s'), {})).problem).toBeNull();
    expect(await store.find(at('s'), 'whole')).toBeNull();
  });
  it('[DOCS-2] bytes come back as they were, however many', async () => {
    const store = newStore();
    for (const size of [0, 300, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 9, 3]) {
      const body = new Uint8Array(size);
      for (let i = 0; i < size; i += 101) body[i] = (i * 31 + (i >> 8)) & 0xff;
      const document = { contentType: 'image/x; a="b"', body };
      expect(await store.write(at('s'), write('', { method: 'PUT', document }))).toEqual({ problem: null });
      await evictDurableObject(objectOf(store));
      const found = (await store.find(at('s'), 'whole'))!;
      expect(found).toMatchObject({ contentType: document.contentType, bytes: size, etag: etagOf(body) });
      expect(etagOf(found.body!)).toBe(etagOf(body));
      expect(await rowsOf(store)).toEqual([1, Math.max(0, Math.ceil(size / CHUNK_BYTES) - 1)]);
      expect(await store.find(at('s'), 'head')).toEqual({ ...found, body: null });
    }
    const large = write(new Uint8Array(2 * CHUNK_BYTES + 1), { method: 'PUT' });
    for (const remove of [() => store.remove(at('s'), {}), () => store.removeAll(contextOf(at('s')))]) {
      await store.write(at('s'), large);
      expect(await rowsOf(store)).toEqual([1, 2]);
      await remove();
      expect(await rowsOf(store)).toEqual([0, 0]);
    }
  });
  it('[DOCS-3] ids, each once, by page and by time', async () => {
    const store = newStore();
    await store.write(at('b'), write('1'));
    await store.write(at('b', R1), write('1'));
    await store.write(at('a', R2), write('1'));
    await store.write({ ...at('c'), about: 'other' }, write('1'));
    await store.write({ ...at('d'), owner: 'bob' }, write('1'));
    await store.write({ ...at('e'), resource: 'agent-profile' }, write('1'));
    const ids = (more: object = {}, registration?: string) =>
      store.ids({ context: contextOf(at('', registration)), ...more });
    expect(await ids()).toEqual(['a', 'b']);
    expect(await ids({}, R1)).toEqual(['b']);
    expect(await ids({ after: 'a' })).toEqual(['b']);
    const { updatedMillis } = (await store.find(at('a', R2), 'head'))!;
    expect(await ids({ since: updatedMillis * 1000 - 1 }, R2)).toEqual(['a']);
    expect(await ids({ since: updatedMillis * 1000 }, R2)).toEqual([]);
    await runInDurableObject(objectOf(store), (_, state) => {
      const table = new DocumentTable(state.storage);
      const document = { contentType: 'text/plain', body: new Uint8Array() };
      for (let i = 0; i <= IDS_PER_PAGE; i++) table.put(at(`n${i}`), null, document, 1);
    });
    expect(await ids()).toHaveLength(IDS_PER_PAGE);
  });
  it('[DOCS-4] all of a context go, and no others', async () => {
    const store = newStore();
    const others = [
      { ...at('s'), about: 'other' },
      { ...at('s'), owner: 'bob' },
    ];
    for (const address of [at('s'), at('s', R1), at('t', R1), at('s', R2), ...others]) {
      await store.write(address, write('1'));
    }
    const left = async () => {
      const lists = [at(''), at('', R1), at('', R2)].map((address) => store.ids({ context: contextOf(address) }));
      return Promise.all(lists);
    };
    await store.removeAll(contextOf(at('', R1)));
    expect(await left()).toEqual([['s'], [], ['s']]);
    await store.removeAll(contextOf(at('')));
    expect(await left()).toEqual([[], [], []]);
    for (const address of others) expect(await textAt(store, address)).toBe('1');
  });
});
