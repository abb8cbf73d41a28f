import { describe, expect, it } from 'vitest';
import type { PlayPackageManifest, StructureNode } from '../manifest.ts';
import type { Sequencing } from '../scorm2004/sequencing.ts';
import { lossesOf } from './losses.ts';
import { decimal, masteryOf } from './mastery.ts';
import type { CrossingFormat } from './target.ts';

const node = (more: Partial<StructureNode> = {}): StructureNode => ({
  id: 'a',
  kind: 'sco',
  title: 'A',
  visible: true,
  launch: { path: 'a.html', parameters: '' },
  children: [],
  ...more,
});
const courseOf = (structure: StructureNode[], more: Partial<PlayPackageManifest> = {}): PlayPackageManifest => ({
  manifestVersion: 1,
  minPlayerVersion: '0.1.0',
  format: 'scorm2004-4',
  identifier: 'c',
  activityId: 'https://demo.example/courses/c',
  title: 'C',
  languages: [],
  structure,
  assets: { count: 1, bytes: 1 },
  ...more,
});
const codes = (manifest: PlayPackageManifest, target: CrossingFormat = 'cmi5') =>
  lossesOf(manifest, target).map(({ code }) => code);
/** Below a block, so that the whole tree is looked at. */
const withNode = (more: Partial<StructureNode>, target: CrossingFormat = 'cmi5') =>
  codes(courseOf([node({ kind: 'block', launch: undefined as never, children: [node(more)] })]), target);
const sequenced = (sequencing: Sequencing) => withNode({ scorm2004: { sequencing } });
const cmi5Node = (more: object = {}) => ({
  cmi5: { publisherId: 'p', title: { en: 'A' }, description: { en: 'B' }, objectives: [], ...more },
});

