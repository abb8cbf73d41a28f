import type { StructureNode } from '../manifest.ts';
import type { Scorm2004CourseData } from './node-data.ts';
import { CONSIDERED, ROLLUP_FLAGS, type Sequencing } from './sequencing.ts';

/** What of its sequencing a course cannot be played without, in the words of SN. */
export const SEQUENCER_NEEDS = [
  'sequencing rules',
  'rollup rules',
  'limits of attempts',
  'selection and randomization',
  'objectives shared between parts',
  'constrained choice',
  'forward only',
  'untracked parts',
] as const;
export type SequencerNeed = (typeof SEQUENCER_NEEDS)[number];

const HAS: Readonly<Record<SequencerNeed, (sequencing: Sequencing) => boolean>> = {
  'sequencing rules': ({ preConditionRules, exitConditionRules, postConditionRules }) =>
    [preConditionRules, exitConditionRules, postConditionRules].some((rules) => (rules?.length ?? 0) > 0),
  'rollup rules': ({ rollup, rollupConsiderations }) =>
    (rollup !== undefined &&
      (rollup.rules.length > 0 ||
        (rollup.objectiveMeasureWeight ?? 1) !== 1 ||
        ROLLUP_FLAGS.some((flag) => rollup[flag] === false))) ||
    CONSIDERED.some((name) => (rollupConsiderations?.[name] ?? 'always') !== 'always') ||
    rollupConsiderations?.measureSatisfactionIfActive === false,
  // A limit of time is told to the SCO, which keeps it itself (RTE 4.2.15).
  'limits of attempts': ({ limitConditions }) => limitConditions?.attemptLimit !== undefined,
  'selection and randomization': ({ randomization: { randomizationTiming, selectionTiming } = {} }) =>
    [randomizationTiming, selectionTiming].some((timing) => (timing ?? 'never') !== 'never'),
  'objectives shared between parts': ({ objectives }) =>
    objectives?.some(({ maps }) => (maps?.length ?? 0) > 0) === true,
  'constrained choice': ({ constrainedChoice, controlMode }) =>
    constrainedChoice?.preventActivation === true ||
    constrainedChoice?.constrainChoice === true ||
    controlMode?.choiceExit === false,
  'forward only': ({ controlMode }) => controlMode?.forwardOnly === true,
  'untracked parts': ({ deliveryControls }) => deliveryControls?.tracked === false,
};

/** Empty when choice and flow are all that a course says of the way through it (SN 3.2). */
export function sequencerNeeds(
  structure: readonly StructureNode[],
  course: Scorm2004CourseData | undefined,
): SequencerNeed[] {
  const all = [...sequencings(structure), ...(course?.sequencing === undefined ? [] : [course.sequencing])];
  return SEQUENCER_NEEDS.filter((need) => all.some(HAS[need]));
}

const sequencings = (nodes: readonly StructureNode[]): Sequencing[] =>
  nodes.flatMap(({ scorm2004, children }) => [
    ...(scorm2004?.sequencing === undefined ? [] : [scorm2004.sequencing]),
    ...sequencings(children),
  ]);
