import type { ImportStep } from '../../../d1/content/imports.ts';

/** The steps of every import, in the order in which they are done. */
export const INITIAL_STEPS: readonly ImportStep[] = [
  { name: 'inspect', title: 'Check the package', state: 'waiting', done: 0, total: 0 },
  { name: 'build', title: 'Store the course', state: 'waiting', done: 0, total: 0 },
  { name: 'publish', title: 'Make it available', state: 'waiting', done: 0, total: 0 },
];

/** The steps when `name` is running: what comes before is done, what comes behind is waiting. */
export function running(name: ImportStep['name'], done = 0, total = 0): ImportStep[] {
  const at = INITIAL_STEPS.findIndex((step) => step.name === name);
  return INITIAL_STEPS.map((step, i) => {
    if (i < at) return { ...step, state: 'done' };
    return i === at ? { ...step, state: 'running', done, total } : step;
  });
}

/** The steps when the last one has ended. */
export const allDone = (): ImportStep[] => INITIAL_STEPS.map((step) => ({ ...step, state: 'done' }));

/** The steps when the one that was running (or else the first that was not done) has failed. */
export function failedAt(steps: readonly ImportStep[]): ImportStep[] {
  const at = Math.max(
    0,
    steps.findIndex((step) => step.state !== 'done'),
  );
  return steps.map((step, i) => (i === at ? { ...step, state: 'failed' } : step));
}
