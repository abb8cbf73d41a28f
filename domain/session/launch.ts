/** Sessions are created once per registration and opened by launches; the newest launch has the learner. */

import type { PlayPackageManifest } from '../package/manifest.ts';
import { walk, withoutMetadata } from '../package/manifest.ts';
import { optional } from '../package/manifest-json.ts';
import { parsePrerequisites } from '../package/scorm12/prerequisites.ts';
import { ADAPTER_VERSION } from '../runtime/adapter/teller.ts';
import { isLanguageTag } from '../statement/formats.ts';
import type { CourseFacts, LaunchData, SessionData } from './data.ts';
import { LAUNCHES_KEPT } from './limits.ts';

export interface SessionInit {
  readonly id: string;
  readonly tenant: string;
  readonly registration: string;
  readonly packageId: string;
  readonly learner: { readonly id: string; readonly name: string };
  readonly homePage: string;
  readonly strict: boolean;
  readonly manifest: PlayPackageManifest;
  /** RFC 3339, UTC. */
  readonly now: string;
}

/**
 * A session that nobody has opened. What the manifest says of prerequisites that cannot be read is in its trace. Titles
 * are in the first language that a statement may name: one that is none would have every statement refused.
 */
export function createSession({ manifest, now, ...init }: SessionInit): SessionData {
  const unread = [...walk(manifest.structure)].filter(
    ({ scorm12 }) => scorm12?.prerequisites !== undefined && parsePrerequisites(scorm12.prerequisites) === undefined,
  );
  return {
    schemaVersion: 1,
    ...init,
    learner: { id: init.learner.id, name: init.learner.name },
    course: {
      activityId: manifest.activityId,
      title: manifest.title,
      language: manifest.languages.find(isLanguageTag) ?? 'und',
      structure: withoutMetadata(manifest.structure),
      format: manifest.format,
      ...optional('scorm2004', manifest.scorm2004),
      ...optional('accent', manifest.branding?.colours?.accent),
      ...optional('cmi5', cmi5CourseOf(manifest)),
      ...optional('logo', logoOf(manifest)),
    },
    adapterVersion: ADAPTER_VERSION,
    createdAt: now,
    state: 'created',
    startedAt: null,
    actedAt: null,
    completedAt: null,
    cursor: { schemaVersion: 1, version: 0, current: null },
    lastMove: null,
    nodes: {},
    launches: [],
    completion: 'not attempted',
    success: 'unknown',
    score: null,
    announced: null,
    contactAt: now,
    contactLost: false,
    acts: 0,
    version: 0,
    warnings: unread.map(({ id }) => ({ at: now, node: id, text: 'The prerequisites cannot be read: none apply.' })),
  };
}

function cmi5CourseOf({ cmi5, identifier }: PlayPackageManifest): CourseFacts['cmi5'] {
  return cmi5 === undefined ? undefined : { publisherId: identifier, title: cmi5.title, description: cmi5.description };
}

/** A logo that lies in the package; one of another host is not asked for. */
function logoOf({ branding }: PlayPackageManifest): CourseFacts['logo'] {
  if (branding?.logo === undefined || /^https?:/i.test(branding.logo)) return undefined;
  return optional('name', branding.name);
}

/** Opens a launch: from now on older ones cannot navigate. Opening the same one again changes nothing. */
export function openLaunch(data: SessionData, { launch, now }: { launch: string; now: string }): SessionData {
  if (data.launches.some(({ id }) => id === launch)) return data;
  // Who is complete but has not passed may still better the record; it cannot get worse.
  const mode = data.state === 'completed' && data.success === 'passed' ? 'review' : 'normal';
  const opened: LaunchData = { id: launch, openedAt: now, mode, writers: {} };
  return { ...data, launches: [...data.launches, opened].slice(-LAUNCHES_KEPT), contactAt: now };
}