describe('[OUT-10] what a course loses on its way into another format', () => {
  it('rules that steer, not the ways through it that every player has', () => {
    const rule = { conditionCombination: 'all', conditions: [{ condition: 'always' }], action: 'skip' } as const;
    expect(sequenced({ preConditionRules: [rule] })).toEqual(['sequencing_lost']);
    expect(sequenced({ controlMode: { choice: false } })).toEqual(['sequencing_lost']);
    expect(sequenced({ controlMode: { forwardOnly: true } })).toEqual(['sequencing_lost']);
    expect(sequenced({ controlMode: { choice: true, flow: true, forwardOnly: false } })).toEqual([]);
    expect(sequenced({ deliveryControls: { tracked: false }, objectives: [] })).toEqual([]);
    const scorm2004 = {
      objectivesGlobalToSystem: true,
      sharedDataGlobalToSystem: true,
      sequencing: { controlMode: { choice: false } },
    };
    expect(codes(courseOf([node()], { scorm2004 }))).toEqual(['sequencing_lost']);
  });
  it('objectives and stores that its parts share', () => {
    const maps = [{ targetObjectiveId: 'g', read: [], write: [] }];
    expect(sequenced({ objectives: [{ primary: true }, { primary: false, maps }] })).toEqual([
      'global_objectives_lost',
    ]);
    expect(sequenced({ objectives: [{ primary: true, objectiveId: 'o' }] })).toEqual([]);
    const data = [{ targetId: 'd', readSharedData: true, writeSharedData: true }];
    expect(withNode({ scorm2004: { data } })).toEqual(['shared_data_lost']);
  });
  it('prerequisites and time limits', () => {
    expect(withNode({ scorm12: { prerequisites: 'x' } })).toEqual(['prerequisites_lost']);
    expect(withNode({ scorm12: { maxTimeAllowed: '00:10:00' } })).toEqual(['time_limit_lost']);
    const limits = (limitConditions: Sequencing['limitConditions']) =>
      sequenced({ ...(limitConditions && { limitConditions }) });
    expect(limits({ attemptAbsoluteDurationLimit: 'PT1H' })).toEqual(['sequencing_lost', 'time_limit_lost']);
    expect(limits({ attemptLimit: 1 })).toEqual(['sequencing_lost']);
  });
  it('languages beyond the first, where the format has one title', () => {
    const both = { en: 'A', de: 'A' };
    for (const target of ['scorm12', 'scorm2004'] as const) {
      expect(withNode(cmi5Node({ title: both }), target)).toContain('languages_lost');
      expect(withNode(cmi5Node({ description: both }), target)).toContain('languages_lost');
      expect(withNode({ xapi: { id: 'urn:a', name: both, description: {} } }, target)).toContain('languages_lost');
      expect(withNode({ xapi: { id: 'urn:a', name: {}, description: both } }, target)).toContain('languages_lost');
      expect(withNode(cmi5Node(), target)).not.toContain('languages_lost');
    }
    expect(withNode(cmi5Node({ title: both }), 'xapi')).toEqual([]);
  });
  it('long suspend data and statements of its own, by its format', () => {
    const of = (format: PlayPackageManifest['format'], target: CrossingFormat) =>
      codes(courseOf([node()], { format }), target);
    expect(of('scorm2004-3', 'scorm12')).toEqual(['suspend_data_short']);
    expect(of('cmi5', 'scorm12')).toEqual(['suspend_data_short', 'statements_reduced']);
    expect(of('xapi', 'scorm12')).toEqual(['suspend_data_short', 'statements_reduced']);
    expect(of('xapi', 'scorm2004')).toEqual(['statements_reduced']);
    expect(of('document', 'scorm12')).toEqual([]);
    expect(of('scorm2004-4', 'cmi5')).toEqual([]);
  });
  it('pages elsewhere, moveOn, hidden parts and parts of one activity', () => {
    expect(withNode({ launch: { path: 'HTTPS://a.example/', parameters: '' } })).toEqual(['launch_outside']);
    expect(withNode({ launch: { path: 'https.html', parameters: '' } })).toEqual([]);
    expect(withNode(cmi5Node({ moveOn: 'Passed' }), 'xapi')).toEqual(['move_on_translated']);
    expect(withNode(cmi5Node({ moveOn: 'CompletedOrPassed' }), 'xapi')).toEqual([]);
    const hidden = node({ visible: false });
    expect(codes(courseOf([hidden]), 'xapi')).toEqual(['hidden_shown']);
    expect(codes(courseOf([hidden]), 'scorm12')).toEqual(['suspend_data_short']);
    expect(codes(courseOf([node(), node()]), 'xapi')).toEqual(['one_activity']);
    expect(codes(courseOf([node(), node()]), 'cmi5')).toEqual([]);
  });
  it('a score at which a part is passed is told as the format says it; xAPI has no place for it', () => {
    expect(withNode({ scorm12: { masteryScore: 80 } })).toEqual(['mastery_translated']);
    expect(withNode({ scorm12: { masteryScore: 80 } }, 'xapi')).toEqual([]);
  });
  it('every loss is a sentence, with the name of the format where it is about the format', () => {
    const nodes = [
      node({
        visible: false,
        launch: { path: 'https://a.example/', parameters: '' },
        scorm12: { prerequisites: 'x', maxTimeAllowed: '1', masteryScore: 1 },
        scorm2004: {
          data: [{ targetId: 'd', readSharedData: true, writeSharedData: true }],
          sequencing: {
            controlMode: { choice: false },
            objectives: [{ primary: true, maps: [{ targetObjectiveId: 'g', read: [], write: [] }] }],
          },
        },
        ...cmi5Node({ title: { en: 'A', de: 'A' }, moveOn: 'Passed' }),
      }),
      node(),
    ];
    const told = (['scorm12', 'xapi'] as const).flatMap((target) =>
      lossesOf(courseOf(nodes, { format: 'cmi5' }), target),
    );
    expect(new Set(told.map(({ code }) => code)).size).toBe(13);
    for (const { message } of told) expect(message).toMatch(/^[A-Z].{20,}\.$/);
    for (const { code, message } of told.filter(({ message }) => /SCORM 1\.2/.test(message))) {
      expect(message, code).not.toContain('xAPI');
    }
  });
});

describe('[OUT-7] the score at which a part is passed', () => {
  const objectives = (minNormalizedMeasure?: number, satisfiedByMeasure = true, primary = true) => ({
    scorm2004: {
      sequencing: {
        objectives: [
          { primary: false, satisfiedByMeasure: true, minNormalizedMeasure: 0.1 },
          { primary, satisfiedByMeasure, ...(minNormalizedMeasure !== undefined && { minNormalizedMeasure }) },
        ],
      },
    },
  });
  it('is read wherever its format keeps it', () => {
    expect(masteryOf(node({ scorm12: { masteryScore: 62.5 } }))).toBe(0.625);
    expect(masteryOf(node(cmi5Node({ masteryScore: 0 })))).toBe(0);
    expect(masteryOf(node(objectives(0.7)))).toBe(0.7);
    expect(masteryOf(node(objectives()))).toBe(1);
    expect(masteryOf(node(objectives(-0.5)))).toBe(0);
    expect(masteryOf(node(objectives(0.7, false)))).toBeUndefined();
    expect(masteryOf(node(objectives(0.7, true, false)))).toBeUndefined();
    expect(masteryOf(node({ scorm2004: {} }))).toBeUndefined();
    expect(masteryOf(node())).toBeUndefined();
  });
  it('is written with at most four digits, and none that says nothing', () => {
    expect([1, 0.5, 2 / 3, 0.00001, 62.5].map(decimal)).toEqual(['1', '0.5', '0.6667', '0', '62.5']);
  });
});
