import { describe, expect, it } from 'vitest';
import { MAX_BATCH_STATEMENTS, MAX_STATEMENT_CHARS, prepareStatements } from './prepare.ts';
import { activity, ada, bob, good, ID } from './statements.testing.ts';
import { term, termNumber } from './terms.ts';

const given = { authority: bob, newId: () => ID };
const prepare = (input: unknown) => prepareStatements(input, given);
const prepared = (input: unknown) => {
  const result = prepare(input);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};
const refused = (input: unknown) => {
  const result = prepare(input);
  if (result.ok) throw new Error('not refused');
  return result.error;
};

describe('preparing', () => {
  it('[ST-20] sets what the LRS sets and drops what a client sent of it', () => {
    const [one] = prepared({ ...good, stored: '2020-01-01T00:00:00Z', authority: ada });
    expect(JSON.parse(one!.text)).toEqual({ ...good, id: ID, authority: bob, version: '1.0.0' });
    expect(one).toMatchObject({ id: ID, timestamped: false, voids: null });
    const [two] = prepared({ ...good, id: ID.toUpperCase(), version: '1.0.3', timestamp: '2026-01-31T12:00:00+01:00' });
    expect(two).toMatchObject({ id: ID, timestamped: true });
    expect(JSON.parse(two!.text)).toMatchObject({
      id: ID.toUpperCase(),
      version: '1.0.3',
      timestamp: '2026-01-31T12:00:00+01:00',
    });
  });
  it('[ST-20] single context activities become arrays, in SubStatements too', () => {
    const context = { contextActivities: { parent: activity, other: [activity] } };
    const arrays = { contextActivities: { parent: [activity], other: [activity] } };
    const [one] = prepared({ ...good, context, object: { objectType: 'SubStatement', ...good, context } });
    expect(one!.statement).toMatchObject({ context: arrays, object: { context: arrays } });
    const [two] = prepared({ ...good, context: {}, object: { objectType: 'SubStatement', ...good } });
    expect(two!.statement.context).toEqual({});
    expect(two!.statement.object).toEqual({ objectType: 'SubStatement', ...good });
  });
  it('[QRY-5] carries the numbers of its terms and what it voids', () => {
    const voiding = {
      ...good,
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: ID.toUpperCase() },
    };
    const [one] = prepared({ ...voiding, id: '0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6c' });
    expect(one!.voids).toBe(ID);
    expect(one!.terms).toContain(termNumber(term('v', voiding.verb.id)));
    const [ref] = prepared({ ...good, object: voiding.object });
    expect(prepared({ ...good, object: { objectType: 'Agent', ...ada } })[0]!.voids).toBeNull();
    expect(ref!.voids).toBeNull();
  });
  it('[ST-17] every bad statement of a batch is listed by index and path, nothing is prepared', () => {
    const problem = refused([
      good,
      { ...good, actor: {} },
      { ...good, verb: { id: 'x' }, result: { score: { scaled: 2 } } },
    ]);
    expect(problem).toMatchObject({
      code: 'statement_invalid',
      where: '$[1].actor',
      detail: expect.stringContaining('There are 2 more problems'),
      extra: {
        total: 3,
        errors: [
          { index: 1, path: '$[1].actor', rule: 'ST-4' },
          { index: 2, path: '$[2].verb.id', rule: 'ST-15' },
          { index: 2, path: '$[2].result.score.scaled', rule: 'ST-10' },
        ],
      },
    });
    const single = refused({ ...good, actor: {} });
    expect(single.where).toBe('$.actor');
    expect(single.detail).toMatch(/^Statement 0, \$\.actor: An Agent needs .*account\.$/);
    expect(refused(null)).toMatchObject({ code: 'statement_invalid', where: '$' });
  });
  it('[ST-19] an id stands once in a batch, whatever its case', () => {
    expect(
      refused([
        { ...good, id: ID },
        { ...good, id: ID.toUpperCase() },
      ]),
    ).toMatchObject({
      code: 'statement_duplicate_ids',
      extra: { statements: [ID] },
    });
    expect(
      refused([
        { ...good, id: ID },
        { ...good, id: ID },
      ]).detail,
    ).toMatch(new RegExp(`batch: ${ID}\\.$`));
    const many = Array.from({ length: 6 }, (_, i) => ({ ...good, id: `0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6${i}` }));
    expect(refused([...many, ...many]).detail).toMatch(/5a63, \S+5a64 …\.$/);
  });
  it('[ST-19] batches and statements have a size', () => {
    expect(prepared([])).toEqual([]);
    expect(refused(Array(MAX_BATCH_STATEMENTS + 1).fill(good))).toMatchObject({
      code: 'payload_too_large',
      detail: expect.stringContaining('1000'),
    });
    expect(refused(Array(MAX_BATCH_STATEMENTS).fill(good)).code).toBe('statement_duplicate_ids');
    const sized = (chars: number) => ({ ...good, result: { response: 'x'.repeat(chars) } });
    const overhead = prepared(sized(0))[0]!.text.length;
    expect(prepared(sized(MAX_STATEMENT_CHARS - overhead))).toHaveLength(1);
    expect(refused(sized(MAX_STATEMENT_CHARS - overhead + 1)).detail).toBe(
      'Statement 0 has more than 500000 characters.',
    );
    expect(
      refused(
        [good, sized(MAX_STATEMENT_CHARS - overhead + 1)].map((s, i) => ({
          ...s,
          id: `0193a1b2-c3d4-4e5f-8a6b-1c2d3e4f5a6${i}`,
        })),
      ),
    ).toMatchObject({
      code: 'payload_too_large',
      where: '$[1]',
    });
  });
});
