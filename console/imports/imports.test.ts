import { describe, expect, it } from 'vitest';
import type { ImportStep } from '../wire.ts';
import { currentStep, hasEnded, shareDone } from './progress.ts';
import { TimeLeft } from './time-left.ts';

const step = (name: string, state: ImportStep['state'], done = 0, total = 0): ImportStep => ({
  name,
  title: name,
  state,
  done,
  total,
});

describe('an import on its way', () => {
  const steps = [step('a', 'done'), step('b', 'running', 3, 4), step('c', 'waiting')];

  it('[CON-6] is as far as its steps are, each counting the same', () => {
    expect(shareDone({ steps })).toBeCloseTo(1.75 / 3);
    expect(shareDone({ steps: [step('a', 'running', 9, 4)] })).toBe(1);
    expect(shareDone({ steps: [step('a', 'running')] })).toBe(0);
    expect(shareDone({ steps: [step('a', 'failed', 3, 4)] })).toBe(0);
    expect(shareDone({ steps: [] })).toBe(0);
  });

  it('[CON-6] is at the step that runs or failed', () => {
    expect(currentStep({ steps })).toEqual({ step: steps[1], at: 2 });
    expect(currentStep({ steps: [step('a', 'failed')] })?.at).toBe(1);
    expect(currentStep({ steps: [step('a', 'waiting')] })).toBeNull();
  });

  it('[CON-6] ends built or failed', () => {
    expect((['queued', 'running', 'built', 'failed'] as const).map((state) => hasEnded({ state }))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('time left', () => {
  it('[CON-7] is not foretold before two seconds and three percent', () => {
    const clock = new TimeLeft(0);
    expect(clock.update(1999, 50, 100)).toBeNull();
    expect(new TimeLeft(0).update(5000, 2, 100)).toBeNull();
    expect(clock.update(2000, 50, 100)).not.toBeNull();
  });

  it('[CON-7] follows from the speed: exact when near, in steps of five when far', () => {
    expect(new TimeLeft(0).update(10_000, 50, 100)).toBe(10);
    expect(new TimeLeft(0).update(10_000, 10, 100)).toBe(90);
    expect(new TimeLeft(0).update(10_000, 12, 100)).toBe(75);
    expect(new TimeLeft(0).update(10_000, 99.99, 100)).toBe(1);
  });

  it('[CON-7] follows a change of speed, the newest counting a fifth', () => {
    const clock = new TimeLeft(0);
    clock.update(10_000, 100, 1000); // 10 a second
    // then 60 a second: 10 × 0.8 + 60 × 0.2 = 20 a second for the 300 that are left
    expect(clock.update(20_000, 700, 1000)).toBe(15);
  });

  it('[CON-7] says nothing of what stands still or has no size', () => {
    expect(new TimeLeft(0).update(10_000, 0, 0)).toBeNull();
    expect(new TimeLeft(0).update(10_000, 0, 100)).toBeNull();
  });
});
