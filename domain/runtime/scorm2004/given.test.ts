import { describe, expect, it } from 'vitest';
import type { Scorm2004NodeData } from '../../package/scorm2004/node-data.ts';
import { jsonBytes } from '../element-store.ts';
import { scorm2004Given } from './given.ts';
import { fresh, get, running } from './scorm2004.testing.ts';

const sequenced = (sequencing: NonNullable<Scorm2004NodeData['sequencing']>) => scorm2004Given({ sequencing });
const threshold = { minProgressMeasure: 0.4, progressWeight: 1 };

describe('what the manifest gives a SCO', () => {
  it('[R04-13] is nothing where it says nothing', () => {
    const given = scorm2004Given({});
    expect([given.objectives, given.stores]).toEqual([[], []]);
    expect(fresh(given).values).toEqual(fresh().values);
  });
  it('[R04-13] is its launch data, limits and what becomes of them', () => {
    const state = running(
      scorm2004Given({
        dataFromLms: 'page=1',
        timeLimitAction: 'exit,no message',
        sequencing: { limitConditions: { attemptAbsoluteDurationLimit: 'PT1H' } },
      }),
    );
    const told = ['launch_data', 'time_limit_action', 'max_time_allowed'].map((name) => get(state, `cmi.${name}`)[0]);
    expect(told).toEqual(['page=1', 'exit,no message', 'PT1H']);
  });
  it('[R04-11] is a threshold where completion is by measure', () => {
    const given = (completedByMeasure: boolean) =>
      scorm2004Given({ completionThreshold: { completedByMeasure, ...threshold } }).completionThreshold;
    expect([given(true), given(false)]).toEqual([0.4, undefined]);
  });
  it('[R04-11] is a passing score where the primary objective is satisfied by measure, 1 unless it says another', () => {
    const passing = (satisfiedByMeasure: boolean, minNormalizedMeasure?: number) =>
      sequenced({
        objectives: [
          { objectiveId: 'a', primary: false, satisfiedByMeasure: true, minNormalizedMeasure: 0.9 },
          {
            primary: true,
            satisfiedByMeasure,
            ...(minNormalizedMeasure === undefined ? {} : { minNormalizedMeasure }),
          },
        ],
      }).scaledPassingScore;
    expect([passing(true, 0.3), passing(true, 0), passing(true), passing(false, 0.3)]).toEqual([0.3, 0, 1, undefined]);
  });
  it('[R04-13] is its objectives that have an id, in their order, and its buckets', () => {
    const given = scorm2004Given({
      data: [{ targetId: 'bucket', readSharedData: true, writeSharedData: false }],
      sequencing: {
        objectives: [{ primary: true }, { objectiveId: 'b', primary: false }, { objectiveId: 'a', primary: false }],
      },
    });
    expect(given.objectives).toEqual(['b', 'a']);
    expect(given.stores).toEqual([{ id: 'bucket', read: true, write: false }]);
    expect(get(running(given), 'cmi.objectives.1.id')).toEqual(['a', 0]);
  });
  it('[FCT-4] is whether completion is the SCO’s to tell', () => {
    const told = (completionSetByContent: boolean) => sequenced({ deliveryControls: { completionSetByContent } });
    expect([true, false].map((said) => told(said).completionSetByContent)).toEqual([true, false]);
  });
  it('[R04-9] is as many ids as fit, whatever they are written in', () => {
    for (const letter of ['x', 'é', '"']) {
      const ids = Array.from({ length: 500 }, (_, i) => `${i}${letter.repeat(200)}`);
      const { objectives } = sequenced({ objectives: ids.map((objectiveId) => ({ objectiveId, primary: false })) });
      expect(objectives).toEqual(ids.slice(0, objectives!.length));
      const bytes = ids.map((id) => 2 * jsonBytes(id) + 60);
      const sum = (count: number) => bytes.slice(0, count).reduce((all, one) => all + one, 0);
      expect(sum(objectives!.length)).toBeLessThanOrEqual(50_000);
      expect(sum(objectives!.length + 1)).toBeGreaterThan(50_000);
    }
  });
});
