import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readManifest } from '../read-manifest.ts';
import { leaf, read2004 } from './scorm2004.testing.ts';
import * as words from './sequencing.ts';

const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../../schemas/play-package-manifest.v1.json', import.meta.url), 'utf8')),
);

/** What may stand in an attribute: words that mean something somewhere, numbers, and nonsense. */
const value = fc.oneof(
  fc.constantFrom('true', 'false', '0.5', '-1', '1.5', '2', '', ' ', 'x', 'PT1H', 'not', '1e9', 'NaN', 'o'),
  fc.constantFrom('always', 'all', 'any', 'satisfied', 'skip', 'exit', 'retry', 'completed', 'atLeastCount', 'once'),
);
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  controlMode: words.CONTROL_MODES,
  constrainedChoiceConsiderations: words.CONSTRAINED_CHOICES,
  deliveryControls: words.DELIVERY_CONTROLS,
  limitConditions: ['attemptLimit', 'attemptAbsoluteDurationLimit'],
  ruleConditions: ['conditionCombination'],
  ruleCondition: ['condition', 'operator', 'referencedObjective', 'measureThreshold'],
  ruleAction: ['action'],
  rollupRules: [...words.ROLLUP_FLAGS, 'objectiveMeasureWeight'],
  rollupRule: ['childActivitySet', 'minimumCount', 'minimumPercent'],
  rollupConditions: ['conditionCombination'],
  rollupCondition: ['condition', 'operator'],
  rollupAction: ['action'],
  rollupConsiderations: [...words.CONSIDERED, 'measureSatisfactionIfActive'],
  primaryObjective: ['objectiveID', 'satisfiedByMeasure'],
  objective: ['objectiveID', 'satisfiedByMeasure'],
  mapInfo: ['targetObjectiveID', 'readSatisfiedStatus', 'writeNormalizedMeasure', 'readRawScore', 'writeMinScore'],
  randomizationControls: ['randomizationTiming', 'selectionTiming', 'selectCount', 'reorderChildren'],
  completionThreshold: ['completedByMeasure', 'minProgressMeasure', 'progressWeight'],
  map: ['targetID', 'readSharedData'],
};

/** An element with any values in its own attributes, or without some of them. */
const tag = (name: string, ...inner: fc.Arbitrary<string>[]): fc.Arbitrary<string> => {
  const names = ATTRIBUTES[name.slice(name.indexOf(':') + 1)] ?? [];
  const attributes = fc.tuple(...names.map((attribute) => fc.option(value.map((text) => `${attribute}="${text}"`))));
  return fc
    .tuple(attributes, ...inner)
    .map(([own, ...parts]) => `<${name} ${own.filter(Boolean).join(' ')}>${parts.join('')}</${name}>`);
};
const rule = (kind: string) => {
  const condition = tag('imsss:ruleCondition');
  return tag(`imsss:${kind}`, tag('imsss:ruleConditions', condition, condition), tag('imsss:ruleAction'));
};
const rollup = tag(
  'imsss:rollupRule',
  tag('imsss:rollupConditions', tag('imsss:rollupCondition')),
  tag('imsss:rollupAction'),
);
const objective = (kind: string) =>
  tag(`imsss:${kind}`, tag('imsss:minNormalizedMeasure', value), tag('imsss:mapInfo'), tag('imsss:mapInfo'));
const parts: readonly fc.Arbitrary<string>[] = [
  tag('imsss:controlMode'),
  tag('imsss:sequencingRules', rule('preConditionRule'), rule('exitConditionRule'), rule('postConditionRule')),
  tag('imsss:limitConditions'),
  tag('imsss:rollupRules', rollup, rollup),
  tag('imsss:objectives', objective('primaryObjective'), objective('objective')),
  tag('imsss:randomizationControls'),
  tag('imsss:deliveryControls'),
  tag('adlseq:constrainedChoiceConsiderations'),
  tag('adlseq:rollupConsiderations'),
  tag('adlseq:objectives', tag('adlseq:objective', tag('adlseq:mapInfo'))),
];
const some = fc.tuple(...parts.map((part) => fc.option(part))).map((list) => list.filter(Boolean).join(''));
const data = fc
  .tuple(tag('adlcp:completionThreshold', value), tag('adlcp:data', tag('adlcp:map')))
  .map((d) => d.join(''));

describe('whatever a manifest says of sequencing', () => {
  it('[S04-11] what is read of it fits the schema and is read again as it is', async () => {
    await fc.assert(
      fc.asyncProperty(some, some, data, async (own, shared, more) => {
        const sequencing = `<imsss:sequencing IDRef="s">${own}</imsss:sequencing>`;
        const collection = `<imsss:sequencing ID="s">${shared}</imsss:sequencing>`;
        const { manifest } = await read2004({ organization: `${leaf(sequencing + more)}${sequencing}`, collection });
        expect(schema.safeParse(manifest).error).toBeUndefined();
        expect(readManifest(JSON.parse(JSON.stringify(manifest)))).toEqual({ ok: true, value: manifest });
      }),
      { numRuns: 400 },
    );
  });
});
