/**
 * What a SCORM 2004 activity says of its sequencing (SN 4th Edition, chapter 3), in the words of its XML binding. A member
 * that is absent has the default of the standard, which stands beside it here.
 */

/** SN 3.2. Defaults: choice, choiceExit and both `useCurrent…` true, flow and forwardOnly false. */
export const CONTROL_MODES = [
  'choice',
  'choiceExit',
  'flow',
  'forwardOnly',
  'useCurrentAttemptObjectiveInfo',
  'useCurrentAttemptProgressInfo',
] as const;
/** SN 3.3; default false. */
export const CONSTRAINED_CHOICES = ['preventActivation', 'constrainChoice'] as const;
/** SN 3.13. Default: tracked true, the others false. */
export const DELIVERY_CONTROLS = ['tracked', 'completionSetByContent', 'objectiveSetByContent'] as const;
/** SN 3.7. Default true. */
export const ROLLUP_FLAGS = ['rollupObjectiveSatisfied', 'rollupProgressCompletion'] as const;
/** SN 3.8; default `always`. */
export const CONSIDERED = [
  'requiredForSatisfied',
  'requiredForNotSatisfied',
  'requiredForCompleted',
  'requiredForIncomplete',
] as const;
export const CONSIDERATIONS = ['always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended'] as const;
/** SN 3.12; default `never`. */
export const TIMINGS = ['never', 'once', 'onEachNewAttempt'] as const;
export const COMBINATIONS = ['all', 'any'] as const;
export const PRE_CONDITION_ACTIONS = ['skip', 'disabled', 'hiddenFromChoice', 'stopForwardTraversal'] as const;
export const EXIT_CONDITION_ACTIONS = ['exit'] as const;
export const POST_CONDITION_ACTIONS = ['exitParent', 'exitAll', 'retry', 'retryAll', 'continue', 'previous'] as const;
const CONDITIONS = [
  'satisfied',
  'objectiveStatusKnown',
  'objectiveMeasureKnown',
  'completed',
  'activityProgressKnown',
  'attempted',
  'attemptLimitExceeded',
  'timeLimitExceeded',
  'outsideAvailableTimeRange',
] as const;
/** SN 3.4.1. */
export const RULE_CONDITIONS = [
  ...CONDITIONS,
  'objectiveMeasureGreaterThan',
  'objectiveMeasureLessThan',
  'always',
] as const;
/** SN 3.7.3. */
export const ROLLUP_CONDITIONS = [...CONDITIONS, 'never'] as const;
export const ROLLUP_ACTIONS = ['satisfied', 'notSatisfied', 'completed', 'incomplete'] as const;
export const CHILD_SETS = ['all', 'any', 'none', 'atLeastCount', 'atLeastPercent'] as const;
/** What an objective shares with a global one (SN 3.10.2): the first two of IMS Simple Sequencing, the rest of `adlseq`. */
export const IMS_SHARED = ['satisfiedStatus', 'normalizedMeasure'] as const;
export const ADL_SHARED = ['rawScore', 'minScore', 'maxScore', 'completionStatus', 'progressMeasure'] as const;
export const SHARED = [...IMS_SHARED, ...ADL_SHARED] as const;

type Flags<T extends readonly string[]> = { readonly [key in T[number]]?: boolean };
type OneOf<T extends readonly string[]> = T[number];

export interface Sequencing {
  readonly controlMode?: Flags<typeof CONTROL_MODES>;
  readonly constrainedChoice?: Flags<typeof CONSTRAINED_CHOICES>;
  readonly preConditionRules?: readonly SequencingRule<OneOf<typeof PRE_CONDITION_ACTIONS>>[];
  readonly exitConditionRules?: readonly SequencingRule<OneOf<typeof EXIT_CONDITION_ACTIONS>>[];
  readonly postConditionRules?: readonly SequencingRule<OneOf<typeof POST_CONDITION_ACTIONS>>[];
  readonly limitConditions?: LimitConditions;
  readonly rollup?: Rollup;
  readonly rollupConsiderations?: RollupConsiderations;
  /** At most one is primary. */
  readonly objectives?: readonly Objective[];
  readonly randomization?: Randomization;
  readonly deliveryControls?: Flags<typeof DELIVERY_CONTROLS>;
}

/** SN 3.4. */
export interface SequencingRule<Action extends string> {
  readonly conditionCombination: OneOf<typeof COMBINATIONS>;
  /** At least one. */
  readonly conditions: readonly RuleCondition[];
  readonly action: Action;
}

export interface RuleCondition {
  readonly condition: OneOf<typeof RULE_CONDITIONS>;
  /** `operator="not"`; default false. */
  readonly not?: boolean;
  /** Id of an objective of this activity; default: its primary one. */
  readonly referencedObjective?: string;
  /** -1 to 1; default 0. */
  readonly measureThreshold?: number;
}

/** SN 3.5. The other limits of IMS Simple Sequencing are not part of SCORM. */
export interface LimitConditions {
  readonly attemptLimit?: number;
  /** ISO 8601. */
  readonly attemptAbsoluteDurationLimit?: string;
}

export interface Rollup extends Flags<typeof ROLLUP_FLAGS> {
  /** 0 to 1; default 1. */
  readonly objectiveMeasureWeight?: number;
  readonly rules: readonly RollupRule[];
}

/** SN 3.7. */
export interface RollupRule {
  readonly childActivitySet: OneOf<typeof CHILD_SETS>;
  /** For `atLeastCount`; default 0. */
  readonly minimumCount?: number;
  /** For `atLeastPercent`, 0 to 1; default 0. */
  readonly minimumPercent?: number;
  readonly conditionCombination: OneOf<typeof COMBINATIONS>;
  /** At least one. */
  readonly conditions: readonly RollupCondition[];
  readonly action: OneOf<typeof ROLLUP_ACTIONS>;
}

export interface RollupCondition {
  readonly condition: OneOf<typeof ROLLUP_CONDITIONS>;
  readonly not?: boolean;
}

export interface RollupConsiderations extends Considered {
  /** Default true. */
  readonly measureSatisfactionIfActive?: boolean;
}
type Considered = { readonly [key in OneOf<typeof CONSIDERED>]?: OneOf<typeof CONSIDERATIONS> };

/** SN 3.10. */
export interface Objective {
  /** Only a primary objective may have none. */
  readonly objectiveId?: string;
  readonly primary: boolean;
  /** Default false. */
  readonly satisfiedByMeasure?: boolean;
  /** -1 to 1; default 1. */
  readonly minNormalizedMeasure?: number;
  readonly maps?: readonly ObjectiveMap[];
}

/** What is read from, and written to, a global objective. What the maps of the manifest leave unsaid is already decided here. */
export interface ObjectiveMap {
  readonly targetObjectiveId: string;
  readonly read: readonly Shared[];
  readonly write: readonly Shared[];
}
export type Shared = OneOf<typeof SHARED>;

export interface Randomization {
  readonly randomizationTiming?: OneOf<typeof TIMINGS>;
  readonly selectionTiming?: OneOf<typeof TIMINGS>;
  /** Default 0: all. */
  readonly selectCount?: number;
  /** Default false. */
  readonly reorderChildren?: boolean;
}
