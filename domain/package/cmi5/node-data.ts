import { type LanguageMap, readLanguageMap } from '../language-map.ts';
import { list, object, oneOf, optional, optionalNumber, optionalText, text, texts } from '../manifest-json.ts';

export const MOVE_ON = ['Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed', 'NotApplicable'] as const;
export const LAUNCH_METHODS = ['AnyWindow', 'OwnWindow'] as const;

export type MoveOn = (typeof MOVE_ON)[number];
export type LaunchMethod = (typeof LAUNCH_METHODS)[number];

/** What a block or an AU of a course structure says (cmi5, 13.1.2 and 13.1.4), trimmed. */
export interface Cmi5NodeData {
  /** The id that the publisher gave it; what statements name it by is generated at launch. */
  readonly publisherId: string;
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  /** Ids of objectives of the course. */
  readonly objectives: readonly string[];
  /** From here on of an AU only. The type of its activity. */
  readonly activityType?: string;
  readonly launchMethod?: LaunchMethod;
  readonly moveOn?: MoveOn;
  /** 0 to 1, four decimal places. */
  readonly masteryScore?: number;
  readonly launchParameters?: string;
  readonly entitlementKey?: string;
}

export interface Cmi5Objective {
  readonly id: string;
  readonly title: LanguageMap;
  readonly description: LanguageMap;
}

/** What the course itself says (13.1.1 and 13.1.3); its id is the manifest's `identifier`. */
export interface Cmi5CourseData {
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  readonly objectives: readonly Cmi5Objective[];
}

export function readCmi5Node(json: unknown, where: string): Cmi5NodeData {
  const from = object(json, where);
  const one = <T extends string>(allowed: readonly T[], key: string): T | undefined =>
    from[key] === undefined ? undefined : oneOf(allowed, from[key], `${where}.${key}`);
  return {
    publisherId: text(from, 'publisherId', where),
    title: readLanguageMap(from.title, `${where}.title`),
    description: readLanguageMap(from.description, `${where}.description`),
    objectives: texts(from.objectives, `${where}.objectives`),
    ...optional('activityType', optionalText(from, 'activityType', where)),
    ...optional('launchMethod', one(LAUNCH_METHODS, 'launchMethod')),
    ...optional('moveOn', one(MOVE_ON, 'moveOn')),
    ...optional('masteryScore', optionalNumber(from, 'masteryScore', where)),
    ...optional('launchParameters', optionalText(from, 'launchParameters', where)),
    ...optional('entitlementKey', optionalText(from, 'entitlementKey', where)),
  };
}

export function readCmi5Course(json: unknown, where: string): Cmi5CourseData {
  const from = object(json, where);
  return {
    title: readLanguageMap(from.title, `${where}.title`),
    description: readLanguageMap(from.description, `${where}.description`),
    objectives: list(from.objectives, `${where}.objectives`).map((item, i) =>
      readObjective(item, `${where}.objectives[${i}]`),
    ),
  };
}

function readObjective(json: unknown, where: string): Cmi5Objective {
  const from = object(json, where);
  return {
    id: text(from, 'id', where),
    title: readLanguageMap(from.title, `${where}.title`),
    description: readLanguageMap(from.description, `${where}.description`),
  };
}
