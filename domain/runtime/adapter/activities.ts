/** The IRIs and activities of the ADL SCORM profile: course, SCO, attempt, objective, interaction. */
import { encodePart } from '../../kernel/percent.ts';
import type { Activity } from './statement.ts';

const TYPES = 'http://adlnet.gov/expapi/activities';

/** The category that every statement of the profile carries. */
export const SCORM_PROFILE: Activity = {
  objectType: 'Activity',
  id: 'https://w3id.org/xapi/scorm',
  definition: { type: `${TYPES}/profile` },
};

/** What the adapter knows of the course. */
export interface CourseIdentity {
  /** The course's activity IRI. */
  readonly activityId: string;
  readonly title: string;
  /** BCP 47 language of titles; `und` when the package says nothing. */
  readonly language: string;
  /** The IRI of its type, where it is not ADL's own. */
  readonly type?: string;
}

export interface ScoIdentity {
  /** The item's identifier. */
  readonly id: string;
  readonly title: string;
}

const under = (iri: string, ...parts: string[]): string =>
  [iri.replace(/\/+$/, ''), ...parts.map(encodePart)].join('/');

const named = (id: string, type: string, name: Readonly<Record<string, string>>): Activity => ({
  objectType: 'Activity',
  id,
  definition: { type: `${TYPES}/${type}`, name },
});

export const courseActivity = (course: CourseIdentity): Activity => ({
  objectType: 'Activity',
  id: course.activityId,
  definition: { type: course.type ?? `${TYPES}/course`, name: { [course.language]: course.title } },
});

export const scoActivity = (course: CourseIdentity, sco: ScoIdentity): Activity =>
  named(under(course.activityId, sco.id), 'lesson', { [course.language]: sco.title });

/** A resumed attempt keeps its IRI; `n` begins at 1. Another learner or another take is another registration. */
export const attemptActivity = (of: Activity, registration: string, n: number): Activity => ({
  objectType: 'Activity',
  id: under(of.id, 'attempts', registration, String(n)),
  definition: { type: `${TYPES}/attempt` },
});

export const objectiveActivity = (sco: Activity, id: string): Activity => ({
  objectType: 'Activity',
  id: under(sco.id, 'objectives', id),
  definition: { type: `${TYPES}/objective` },
});

export const interactionIri = (sco: Activity, id: string): string => under(sco.id, 'interactions', id);
export const INTERACTION_TYPE = `${TYPES}/cmi.interaction`;
