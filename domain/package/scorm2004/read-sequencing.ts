import type { Noting } from '../content-packaging/profile.ts';
import { quote, refuse } from '../report.ts';
import { attributeOf, childOf, childrenOf, countOf, type XmlElement } from '../xml/element.ts';
import { XML_LIMITS } from '../xml/parse.ts';
import { readObjectives } from './read-objectives.ts';
import type { Rollup, RollupConsiderations, RollupRule, Sequencing, SequencingRule } from './sequencing.ts';
import * as words from './sequencing.ts';
import { present, some, Values } from './values.ts';

type Part<K extends keyof Sequencing> = NonNullable<Sequencing[K]>;

/** Reads `imsss:sequencing` of items and of the organization (CAM 4th Edition, chapter 5). */
export class SequencingReader {
  readonly #values: Values;
  readonly #collection: ReadonlyMap<string, Shared>;
  readonly #where: string;
  /** Elements that activities have taken over from the collection. */
  #taken = 0;

  /** `manifest`: its `sequencingCollection` holds what several activities share. */
  constructor(manifest: XmlElement, noting: Noting) {
    this.#values = new Values(noting);
    this.#where = noting.where;
    const shared = childrenOf(manifest, 'sequencingCollection').flatMap((list) => childrenOf(list, 'sequencing'));
    this.#collection = new Map(
      shared.map((element) => [attributeOf(element, 'ID') ?? '', { element, elements: countOf(element) }]),
    );
  }

  /** Undefined when an activity says nothing of its own: then all defaults apply. */
  of(owner: XmlElement): Sequencing | undefined {
    const own = childOf(owner, 'sequencing');
    if (own === undefined) return undefined;
    const element = this.#withShared(own);
    const rules = childOf(element, 'sequencingRules');
    return some<Sequencing>({
      controlMode: this.#flags(element, 'controlMode', words.CONTROL_MODES),
      constrainedChoice: this.#flags(element, 'constrainedChoiceConsiderations', words.CONSTRAINED_CHOICES),
      preConditionRules: this.#rules(rules, 'preConditionRule', words.PRE_CONDITION_ACTIONS),
      exitConditionRules: this.#rules(rules, 'exitConditionRule', words.EXIT_CONDITION_ACTIONS),
      postConditionRules: this.#rules(rules, 'postConditionRule', words.POST_CONDITION_ACTIONS),
      limitConditions: this.#limits(childOf(element, 'limitConditions')),
      rollup: this.#rollup(childOf(element, 'rollupRules')),
      rollupConsiderations: this.#considerations(childOf(element, 'rollupConsiderations')),
      objectives: readObjectives(element, this.#values),
      randomization: this.#randomization(childOf(element, 'randomizationControls')),
      deliveryControls: this.#flags(element, 'deliveryControls', words.DELIVERY_CONTROLS),
    });
  }

  /** Each element of its own stands for the one of the same name that it shares, with everything in it (CAM 5.1.1). */
  #withShared(own: XmlElement): XmlElement {
    const reference = attributeOf(own, 'IDRef');
    if (reference === undefined) return own;
    const shared = this.#collection.get(reference);
    if (shared === undefined) {
      this.#values.leftOut(own, `There is no sequencing ${quote(reference)} in the collection of the manifest.`);
      return own;
    }
    this.#taken += shared.elements;
    if (this.#taken > XML_LIMITS.maxElements) {
      const message = `Its activities share more than ${XML_LIMITS.maxElements} elements of sequencing.`;
      throw refuse('structure_too_large', message, `${this.#where}:${own.line}`);
    }
    const stated = new Set(own.children.map(nameOf));
    const taken = shared.element.children.filter((child) => !stated.has(nameOf(child)));
    return { ...own, children: [...own.children, ...taken] };
  }

  #flags<T extends string>(
    element: XmlElement,
    name: string,
    names: readonly T[],
  ): { [key in T]?: boolean } | undefined {
    const child = childOf(element, name);
    return child === undefined ? undefined : some(this.#values.flags(child, names) as Record<T, boolean>);
  }

  #rules<T extends string>(list: XmlElement | undefined, name: string, actions: readonly T[]) {
    const rules = list === undefined ? [] : childrenOf(list, name).flatMap((rule) => this.#rule(rule, actions) ?? []);
    return rules.length === 0 ? undefined : rules;
  }

  /** A rule with a word that means nothing would do something else than its author wanted: it is left out whole. */
  #rule<T extends string>(rule: XmlElement, actions: readonly T[]): SequencingRule<T> | undefined {
    const { combination, elements } = this.#conditions(rule, 'ruleConditions', 'ruleCondition', 'all');
    const conditions = elements.flatMap((element) => {
      const condition = this.#values.word(element, 'condition', words.RULE_CONDITIONS);
      if (condition === undefined) return [];
      const referencedObjective = attributeOf(element, 'referencedObjective');
      const measureThreshold = this.#values.number(element, 'measureThreshold', -1, 1);
      return present<words.RuleCondition>({ condition, not: isNot(element), referencedObjective, measureThreshold });
    });
    const action = this.#action(rule, 'ruleAction', actions);
    if (action === undefined || !isWhole(conditions, elements)) return this.#ruleLeftOut(rule);
    return { conditionCombination: combination, conditions, action };
  }

  #rollup(element: XmlElement | undefined): Rollup | undefined {
    if (element === undefined) return undefined;
    const rollup = present<Rollup>({
      ...this.#values.flags(element, words.ROLLUP_FLAGS),
      objectiveMeasureWeight: this.#values.number(element, 'objectiveMeasureWeight', 0, 1),
      rules: childrenOf(element, 'rollupRule').flatMap((rule) => this.#rollupRule(rule) ?? []),
    });
    return Object.keys(rollup).length === 1 && rollup.rules.length === 0 ? undefined : rollup;
  }

  #rollupRule(rule: XmlElement): RollupRule | undefined {
    const { combination, elements } = this.#conditions(rule, 'rollupConditions', 'rollupCondition', 'any');
    const conditions = elements.flatMap((element) => {
      const condition = this.#values.word(element, 'condition', words.ROLLUP_CONDITIONS);
      return condition === undefined ? [] : present<words.RollupCondition>({ condition, not: isNot(element) });
    });
    const action = this.#action(rule, 'rollupAction', words.ROLLUP_ACTIONS);
    if (action === undefined || !isWhole(conditions, elements)) return this.#ruleLeftOut(rule);
    return present<RollupRule>({
      childActivitySet: this.#values.word(rule, 'childActivitySet', words.CHILD_SETS) ?? 'all',
      minimumCount: this.#values.integer(rule, 'minimumCount'),
      minimumPercent: this.#values.number(rule, 'minimumPercent', 0, 1),
      conditionCombination: combination,
      conditions,
      action,
    });
  }

  #conditions(rule: XmlElement, listName: string, name: string, fallback: 'all' | 'any') {
    const list = childOf(rule, listName);
    const combination = list && this.#values.word(list, 'conditionCombination', words.COMBINATIONS);
    return { combination: combination ?? fallback, elements: list === undefined ? [] : childrenOf(list, name) };
  }

  #action<T extends string>(rule: XmlElement, name: string, actions: readonly T[]): T | undefined {
    const element = childOf(rule, name);
    return element && this.#values.word(element, 'action', actions);
  }

  #ruleLeftOut(element: XmlElement): undefined {
    return this.#values.leftOut(element, `A ${element.name} has no valid condition or action and was left out.`);
  }

  #limits(element: XmlElement | undefined): Part<'limitConditions'> | undefined {
    return (
      element &&
      some<Part<'limitConditions'>>({
        attemptLimit: this.#values.integer(element, 'attemptLimit'),
        attemptAbsoluteDurationLimit: this.#values.duration(element, 'attemptAbsoluteDurationLimit'),
      })
    );
  }

  #considerations(element: XmlElement | undefined): RollupConsiderations | undefined {
    if (element === undefined) return undefined;
    const required = words.CONSIDERED.map((name) => [name, this.#values.word(element, name, words.CONSIDERATIONS)]);
    return some<RollupConsiderations>({
      ...(Object.fromEntries(required) as RollupConsiderations),
      measureSatisfactionIfActive: this.#values.flag(element, 'measureSatisfactionIfActive'),
    });
  }

  #randomization(element: XmlElement | undefined): Part<'randomization'> | undefined {
    return (
      element &&
      some<Part<'randomization'>>({
        randomizationTiming: this.#values.word(element, 'randomizationTiming', words.TIMINGS),
        selectionTiming: this.#values.word(element, 'selectionTiming', words.TIMINGS),
        selectCount: this.#values.integer(element, 'selectCount'),
        reorderChildren: this.#values.flag(element, 'reorderChildren'),
      })
    );
  }
}

interface Shared {
  readonly element: XmlElement;
  /** How many elements it is, with itself: a small manifest could ask for all of them thousands of times. */
  readonly elements: number;
}

/** `adlseq:objectives` stands beside `imsss:objectives` and means something else. */
const nameOf = (element: XmlElement): string =>
  `${/adlseq/i.test(element.uri) ? 'adlseq ' : ''}${element.name.toLowerCase()}`;

const isNot = (condition: XmlElement): true | undefined =>
  attributeOf(condition, 'operator')?.toLowerCase() === 'not' ? true : undefined;

/** Every condition that is stated is understood, and there is one. */
const isWhole = (read: readonly unknown[], stated: readonly XmlElement[]): boolean =>
  read.length > 0 && read.length === stated.length;
