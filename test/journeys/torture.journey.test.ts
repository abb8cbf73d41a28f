import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../support/stack.ts';
import { torture } from '../torture/torture.ts';

/** A little of what `npm run torture` does at length. */
const PLAN = { tenant: 'demo', rounds: 3, seed: 20_260_131 };
/** Three starts take half a minute on a busy machine. */
const TIMEOUT_MS = 240_000;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

it(
  '[LOG-6] [PIPE-1] whenever a server is killed under load, it has what it acknowledged, once, and projects it once',
  async () => {
    const { findings, acknowledged } = await torture(stack, PLAN);
    expect(findings.examples).toEqual([]);
    expect(findings.total).toBe(0);
    expect(acknowledged).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);
