import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../domain/package/zip/source.ts';
import { readBatches, START } from '../../../domain/statement/bulk/reader.ts';
import type { Work } from '../../../durable-objects/statement-imports/index.ts';
import { logOf } from '../services/bindings.ts';
import { TENANT } from '../testing/log.testing.ts';
import { bindings, lifeStatement, migrate } from '../testing/support.testing.ts';
import { linesOf } from './bulk.testing.ts';
import { LineWorker } from './work.ts';

beforeAll(migrate);

const RULES = { job: '0193a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b', authority: { mbox: 'mailto:import@example.com' } };
const statement = (more: object = {}) => ({
  ...lifeStatement('scored', { registration: crypto.randomUUID() }),
  ...more,
});
const NO_CONTENTS = {
  has: () => false,
  read: () => {
    throw new Error('there are none');
  },
};

/** Works on lines with a log whose first answers are given. */
async function worked(statements: readonly object[], answers: readonly object[]) {
  const waits: Date[] = [];
  const sizes: number[] = [];
  const left = [...answers];
  const real = logOf(bindings, TENANT.id);
  const append = (request: Parameters<typeof real.append>[0]) => {
    sizes.push(request.batch.count);
    const answer = left.shift();
    return answer === undefined ? real.append(request) : Promise.resolve(answer);
  };
  const env = { ...bindings, STATEMENT_LOG: { getByName: () => ({ append }) } } as unknown as ProgressEnv;
  const source = bytesSource(new TextEncoder().encode(linesOf(statements)));
  for await (const { lines } of readBatches(source, START, RULES)) {
    const work = { phase: 'store', lines, contents: NO_CONTENTS, onWait: (until: Date) => waits.push(until) };
    const done = await new LineWorker(env, TENANT, work as unknown as Work).run();
    return { done, waits, sizes };
  }
  throw new Error('no lines');
}

describe('storing lines', () => {
  it('[BULKW-2] waits for a log that is busy, longer each time, and counts right', async () => {
    const busy = { problem: { code: 'too_many_requests', detail: 'Busy.' } };
    const { done, waits, sizes } = await worked([statement(), statement()], [busy, busy]);
    expect(done).toEqual({ stored: 2, existing: 0, refused: [] });
    expect(sizes).toEqual([2, 2, 2]);
    expect(waits[1]!.getTime() - waits[0]!.getTime()).toBeGreaterThan(900);
  });
  it('[BULKW-1] what is refused together is divided until the line is known', async () => {
    const refusal = { problem: { code: 'attachments_invalid', detail: 'Something of it.' } };
    const five = Array.from({ length: 5 }, () => statement());
    // All five; then three, two of them, the first alone; the rest is taken.
    const { done, sizes } = await worked(five, [refusal, refusal, refusal, refusal]);
    expect(sizes).toEqual([5, 3, 2, 1, 1, 1, 2]);
    expect(done).toMatchObject({ stored: 4, refused: [{ line: 1, id: five[0]!.id, findings: [{ rule: 'ATT-2' }] }] });
  });
});
