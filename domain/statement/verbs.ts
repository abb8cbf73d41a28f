/** Verbs that mean something to the platform, by their IRI. */
const ADL = 'http://adlnet.gov/expapi/verbs/';

export const VOIDED = `${ADL}voided`;

/** The verbs of a played activity: ADL vocabulary, the SCORM profile and cmi5. */
export const LIFE_VERBS = {
  attempted: `${ADL}attempted`,
  initialized: `${ADL}initialized`,
  resumed: `${ADL}resumed`,
  scored: `${ADL}scored`,
  failed: `${ADL}failed`,
  passed: `${ADL}passed`,
  completed: `${ADL}completed`,
  suspended: `${ADL}suspended`,
  terminated: `${ADL}terminated`,
  abandoned: 'https://w3id.org/xapi/adl/verbs/abandoned',
} as const;

export type LifeVerb = keyof typeof LIFE_VERBS;
