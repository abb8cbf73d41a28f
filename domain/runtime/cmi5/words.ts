/** The vocabulary of cmi5 (Quartz, 9 and 10). */

const ADL = 'http://adlnet.gov/expapi/verbs/';
const CMI5_VERBS = 'https://w3id.org/xapi/adl/verbs/';
const CONTEXT = 'https://w3id.org/xapi/cmi5/context';

/** 9.3: what an AU says. */
export const AU_VERBS = {
  initialized: `${ADL}initialized`,
  completed: `${ADL}completed`,
  passed: `${ADL}passed`,
  failed: `${ADL}failed`,
  terminated: `${ADL}terminated`,
} as const;
export type AuVerb = keyof typeof AU_VERBS;

/** 9.3: what only the LMS says. */
export const LMS_VERBS = {
  launched: `${ADL}launched`,
  abandoned: `${CMI5_VERBS}abandoned`,
  waived: `${CMI5_VERBS}waived`,
  satisfied: `${CMI5_VERBS}satisfied`,
} as const;
export type LmsVerb = keyof typeof LMS_VERBS;

/** 9.6.2 */
export const CMI5_CATEGORY = `${CONTEXT}/categories/cmi5`;
export const MOVE_ON_CATEGORY = `${CONTEXT}/categories/moveon`;

/** 9.6.3 */
export const EXTENSIONS = {
  sessionId: `${CONTEXT}/extensions/sessionid`,
  masteryScore: `${CONTEXT}/extensions/masteryscore`,
  launchMode: `${CONTEXT}/extensions/launchmode`,
  launchUrl: `${CONTEXT}/extensions/launchurl`,
  moveOn: `${CONTEXT}/extensions/moveon`,
  launchParameters: `${CONTEXT}/extensions/launchparameters`,
} as const;

/** 9.3.9 */
export const ACTIVITY_TYPES = {
  block: 'https://w3id.org/xapi/cmi5/activitytype/block',
  course: 'https://w3id.org/xapi/cmi5/activitytype/course',
} as const;

/** 10.2.2; `Browse` is never given out. */
export type LaunchMode = 'Normal' | 'Review';

/** 10.0 */
export const LAUNCH_DATA = 'LMS.LaunchData';
/** 11.0 */
export const LEARNER_PREFERENCES = 'cmi5LearnerPreferences';
