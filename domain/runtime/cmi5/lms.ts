/** What the LMS says of an AU, a block and the course (cmi5 Quartz, 9), and the document that it leaves for the AU (10). */
import { v5 } from 'uuid';
import type { Cmi5NodeData } from '../../package/cmi5/node-data.ts';
import type { LanguageMap } from '../../package/language-map.ts';
import { isLanguageTag } from '../../statement/formats.ts';
import { type Agent, isoDuration, type Statement } from '../adapter/statement.ts';
import type { AuSession } from './session.ts';
import { ACTIVITY_TYPES, CMI5_CATEGORY, EXTENSIONS, LMS_VERBS, type LmsVerb } from './words.ts';

/** Who speaks of whom: the same for all statements of a registration. */
export interface LmsVoice {
  readonly actor: Agent;
  readonly registration: string;
}

/** An AU, a block or the course, as statements name it. */
export interface Named {
  /** The one that the LMS made (8.1.5, 9.3.9). */
  readonly activityId: string;
  readonly publisherId: string;
  readonly type?: string;
  readonly title: LanguageMap;
  readonly description: LanguageMap;
}

/** What a launch gives an AU beside its session. */
export interface AuLaunch {
  readonly au: Named & Pick<Cmi5NodeData, 'masteryScore' | 'launchParameters' | 'entitlementKey'>;
  readonly moveOn: NonNullable<Cmi5NodeData['moveOn']>;
  /** Fully qualified, without what the launch adds (9.6.3.4). */
  readonly launchUrl: string;
  readonly returnUrl: string;
}

interface Saying {
  readonly verb: LmsVerb;
  readonly object: Named;
  readonly session: string;
  readonly at: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly duration?: string;
}

/** Only languages that a statement may name; a text in another one would have the statement refused. */
const spoken = (texts: LanguageMap): LanguageMap =>
  Object.fromEntries(Object.entries(texts).filter(([language]) => isLanguageTag(language)));

/** [C5-12] Ids come from the session and what is said: saying it again is the same statement. */
function say({ actor, registration }: LmsVoice, saying: Saying): Statement {
  const { verb, object, session, at } = saying;
  return {
    id: v5(`cmi5:${verb}:${object.activityId}:${session}`, registration),
    actor,
    verb: { id: LMS_VERBS[verb], display: { en: verb } },
    object: {
      objectType: 'Activity',
      id: object.activityId,
      definition: {
        ...(object.type === undefined ? {} : { type: object.type }),
        name: spoken(object.title),
        description: spoken(object.description),
      },
    },
    ...(saying.duration === undefined ? {} : { result: { duration: saying.duration } }),
    context: {
      registration,
      contextActivities: {
        category: [{ objectType: 'Activity', id: CMI5_CATEGORY }],
        grouping: [{ objectType: 'Activity', id: object.publisherId }],
      },
      extensions: { [EXTENSIONS.sessionId]: session, ...saying.extensions },
    },
    timestamp: at,
  };
}

/** 9.3.1 */
export function launchedStatement(voice: LmsVoice, { au, moveOn, launchUrl }: AuLaunch, session: AuSession): Statement {
  const extensions = {
    [EXTENSIONS.launchMode]: session.mode,
    [EXTENSIONS.launchUrl]: launchUrl,
    [EXTENSIONS.moveOn]: moveOn,
    ...(au.masteryScore === undefined ? {} : { [EXTENSIONS.masteryScore]: au.masteryScore }),
    ...(au.launchParameters === undefined ? {} : { [EXTENSIONS.launchParameters]: au.launchParameters }),
  };
  return say(voice, { verb: 'launched', object: au, session: session.id, at: session.launchedAt, extensions });
}

/** 9.3.6; the time is that between the launch and the last word of the AU (9.5.4.2). */
export function abandonedStatement(voice: LmsVoice, au: Named, session: AuSession, at: string): Statement {
  const heard = session.heardAt ?? session.launchedAt;
  const hundredths = Math.max(0, Math.round((Date.parse(heard) - Date.parse(session.launchedAt)) / 10));
  return say(voice, { verb: 'abandoned', object: au, session: session.id, at, duration: isoDuration(hundredths) });
}

/** 9.3.9; `session` is that of the AU that brought it about. */
export function satisfiedStatement(
  voice: LmsVoice,
  object: Named & { readonly kind: 'block' | 'course' },
  { session, at }: { session: string; at: string },
): Statement {
  return say(voice, { verb: 'satisfied', object: { ...object, type: ACTIVITY_TYPES[object.kind] }, session, at });
}

/** 10.2: the state document `LMS.LaunchData`. */
export function launchData({ registration }: LmsVoice, launch: AuLaunch, session: AuSession) {
  const { au, moveOn, returnUrl } = launch;
  return {
    contextTemplate: {
      registration,
      contextActivities: { grouping: [{ objectType: 'Activity', id: au.publisherId }] },
      extensions: { [EXTENSIONS.sessionId]: session.id },
    },
    launchMode: session.mode,
    moveOn,
    ...(au.masteryScore === undefined ? {} : { masteryScore: au.masteryScore }),
    ...(au.launchParameters === undefined ? {} : { launchParameters: au.launchParameters }),
    ...(au.entitlementKey === undefined ? {} : { entitlementKey: { courseStructure: au.entitlementKey } }),
    returnURL: returnUrl,
  };
}
