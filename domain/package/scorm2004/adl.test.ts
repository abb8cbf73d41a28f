import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspect } from '../inspect.ts';
import { type PlayPackageManifest, walk } from '../manifest.ts';
import { readEntry } from '../zip/entries.ts';
import { bytesSource } from '../zip/source.ts';

const courses = process.env.COURSES_DIR ?? fileURLToPath(new URL('../../../../shared/courses', import.meta.url));
const folder = join(courses, 'adl-scorm2004-4th/packages');
const present = existsSync(folder);

/** The text of a package's manifest, without comments, and what is read of it. */
async function open(name: string): Promise<{ xml: string; manifest: PlayPackageManifest }> {
  const source = bytesSource(new Uint8Array(readFileSync(join(folder, name))));
  const result = await inspect(source, { homePage: 'https://demo.example' });
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
  const bytes = await readEntry(source, result.value.files.get('imsmanifest.xml')!, 1_000_000);
  if (!bytes.ok) throw new Error(bytes.error.message);
  const xml = new TextDecoder().decode(bytes.value).replace(/<!--[\s\S]*?-->/g, '');
  return { xml, manifest: result.value.manifest };
}

/** How often each thing stands in the text, counted without reading it as XML. */
function stated(xml: string): Record<string, number> {
  const count = (pattern: RegExp): number => [...xml.matchAll(pattern)].length;
  const attributes = (tag: string): number =>
    [...xml.matchAll(new RegExp(`<${tag}\\s([^>]*)>`, 'g'))].flatMap(([, text]) => [...text!.matchAll(/=/g)]).length;
  return {
    items: count(/<item\s/g),
    rules: count(/<imsss:ruleAction\s/g),
    conditions: count(/<imsss:(rule|rollup)Condition\s/g),
    negated: count(/operator\s*=\s*"not"/g),
    referenced: count(/referencedObjective\s*=/g),
    thresholds: count(/measureThreshold\s*=/g),
    rollupRules: count(/<imsss:rollupAction\s/g),
    objectives: count(/<imsss:(primaryObjective|objective)[\s>/]/g),
    measures: count(/<imsss:minNormalizedMeasure/g),
    byMeasure: count(/satisfiedByMeasure\s*=/g),
    written: count(/write\w+\s*=\s*"\s*true\s*"/g),
    controls: attributes('imsss:controlMode'),
    delivery: attributes('imsss:deliveryControls'),
    considerations: attributes('adlseq:rollupConsiderations'),
    limits: count(/attemptLimit\s*=|attemptAbsoluteDurationLimit\s*=/g),
    hidden: count(/<adlnav:hideLMSUI/g),
    completion: count(/<adlcp:completionThreshold/g),
  };
}

/** The same of what was read. */
function read(manifest: PlayPackageManifest): Record<string, number> {
  const nodes = [...walk(manifest.structure)];
  const carriers = [manifest.scorm2004, ...nodes.map((node) => node.scorm2004)].flatMap((data) => data ?? []);
  const all = carriers.flatMap(({ sequencing }) => sequencing ?? []);
  const rules = all.flatMap(
    ({ preConditionRules: pre = [], exitConditionRules: exit = [], postConditionRules: post = [] }) => [
      ...[...pre, ...exit, ...post],
    ],
  );
  const rollupRules = all.flatMap(({ rollup }) => rollup?.rules ?? []);
  const conditions = rules.flatMap((rule) => rule.conditions);
  const everyCondition = [...conditions, ...rollupRules.flatMap((rule) => rule.conditions)];
  const objectives = all.flatMap((sequencing) => sequencing.objectives ?? []);
  const keys = (parts: readonly (object | undefined)[]) => parts.flatMap((part) => Object.keys(part ?? {})).length;
  return {
    items: nodes.length,
    rules: rules.length,
    conditions: everyCondition.length,
    negated: everyCondition.filter(({ not }) => not).length,
    referenced: conditions.filter(({ referencedObjective }) => referencedObjective !== undefined).length,
    thresholds: conditions.filter(({ measureThreshold }) => measureThreshold !== undefined).length,
    rollupRules: rollupRules.length,
    objectives: objectives.length,
    measures: objectives.filter(({ minNormalizedMeasure }) => minNormalizedMeasure !== undefined).length,
    byMeasure: objectives.filter(({ satisfiedByMeasure }) => satisfiedByMeasure !== undefined).length,
    written: objectives.flatMap(({ maps = [] }) => maps.flatMap(({ write }) => write)).length,
    controls: keys(all.map(({ controlMode }) => controlMode)),
    delivery: keys(all.map(({ deliveryControls }) => deliveryControls)),
    considerations: keys(all.map(({ rollupConsiderations }) => rollupConsiderations)),
    limits: keys(all.map(({ limitConditions }) => limitConditions)),
    hidden: nodes.flatMap((node) => node.scorm2004?.hideLmsUi ?? []).length,
    completion: carriers.filter(({ completionThreshold }) => completionThreshold !== undefined).length,
  };
}

describe.skipIf(!present)(`the ADL packages${present ? '' : ' (skipped: no courses at COURSES_DIR)'}`, () => {
  it('[S04-10] nothing that they say of sequencing is lost: everything is there as often as it is stated', async () => {
    let compared = 0;
    for (const name of readdirSync(folder)) {
      const { xml, manifest } = await open(name);
      // What is shared counts once in the text and as often as it is used in what is read.
      if (xml.includes('sequencingCollection')) continue;
      expect(read(manifest), name).toEqual(stated(xml));
      compared++;
    }
    expect(compared).toBeGreaterThan(80);
  });
});
