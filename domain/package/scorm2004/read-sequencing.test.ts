import { describe, expect, it } from 'vitest';
import { course, refused } from '../package.testing.ts';
import { item2004, leaf, manifest2004, read2004 } from './scorm2004.testing.ts';

const sequencing = async (inner: string, collection = '', reference = '') => {
  const text = `<imsss:sequencing ${reference}>${inner}</imsss:sequencing>`;
  const { data, codes } = await item2004(text, { collection });
  return { read: data?.sequencing, codes };
};
const rule = (name: string, conditions: string, action: string, combination = '') =>
  `<imsss:${name}><imsss:ruleConditions ${combination}>${conditions}</imsss:ruleConditions><imsss:ruleAction action="${action}"/></imsss:${name}>`;
const rules = (...list: string[]) => `<imsss:sequencingRules>${list.join('')}</imsss:sequencingRules>`;

describe('sequencing', () => {
  it('[S04-5] controls, limits, considerations, randomization and delivery are read as far as they are stated', async () => {
    const { read, codes } = await sequencing(`<imsss:controlMode choice="false" flow="true"/>
<imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="P5Y6M4DT12H30M58.55S"/>
<imsss:randomizationControls randomizationTiming="onEachNewAttempt" selectCount="3" reorderChildren="1" selectionTiming="once"/>
<imsss:deliveryControls tracked="false"/>
<adlseq:constrainedChoiceConsiderations constrainChoice="true"/>
<adlseq:rollupConsiderations requiredForSatisfied="ifNotSkipped" measureSatisfactionIfActive="false"/>`);
    expect(codes).toEqual([]);
    expect(read).toEqual({
      controlMode: { choice: false, flow: true },
      constrainedChoice: { constrainChoice: true },
      limitConditions: { attemptLimit: 2, attemptAbsoluteDurationLimit: 'P5Y6M4DT12H30M58.55S' },
      rollupConsiderations: { requiredForSatisfied: 'ifNotSkipped', measureSatisfactionIfActive: false },
      randomization: {
        randomizationTiming: 'onEachNewAttempt',
        selectionTiming: 'once',
        selectCount: 3,
        reorderChildren: true,
      },
      deliveryControls: { tracked: false },
    });
    expect((await sequencing('')).read).toBeUndefined();
  });
  it('[S04-6] rules keep their order, conditions and actions; those of a rollup combine by any, the others by all', async () => {
    const { read, codes } = await sequencing(
      rules(
        rule('preConditionRule', '<imsss:ruleCondition condition="always"/>', 'skip'),
        rule(
          'preConditionRule',
          '<imsss:ruleCondition referencedObjective="o" measureThreshold="-0.5" operator="not" condition="objectiveMeasureGreaterThan"/><imsss:ruleCondition operator="noOp" condition="attempted"/>',
          'hiddenFromChoice',
          'conditionCombination="any"',
        ),
        rule('exitConditionRule', '<imsss:ruleCondition condition="completed"/>', 'exit'),
        rule('postConditionRule', '<imsss:ruleCondition condition="satisfied"/>', 'retryAll'),
      ) +
        `<imsss:rollupRules rollupObjectiveSatisfied="false" objectiveMeasureWeight="0.25">
<imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent=".5"><imsss:rollupConditions><imsss:rollupCondition operator="not" condition="satisfied"/></imsss:rollupConditions><imsss:rollupAction action="completed"/></imsss:rollupRule>
<imsss:rollupRule minimumCount="2"><imsss:rollupConditions conditionCombination="all"><imsss:rollupCondition condition="never"/></imsss:rollupConditions><imsss:rollupAction action="notSatisfied"/></imsss:rollupRule></imsss:rollupRules>`,
    );
    expect(codes).toEqual([]);
    expect(read).toEqual({
      preConditionRules: [
        { conditionCombination: 'all', conditions: [{ condition: 'always' }], action: 'skip' },
        {
          conditionCombination: 'any',
          conditions: [
            { condition: 'objectiveMeasureGreaterThan', not: true, referencedObjective: 'o', measureThreshold: -0.5 },
            { condition: 'attempted' },
          ],
          action: 'hiddenFromChoice',
        },
      ],
      exitConditionRules: [{ conditionCombination: 'all', conditions: [{ condition: 'completed' }], action: 'exit' }],
      postConditionRules: [
        { conditionCombination: 'all', conditions: [{ condition: 'satisfied' }], action: 'retryAll' },
      ],
      rollup: {
        rollupObjectiveSatisfied: false,
        objectiveMeasureWeight: 0.25,
        rules: [
          {
            childActivitySet: 'atLeastPercent',
            minimumPercent: 0.5,
            conditionCombination: 'any',
            conditions: [{ condition: 'satisfied', not: true }],
            action: 'completed',
          },
          {
            childActivitySet: 'all',
            minimumCount: 2,
            conditionCombination: 'all',
            conditions: [{ condition: 'never' }],
            action: 'notSatisfied',
          },
        ],
      },
    });
  });
  it('[S04-7] an element of its own replaces the one of the same name in the collection, whole', async () => {
    const collection = `<imsss:sequencing ID="s"><imsss:controlMode forwardOnly="true"/><imsss:rollupRules objectiveMeasureWeight="0"/>
<imsss:objectives><imsss:primaryObjective objectiveID="shared"/></imsss:objectives></imsss:sequencing>`;
    const own = `<imsss:controlMode flow="true"/><imsss:rollupRules/>
<adlseq:objectives><adlseq:objective objectiveID="shared"><adlseq:mapInfo targetObjectiveID="g"/></adlseq:objective></adlseq:objectives>`;
    const { read, codes } = await sequencing(own, collection, 'IDRef="s"');
    expect(codes).toEqual([]);
    expect(read).toEqual({
      controlMode: { flow: true },
      objectives: [
        {
          objectiveId: 'shared',
          primary: true,
          maps: [
            {
              targetObjectiveId: 'g',
              read: ['rawScore', 'minScore', 'maxScore', 'completionStatus', 'progressMeasure'],
              write: [],
            },
          ],
        },
      ],
    });
    const lost = await sequencing('<imsss:controlMode flow="true"/>', collection, 'IDRef="t"');
    expect(lost).toEqual({ read: { controlMode: { flow: true } }, codes: ['sequencing_ignored'] });
  });
  it('[S04-7] a manifest whose activities share too much is refused', async () => {
    const shared = `<imsss:sequencing ID="s">${rules(rule('preConditionRule', '', 'skip').repeat(300))}</imsss:sequencing>`;
    const items = Array.from({ length: 300 }, (_, i) => leaf('<imsss:sequencing IDRef="s"/>', `i${i}`)).join('');
    const manifest = manifest2004({ organization: items, collection: shared });
    expect((await refused(course(manifest, 'a.html'))).findings).toMatchObject([{ code: 'structure_too_large' }]);
  });
  it('[S04-8] objectives have the maps of both namespaces as one for each target', async () => {
    const { read, codes } = await sequencing(`<imsss:objectives>
<imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure> 0.8 </imsss:minNormalizedMeasure></imsss:primaryObjective>
<imsss:objective objectiveID=" o "><imsss:mapInfo targetObjectiveID="g" readNormalizedMeasure="false" writeSatisfiedStatus="true"/></imsss:objective>
<imsss:objective/></imsss:objectives>
<adlseq:objectives><adlseq:objective objectiveID="o"><adlseq:mapInfo targetObjectiveID="g" readRawScore="false" readMinScore="false" readMaxScore="false" readProgressMeasure="false" writeCompletionStatus="true"/><adlseq:mapInfo/></adlseq:objective></adlseq:objectives>`);
    expect(codes).toEqual(['sequencing_ignored', 'sequencing_ignored']);
    expect(read!.objectives).toEqual([
      { primary: true, satisfiedByMeasure: true, minNormalizedMeasure: 0.8 },
      {
        objectiveId: 'o',
        primary: false,
        maps: [
          {
            targetObjectiveId: 'g',
            read: ['satisfiedStatus', 'completionStatus'],
            write: ['satisfiedStatus', 'completionStatus'],
          },
        ],
      },
    ]);
  });
  it('[S04-9] a value out of range is left out; a rule with a word that means nothing is left out whole', async () => {
    const limits = (attributes: string) => `<imsss:limitConditions ${attributes}/>`;
    for (const wrong of [
      limits('attemptLimit="-1"'),
      limits('attemptLimit="99999999"'),
      limits('attemptLimit="1000001"'),
      limits('attemptAbsoluteDurationLimit="1 hour"'),
      limits('attemptAbsoluteDurationLimit="PT"'),
      '<imsss:rollupRules objectiveMeasureWeight="1.5"/>',
      '<imsss:controlMode flow="perhaps"/>',
      '<imsss:randomizationControls selectionTiming="always"/>',
    ]) {
      expect(await sequencing(wrong), wrong).toEqual({ read: undefined, codes: ['value_ignored'] });
    }
    const most = await sequencing(limits('attemptLimit="1000000"'));
    expect(most).toEqual({ read: { limitConditions: { attemptLimit: 1_000_000 } }, codes: [] });
    const known = '<imsss:ruleCondition condition="always"/>';
    for (const [wrong, expected] of [
      [rule('preConditionRule', known, 'vanish'), ['value_ignored', 'sequencing_ignored']],
      [
        rule('preConditionRule', `${known}<imsss:ruleCondition condition="x"/>`, 'skip'),
        ['value_ignored', 'sequencing_ignored'],
      ],
      [rule('preConditionRule', `${known}<imsss:ruleCondition/>`, 'skip'), ['sequencing_ignored']],
      [rule('exitConditionRule', '', 'exit'), ['sequencing_ignored']],
      ['<imsss:postConditionRule/>', ['sequencing_ignored']],
    ] as const) {
      const { read, codes } = await sequencing(rules(wrong));
      expect(read, wrong).toBeUndefined();
      expect([...codes].sort(), wrong).toEqual([...expected].sort());
    }
  });
  it('[CP-25] items inside a cluster with neither choice nor flow are unreachable', async () => {
    const cluster = (controls: string) =>
      `<item identifier="c"><title>C</title>${leaf('')}<imsss:sequencing><imsss:controlMode ${controls}/></imsss:sequencing></item>`;
    const codesOf = async (organization: string) => (await read2004({ organization })).codes;
    expect(await codesOf(cluster('choice="false"'))).toEqual(['item_unreachable']);
    expect(await codesOf(cluster('choice="false" flow="true"'))).toEqual([]);
    expect(await codesOf(cluster('flow="false"'))).toEqual([]);
    const root = '<imsss:sequencing><imsss:controlMode choice="false"/></imsss:sequencing>';
    expect(await codesOf(leaf('') + root)).toEqual(['item_unreachable']);
  });
});
