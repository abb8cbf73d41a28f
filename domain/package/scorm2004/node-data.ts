import { flag, type Json, list, number, object, oneOf, optional, optionalText, part, text } from '../manifest-json.ts';
import type { Sequencing } from './sequencing.ts';
import { sequencing } from './sequencing-json.ts';

export const LMS_UI = ['previous', 'continue', 'exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll'] as const;
export const TIME_LIMIT_ACTIONS = [
  'exit,message',
  'exit,no message',
  'continue,message',
  'continue,no message',
] as const;

/** What an item of a SCORM 2004 package carries (CAM 4th Edition, 3.4.1). */
export interface Scorm2004NodeData {
  readonly timeLimitAction?: (typeof TIME_LIMIT_ACTIONS)[number];
  readonly dataFromLms?: string;
  readonly completionThreshold?: CompletionThreshold;
  /** Controls of the player that the SCO brings itself (`adlnav:hideLMSUI`). */
  readonly hideLmsUi?: readonly (typeof LMS_UI)[number][];
  /** Stores that the SCO shares with others (`adlcp:data`). */
  readonly data?: readonly DataMap[];
  /** Its own, and what it takes over from the `sequencingCollection`. */
  readonly sequencing?: Sequencing;
}

/** CAM 4th Edition, 3.4.1.14. Earlier editions state `minProgressMeasure` alone, which means `completedByMeasure`. */
export interface CompletionThreshold {
  readonly completedByMeasure: boolean;
  /** 0 to 1. */
  readonly minProgressMeasure: number;
  /** 0 to 1: the weight of this activity in the progress of its parent. */
  readonly progressWeight: number;
}

export interface DataMap {
  readonly targetId: string;
  readonly readSharedData: boolean;
  readonly writeSharedData: boolean;
}

/** What the organization says of the course as a whole: the root of the activity tree. */
export interface Scorm2004CourseData {
  /** Global objectives belong to the learner across courses; else to this course alone. */
  readonly objectivesGlobalToSystem: boolean;
  /** The same of the shared stores. */
  readonly sharedDataGlobalToSystem: boolean;
  readonly completionThreshold?: CompletionThreshold;
  readonly sequencing?: Sequencing;
}

export function scorm2004Node(json: unknown, where: string): Scorm2004NodeData {
  const from = object(json, where);
  return {
    ...part('timeLimitAction', from, where, (value, at) => oneOf(TIME_LIMIT_ACTIONS, value, at)),
    ...optional('dataFromLms', optionalText(from, 'dataFromLms', where)),
    ...shared(from, where),
    ...part('hideLmsUi', from, where, (value, at) => list(value, at).map((ui, i) => oneOf(LMS_UI, ui, `${at}[${i}]`))),
    ...part('data', from, where, (value, at) => list(value, at).map((map, i) => dataMap(map, `${at}[${i}]`))),
  };
}

export function scorm2004Course(json: unknown, where: string): Scorm2004CourseData {
  const from = object(json, where);
  return {
    objectivesGlobalToSystem: flag(from, 'objectivesGlobalToSystem', where),
    sharedDataGlobalToSystem: flag(from, 'sharedDataGlobalToSystem', where),
    ...shared(from, where),
  };
}

const shared = (from: Json, where: string): Pick<Scorm2004CourseData, 'completionThreshold' | 'sequencing'> => ({
  ...part('completionThreshold', from, where, completionThreshold),
  ...part('sequencing', from, where, sequencing),
});

function completionThreshold(json: unknown, where: string): CompletionThreshold {
  const from = object(json, where);
  return {
    completedByMeasure: flag(from, 'completedByMeasure', where),
    minProgressMeasure: number(from, 'minProgressMeasure', where),
    progressWeight: number(from, 'progressWeight', where),
  };
}

function dataMap(json: unknown, where: string): DataMap {
  const from = object(json, where);
  return {
    targetId: text(from, 'targetId', where),
    readSharedData: flag(from, 'readSharedData', where),
    writeSharedData: flag(from, 'writeSharedData', where),
  };
}
