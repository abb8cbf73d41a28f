import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';
import { fuzzPackages } from '../fuzz/packages/fuzz.ts';
import { seedPackages } from '../fuzz/packages/seeds.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** A little of what `npm run fuzz` does at length, always the same. */
const CASES = { seed: 20_260_131, first: 0, count: 600 };
const PACKAGES = { seed: 20_260_131, first: 0, count: 120 };

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

it('whatever comes in, the answer is 2xx or 4xx, and nothing is logged as an error', async () => {
  const target = { url: stack.url, tenant: stack, log: join(stack.stateDir, 'server.log') };
  const { failures, errors, statuses } = await fuzz(target, CASES);
  expect(failures).toEqual([]);
  expect(errors).toEqual([]);
  // Both happen to statements: mutations that break nothing, and such that do.
  expect([...statuses.get('statement')!.keys()].sort()).toEqual([2, 4]);
});
it('whatever package comes in, there is a report, here and there the same, no file outside, and nothing is left', async () => {
  const { operatorToken } = stack;
  const target = { url: stack.url, operatorToken, log: join(stack.stateDir, 'server.log') };
  const { failures, errors, outcomes } = await fuzzPackages(target, { ...PACKAGES, seeds: await seedPackages() });
  expect(failures.map(({ index, wrong }) => [index, ...wrong])).toEqual([]);
  expect(errors).toEqual([]);
  expect(outcomes.get('accepted')).toBeGreaterThan(0);
  expect(outcomes.size).toBeGreaterThan(5);
});
