import { expect, it } from 'vitest';
import { packBatch, TIMESTAMP_SENT } from './pack.ts';
import { prepareStatements } from './prepare.ts';
import { bob, good, ID } from './statements.testing.ts';
import { VOIDED } from './verbs.ts';

const OTHER = 'fedcba98-7654-4321-8fed-cba987654321';
const NEW = '00112233-4455-4677-8899-aabbccddeeff';

function prepared(...statements: object[]) {
  const result = prepareStatements(statements, { authority: bob, newId: () => NEW });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}
const nowhere = () => ({ partition: 0, reading: '' });
const textsOf = ({ body, lengths }: { body: Uint8Array; lengths: Uint32Array }) => {
  let at = 0;
  return Array.from(lengths, (length) => {
    at += length;
    return new TextDecoder().decode(body.subarray(at - length, at));
  });
};

it('[PACK-1] a batch is arrays in the order of the request', () => {
  const batch = prepared(
    { ...good, id: ID, timestamp: '2026-01-31T12:00:00Z' },
    { ...good, id: OTHER.toUpperCase(), object: { objectType: 'StatementRef', id: ID.toUpperCase() } },
    { ...good, verb: { id: VOIDED }, object: { objectType: 'StatementRef', id: OTHER } },
  );
  const packed = packBatch(batch, (one) => ({
    partition: one.id === OTHER ? 7 : 1,
    reading: `{"id":"${one.id}"}`,
  }));
  expect(packed.count).toBe(3);
  expect(Buffer.from(packed.ids).toString('hex')).toBe([ID, OTHER, NEW].join('').replaceAll('-', ''));
  expect(textsOf(packed)).toEqual(batch.map(({ text }) => `${text}\n`));
  expect([...packed.termCounts]).toEqual(batch.map(({ terms }) => terms.length));
  expect([...packed.terms]).toEqual(batch.flatMap(({ terms }) => terms));
  expect([...packed.partitions]).toEqual([1, 7, 1]);
  expect([...packed.flags]).toEqual([TIMESTAMP_SENT, 0, 0]);
  expect(packed.references).toEqual([
    { index: 1, target: ID, voids: false },
    { index: 2, target: OTHER, voids: true },
  ]);
  expect(packed.readings).toEqual([ID, OTHER, NEW].map((id) => `{"id":"${id}"}`));
});
it('[PACK-1] lengths are bytes, whatever the texts are written in', () => {
  const batch = prepared(
    { ...good, id: ID, result: { response: 'naïve 学习 🎓\n' } },
    { ...good, id: OTHER },
    { ...good, result: { response: '' } },
  );
  expect(textsOf(packBatch(batch, nowhere))).toEqual(batch.map(({ text }) => `${text}\n`));
});
it('[PACK-1] every array owns its buffer exactly', () => {
  for (const count of [0, 1, 3]) {
    const ids = [ID, OTHER, NEW].slice(0, count);
    const packed = packBatch(prepared(...ids.map((id) => ({ ...good, id }))), nowhere);
    const { body, termCounts, terms, lengths, partitions, flags } = packed;
    for (const array of [packed.ids, body, termCounts, terms, lengths, partitions, flags]) {
      expect(array.byteLength).toBe(array.buffer.byteLength);
    }
    expect(packed.count).toBe(count);
  }
});
