import {
  flag,
  type Json,
  list,
  object,
  oneOf,
  optional,
  optionalFlag,
  optionalNumber,
  optionalText,
  part,
  text,
} from '../manifest-json.ts';
import type {
  Objective,
  ObjectiveMap,
  Randomization,
  Rollup,
  RollupConsiderations,
  RollupRule,
  RuleCondition,
  Sequencing,
  SequencingRule,
} from './sequencing.ts';
import * as words from './sequencing.ts';

/** The `sequencing` of a manifest in JSON. */
export function sequencing(json: unknown, where: string): Sequencing {
  const from = object(json, where);
  return {
    ...part('controlMode', from, where, flags(words.CONTROL_MODES)),
    ...part('constrainedChoice', from, where, flags(words.CONSTRAINED_CHOICES)),
    ...part('preConditionRules', from, where, each(rule(words.PRE_CONDITION_ACTIONS))),
    ...part('exitConditionRules', from, where, each(rule(words.EXIT_CONDITION_ACTIONS))),
    ...part('postConditionRules', from, where, each(rule(words.POST_CONDITION_ACTIONS))),
    ...part('limitConditions', from, where, limits),
    ...part('rollup', from, where, rollup),
    ...part('rollupConsiderations', from, where, considerations),
    ...part('objectives', from, where, each(objective)),
    ...part('randomization', from, where, randomization),
    ...part('deliveryControls', from, where, flags(words.DELIVERY_CONTROLS)),
  };
}

type Reader<T> = (json: unknown, where: string) => T;

const each =
  <T>(read: Reader<T>): Reader<T[]> =>
  (json, where) =>
    list(json, where).map((item, i) => read(item, `${where}[${i}]`));

const flags =
  <T extends string>(names: readonly T[]): Reader<{ [key in T]?: boolean }> =>
  (json, where) => {
    const from = object(json, where);
    const read = names.map((name) => optional(name, optionalFlag(from, name, where)));
    return Object.assign({}, ...read) as { [key in T]?: boolean };
  };

const word = <T extends string>(allowed: readonly T[], from: Json, key: string, where: string): T =>
  oneOf(allowed, from[key], `${where}.${key}`);

const rule =
  <T extends string>(actions: readonly T[]): Reader<SequencingRule<T>> =>
  (json, where) => {
    const from = object(json, where);
    return {
      conditionCombination: word(words.COMBINATIONS, from, 'conditionCombination', where),
      conditions: each(condition)(from.conditions, `${where}.conditions`),
      action: word(actions, from, 'action', where),
    };
  };

function condition(json: unknown, where: string): RuleCondition {
  const from = object(json, where);
  return {
    condition: word(words.RULE_CONDITIONS, from, 'condition', where),
    ...optional('not', optionalFlag(from, 'not', where)),
    ...optional('referencedObjective', optionalText(from, 'referencedObjective', where)),
    ...optional('measureThreshold', optionalNumber(from, 'measureThreshold', where)),
  };
}

function limits(json: unknown, where: string): words.LimitConditions {
  const from = object(json, where);
  const duration = optionalText(from, 'attemptAbsoluteDurationLimit', where);
  return {
    ...optional('attemptLimit', optionalNumber(from, 'attemptLimit', where)),
    ...optional('attemptAbsoluteDurationLimit', duration),
  };
}

function rollup(json: unknown, where: string): Rollup {
  const from = object(json, where);
  return {
    ...flags(words.ROLLUP_FLAGS)(json, where),
    ...optional('objectiveMeasureWeight', optionalNumber(from, 'objectiveMeasureWeight', where)),
    rules: each(rollupRule)(from.rules, `${where}.rules`),
  };
}

function rollupRule(json: unknown, where: string): RollupRule {
  const from = object(json, where);
  return {
    childActivitySet: word(words.CHILD_SETS, from, 'childActivitySet', where),
    ...optional('minimumCount', optionalNumber(from, 'minimumCount', where)),
    ...optional('minimumPercent', optionalNumber(from, 'minimumPercent', where)),
    conditionCombination: word(words.COMBINATIONS, from, 'conditionCombination', where),
    conditions: each((item, at) => {
      const one = object(item, at);
      return {
        condition: word(words.ROLLUP_CONDITIONS, one, 'condition', at),
        ...optional('not', optionalFlag(one, 'not', at)),
      };
    })(from.conditions, `${where}.conditions`),
    action: word(words.ROLLUP_ACTIONS, from, 'action', where),
  };
}

function considerations(json: unknown, where: string): RollupConsiderations {
  const from = object(json, where);
  const required = words.CONSIDERED.map((name) =>
    part(name, from, where, (value, at) => oneOf(words.CONSIDERATIONS, value, at)),
  );
  return Object.assign({}, ...required, flags(['measureSatisfactionIfActive'])(json, where)) as RollupConsiderations;
}

function objective(json: unknown, where: string): Objective {
  const from = object(json, where);
  return {
    ...optional('objectiveId', optionalText(from, 'objectiveId', where)),
    primary: flag(from, 'primary', where),
    ...optional('satisfiedByMeasure', optionalFlag(from, 'satisfiedByMeasure', where)),
    ...optional('minNormalizedMeasure', optionalNumber(from, 'minNormalizedMeasure', where)),
    ...part('maps', from, where, each(map)),
  };
}

function map(json: unknown, where: string): ObjectiveMap {
  const from = object(json, where);
  const shared = each((value, at) => oneOf(words.SHARED, value, at));
  return {
    targetObjectiveId: text(from, 'targetObjectiveId', where),
    read: shared(from.read, `${where}.read`),
    write: shared(from.write, `${where}.write`),
  };
}

function randomization(json: unknown, where: string): Randomization {
  const from = object(json, where);
  const timing: Reader<(typeof words.TIMINGS)[number]> = (value, at) => oneOf(words.TIMINGS, value, at);
  return {
    ...part('randomizationTiming', from, where, timing),
    ...part('selectionTiming', from, where, timing),
    ...optional('selectCount', optionalNumber(from, 'selectCount', where)),
    ...optional('reorderChildren', optionalFlag(from, 'reorderChildren', where)),
  };
}
