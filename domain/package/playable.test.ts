import { describe, expect, it } from 'vitest';
import type { PlayPackageManifest, StructureNode } from './manifest.ts';
import { needsOf, playable } from './playable.ts';
import type { Sequencing } from './scorm2004/sequencing.ts';

const course = (structure: StructureNode[], sequencing?: Sequencing): PlayPackageManifest => ({
  manifestVersion: 1,
  minPlayerVersion: '0.1.0',
  format: 'scorm2004-4',
  identifier: 'c',
  activityId: 'https://x.example/c',
  title: 'C',
  languages: [],
  structure,
  scorm2004: {
    objectivesGlobalToSystem: true,
    sharedDataGlobalToSystem: true,
    ...(sequencing === undefined ? {} : { sequencing }),
  },
  assets: { count: 1, bytes: 1 },
});
const part = (sequencing: Sequencing): StructureNode => ({
  id: 'a',
  kind: 'sco',
  title: 'A',
  visible: true,
  launch: { path: 'a.html', parameters: '' },
  scorm2004: { sequencing },
  children: [],
});
const RULE = {
  conditionCombination: 'all',
  conditions: [{ condition: 'always' }],
} as const;

describe('what the player can play', () => {
  it('[PLAY-1] what it has everything for; else it says what is missing, and what to do', () => {
    expect(playable({ format: 'scorm12', needs: null })).toEqual({ ok: true });
    expect(playable({ format: 'scorm2004-2', needs: [] })).toEqual({ ok: true });
    for (const format of ['cmi5', 'xapi', 'document'] as const)
      expect(playable({ format, needs: [] })).toEqual({ ok: true });
    const answer = playable({ format: 'scorm2004-4', needs: ['rollup rules', 'forward only'] });
    const reason = answer.ok ? '' : answer.reason;
    expect(reason).toContain('(rollup rules, forward only)');
    expect(reason).toContain('lectern export --format scorm12');
  });

  it.each<[string, Sequencing]>([
    ['sequencing rules', { preConditionRules: [{ ...RULE, action: 'skip' }] }],
    ['sequencing rules', { exitConditionRules: [{ ...RULE, action: 'exit' }] }],
    ['sequencing rules', { postConditionRules: [{ ...RULE, action: 'retry' }] }],
    ['rollup rules', { rollup: { rules: [], rollupObjectiveSatisfied: false } }],
    ['rollup rules', { rollup: { rules: [], objectiveMeasureWeight: 0 } }],
    [
      'rollup rules',
      {
        rollup: {
          rules: [
            {
              childActivitySet: 'any',
              conditionCombination: 'any',
              conditions: [{ condition: 'completed' }],
              action: 'completed',
            },
          ],
        },
      },
    ],
    ['rollup rules', { rollupConsiderations: { requiredForCompleted: 'ifAttempted' } }],
    ['rollup rules', { rollupConsiderations: { measureSatisfactionIfActive: false } }],
    ['limits of attempts', { limitConditions: { attemptLimit: 1 } }],
    ['selection and randomization', { randomization: { selectionTiming: 'once', selectCount: 1 } }],
    ['selection and randomization', { randomization: { randomizationTiming: 'onEachNewAttempt' } }],
    [
      'objectives shared between parts',
      { objectives: [{ primary: true, maps: [{ targetObjectiveId: 'g', read: [], write: ['satisfiedStatus'] }] }] },
    ],
    ['constrained choice', { constrainedChoice: { preventActivation: true } }],
    ['constrained choice', { constrainedChoice: { constrainChoice: true } }],
    ['constrained choice', { controlMode: { choiceExit: false } }],
    ['forward only', { controlMode: { forwardOnly: true } }],
    ['untracked parts', { deliveryControls: { tracked: false } }],
  ])('[PLAY-2] %s: %j', (need, sequencing) => {
    expect(needsOf(course([part(sequencing)]))).toEqual([need]);
    expect(needsOf(course([], sequencing))).toEqual([need]);
  });
  it('[PLAY-2] what is as the standard has it without a word, and what the run-time does itself, needs nothing', () => {
    const plain: Sequencing = {
      controlMode: { choice: false, flow: true, choiceExit: true, useCurrentAttemptObjectiveInfo: false },
      constrainedChoice: { preventActivation: false },
      preConditionRules: [],
      limitConditions: { attemptAbsoluteDurationLimit: 'PT1H' },
      rollup: { rules: [], objectiveMeasureWeight: 1, rollupProgressCompletion: true },
      rollupConsiderations: { requiredForCompleted: 'always', measureSatisfactionIfActive: true },
      objectives: [{ primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.6 }],
      randomization: { selectionTiming: 'never', selectCount: 2 },
      deliveryControls: { tracked: true, completionSetByContent: true, objectiveSetByContent: true },
    };
    expect(needsOf(course([{ ...part(plain), children: [part(plain)] }], plain))).toEqual([]);
  });
  it('[PLAY-3] of a course from before nobody knows, unless its format never needs more', () => {
    const answer = playable({ format: 'scorm2004-3', needs: null });
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('import it again') });
    expect(playable({ format: 'document', needs: null })).toEqual({ ok: true });
  });
});
