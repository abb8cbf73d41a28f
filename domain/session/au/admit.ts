/** Statements of a launched activity, admitted one after the other by the session's rules. */
import { type Problem, problem } from '../../kernel/problem.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Facts } from '../../runtime/adapter/facts.ts';
import { type Binding, strangeness } from '../../runtime/au/bound.ts';
import { hear } from '../../runtime/cmi5/rules.ts';
import { type AuRecord, isMet } from '../../runtime/cmi5/session.ts';
import { listen, reportOfStatements } from '../../runtime/crossing/index.ts';
import type { Statement } from '../../statement/types.ts';
import { nodeOf, type SessionData } from '../data.ts';
import { absorb, betterScore } from '../record.ts';
import type { PlayableNode } from '../tree.ts';
import { settle } from '../verdict.ts';
import {
  acted,
  beginWork,
  type Decision,
  decided,
  later,
  newestLaunch,
  show,
  touch,
  transition,
  type Work,
} from '../work.ts';
import type { AuData } from './data.ts';
import { tellSatisfied } from './satisfied.ts';
import { activityIdOf, moveOnOf, nodeWithSession, voiceOf } from './tree.ts';

/** Statements that have been checked by the rules of xAPI, and the session of the activity whose credential they came with. */
export interface AuStatements {
  readonly session: string;
  readonly statements: readonly Statement[];
  /** They came as an array: a place in it is part of their paths. */
  readonly many: boolean;
}

/** [AUS-4] All of a request or nothing of it; `data` is what the session is once the store has them. */
export function admitStatements(
  data: SessionData,
  told: AuStatements,
  { now }: { now: string },
): Result<Decision, Problem> {
  const target = nodeWithSession(data, told.session);
  if (target === undefined) return err(overtaken());
  if (data.state === 'abandoned') return err(problem('session_closed', 'The session was abandoned.'));
  const before = nodeOf(data, target.id)!.au!;
  const heard = hearAll(before, target, { data, told, now });
  if (!heard.ok) return heard;
  const work = beginWork(data);
  noteContact(work, now);
  const node = touch(work, target.id);
  node.au = heard.value;
  if (node.visit !== null) node.visit = { ...node.visit, lastAt: later(node.visit.lastAt, now) };
  const facts = factsOf(heard.value, target);
  // A session of cmi5 is a try of its own, and none takes the score of another away.
  node.bestScore = betterScore(node.bestScore, node.score);
  if (newestLaunch(data)?.mode !== 'review' && absorb(node, facts, now)) show(work);
  acted(work, now);
  if (heard.value.standard === 'cmi5') tellSatisfied(work, data, { session: told.session, at: now });
  settle(work, now);
  work.changed = true;
  return ok(decided(work));
}

const overtaken = (): Problem =>
  problem('not_of_session', 'This launch of the activity is over: it was launched again.', 'Authorization');

function hearAll(
  before: AuData,
  target: PlayableNode,
  { data, told, now }: { data: SessionData; told: AuStatements; now: string },
): Result<AuData, Problem> {
  const binding: Binding = voiceOf(data);
  const activityId = activityIdOf(data, target);
  const given = { ...target.cmi5, publisherId: target.cmi5?.publisherId ?? '', activityId };
  let au = before;
  for (const [i, statement] of told.statements.entries()) {
    const where = told.many ? `$[${i}]` : '$';
    const strange = strangeness(binding, statement, where);
    if (strange !== undefined) return err(strange);
    if (au.standard === 'xapi') {
      au = { ...au, heard: true, said: listen(au.said, statement, activityId) };
      continue;
    }
    const heard = hear(au, given, { statement, now, where });
    if (!heard.ok) return heard;
    au = { ...au, ...heard.value };
  }
  return ok(au);
}

/** What an activity has reached, in the terms of the session. */
function factsOf(au: AuData, target: PlayableNode): Facts {
  if (au.standard === 'xapi') {
    const { completion, success, score } = reportOfStatements(au.said, undefined);
    return { completion: completion === 'completed' ? completion : ('incomplete' as const), success, ...some(score) };
  }
  const { record, session } = au;
  const moveOn = moveOnOf(target);
  // Where nothing is asked for, an AU that has been gone through to its end is done.
  const met = moveOn === 'NotApplicable' ? session.stage === 'terminated' : isMet(moveOn, record);
  return {
    completion: met || record.completed || record.passed ? ('completed' as const) : ('incomplete' as const),
    success: successOf(record),
    ...some(record.score),
  };
}

const successOf = ({ passed, failed }: AuRecord): Facts['success'] =>
  passed ? 'passed' : failed ? 'failed' : 'unknown';

const some = <T>(score: T | undefined) => (score === undefined ? {} : { score });

/** An activity that speaks is contact: what was suspended for want of it goes on. */
function noteContact(work: Work, now: string): void {
  const { data } = work;
  if (newestLaunch(data) === undefined) return;
  data.contactAt = now;
  if (!data.contactLost) return;
  data.contactLost = false;
  transition(work, 'play');
}
