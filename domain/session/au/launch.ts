/** Launching an activity of cmi5 or xAPI: a session of its own, what it is told, and what the LMS says of it. */
import { v5 } from 'uuid';
import { withParameters } from '../../runtime/au/launch-address.ts';
import { type AuLaunch, abandonedStatement, launchData, launchedStatement } from '../../runtime/cmi5/lms.ts';
import { type AuSession, abandoned, isOpen, NOTHING_REACHED, newSession } from '../../runtime/cmi5/session.ts';
import { LAUNCH_DATA } from '../../runtime/cmi5/words.ts';
import { SAID_NOTHING } from '../../runtime/crossing/index.ts';
import { nodeOf, type SessionData } from '../data.ts';
import { absorb } from '../record.ts';
import { findPlayable, hrefOf, type PlayableNode, playableNodes } from '../tree.ts';
import { settle } from '../verdict.ts';
import { beginWork, type Decision, decided, newestLaunch, show, touch, type Work } from '../work.ts';
import type { AuData } from './data.ts';
import { RETURN_PATH } from './return-path.ts';
import { activityIdOf, auStandardOf, moveOnOf, namedOf, voiceOf } from './tree.ts';

/** Where the activity is served from, a session id for it, and the time. */
interface Launching {
  /** Scheme, host and port of the package's own host. */
  readonly contentOrigin: string;
  /** A UUID that nobody has used; a launch that is asked for again keeps its first. */
  readonly session: string;
  readonly now: string;
}

/** What a launched activity is opened with; the credential is added where tokens are made. */
export interface Launched {
  readonly standard: 'cmi5' | 'xapi';
  readonly session: string;
  /** With all parameters but `fetch` or `auth`. */
  readonly address: string;
  /** cmi5, 8.1: it wants a window of its own. */
  readonly ownWindow: boolean;
  /** A document that must be there before the activity is (cmi5, 10.1). */
  readonly document?: { readonly activityId: string; readonly stateId: string; readonly json: object };
}

/**
 * [AUS-1] What the current node is launched with, when it is an activity of cmi5 or xAPI. The same move of the cursor is
 * the same launch, however often it is asked for.
 */
export function launchAu(data: SessionData, launching: Launching): { decision: Decision; launched: Launched } | null {
  const target = findPlayable(data.course.structure, data.cursor.current);
  const standard = target === undefined ? undefined : auStandardOf(target);
  if (target === undefined || standard === undefined) return null;
  const work = beginWork(data);
  const known = nodeOf(data, target.id)?.au;
  const isRepeated = known?.move === data.cursor.version;
  const au = isRepeated ? known : newAu(work, target, launching);
  const launched =
    au.standard === 'cmi5' ? cmi5Launch(data, target, au.session, launching) : xapiLaunch(data, target, au, launching);
  return { decision: decided(work), launched };
}

function newAu(work: Work, target: PlayableNode, { session, now, contentOrigin }: Launching): AuData {
  const { data } = work;
  const node = touch(work, target.id);
  const move = data.cursor.version;
  work.changed = true;
  if (auStandardOf(target) === 'xapi') {
    const said = node.au?.standard === 'xapi' ? node.au.said : SAID_NOTHING;
    const heard = node.au?.standard === 'xapi' && node.au.heard;
    node.au = { standard: 'xapi', move, session: { id: v5(`xapi:${target.id}`, data.registration) }, said, heard };
    return node.au;
  }
  const record = node.au?.standard === 'cmi5' ? node.au.record : NOTHING_REACHED;
  // Who has completed and passed has nothing left to say (9.3): an AU that is told so does not try.
  const isOver = newestLaunch(data)?.mode === 'review' || (record.completed && record.passed);
  const mode = isOver ? 'Review' : 'Normal';
  const au = { standard: 'cmi5' as const, move, record, session: newSession({ id: session, mode, launchedAt: now }) };
  node.au = au;
  work.statements.push(launchedStatement(voiceOf(data), auLaunch(data, target, contentOrigin), au.session));
  return au;
}

const absolute = (href: string, origin: string): string => (href.startsWith('/') ? origin + href : href);

function auLaunch(data: SessionData, target: PlayableNode, origin: string): AuLaunch {
  return {
    au: { ...target.cmi5!, ...namedOf(data, target) },
    moveOn: moveOnOf(target),
    launchUrl: absolute(hrefOf(target.launch), origin),
    returnUrl: origin + RETURN_PATH,
  };
}

const common = (data: SessionData, origin: string) => {
  const { actor, registration } = voiceOf(data);
  return { endpoint: `${origin}/xapi/`, actor: JSON.stringify(actor), registration };
};

/** cmi5, 8.1 and 10. */
function cmi5Launch(
  data: SessionData,
  target: PlayableNode,
  session: AuSession,
  { contentOrigin }: Launching,
): Launched {
  const activityId = activityIdOf(data, target);
  const address = withParameters(hrefOf(target.launch), { ...common(data, contentOrigin), activityId });
  const json = launchData(voiceOf(data), auLaunch(data, target, contentOrigin), session);
  const ownWindow = target.cmi5!.launchMethod === 'OwnWindow';
  const document = { activityId, stateId: LAUNCH_DATA, json };
  return { standard: 'cmi5', session: session.id, address, ownWindow, document };
}

function xapiLaunch(data: SessionData, target: PlayableNode, au: AuData, { contentOrigin }: Launching): Launched {
  const activity_id = activityIdOf(data, target);
  const address = withParameters(hrefOf(target.launch), { ...common(data, contentOrigin), activity_id });
  return { standard: 'xapi', session: au.session.id, address, ownWindow: false };
}

/** Activities that are at work, of cmi5: their sessions have not ended. */
export const hasOpenAu = (data: SessionData): boolean =>
  Object.values(data.nodes).some(({ au }) => au?.standard === 'cmi5' && isOpen(au.session));

/**
 * [AUS-7] The learner goes elsewhere, or launches again: an AU that has not terminated is abandoned (cmi5, 9.3.6). An
 * activity of xAPI that the learner turns away from (`away`) without a word from it is done, like a SCO that made no call;
 * of a page on another host nobody knows that it opened at all.
 */
export function leaveAus(data: SessionData, { now, away }: { now: string; away: boolean }): Decision {
  const work = beginWork(data);
  abandonAus(work, now);
  const target = away ? findPlayable(data.course.structure, data.cursor.current) : undefined;
  const au = target === undefined ? undefined : nodeOf(data, target.id)?.au;
  if (target !== undefined && au?.standard === 'xapi' && !au.heard && hrefOf(target.launch).startsWith('/')) {
    const node = touch(work, target.id);
    if (absorb(node, { completion: 'completed', success: 'unknown' }, now)) show(work);
    settle(work, now);
  }
  return decided(work);
}

export function abandonAus(work: Work, now: string): void {
  const { data } = work;
  for (const target of playableNodes(data.course.structure)) {
    const au = nodeOf(data, target.id)?.au;
    if (au?.standard !== 'cmi5' || !isOpen(au.session)) continue;
    touch(work, target.id).au = { ...au, session: abandoned(au.session) };
    work.statements.push(abandonedStatement(voiceOf(data), namedOf(data, target), au.session, now));
    work.changed = true;
  }
}
