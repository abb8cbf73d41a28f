import type { Import, ImportStep } from '../wire.ts';

/** How far an import is: 0 to 1 over all steps, each counting the same. */
export function shareDone({ steps }: Pick<Import, 'steps'>): number {
  if (steps.length === 0) return 0;
  return steps.reduce((sum, step) => sum + shareOfStep(step), 0) / steps.length;
}

function shareOfStep({ state, done, total }: ImportStep): number {
  if (state === 'done') return 1;
  return state === 'running' && total > 0 ? Math.min(1, done / total) : 0;
}

/** The step that is being done, or the one that failed, and its place; null before the first. */
export function currentStep({ steps }: Pick<Import, 'steps'>): { step: ImportStep; at: number } | null {
  const at = steps.findIndex((step) => step.state === 'running' || step.state === 'failed');
  return at < 0 ? null : { step: steps[at]!, at: at + 1 };
}

export const hasEnded = ({ state }: Pick<Import, 'state'>): boolean => state === 'built' || state === 'failed';
