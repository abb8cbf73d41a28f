/** What an AU of cmi5 does before its first statement: it takes its token, once, and reads the learner's preferences. */
import { type Problem, problem } from '../../kernel/problem.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type AuSession, isOpen } from '../../runtime/cmi5/session.ts';
import { nodeOf, type SessionData } from '../data.ts';
import { beginWork, type Decision, decided, touch } from '../work.ts';
import { nodeWithSession } from './tree.ts';

/** [AUS-3] cmi5, 8.2.3: the first to ask gets the token; nobody gets it of a session that is over. */
export function takeToken(data: SessionData, session: string): Result<Decision, Problem> {
  const known = cmi5Session(data, session);
  if (known === undefined || known.tokenGiven || !isOpen(known) || data.state === 'abandoned') {
    return err(problem('not_of_session', 'This launch has had its token, or it is over: launch the activity again.'));
  }
  return ok(noted(data, session, { tokenGiven: true }));
}

/** [AUS-6] cmi5, 11.0; null: it is known already. */
export function notePreferencesRead(data: SessionData, session: string): Decision | null {
  const known = cmi5Session(data, session);
  return known === undefined || known.preferencesRead ? null : noted(data, session, { preferencesRead: true });
}

function cmi5Session(data: SessionData, session: string): AuSession | undefined {
  const target = nodeWithSession(data, session);
  const au = target === undefined ? undefined : nodeOf(data, target.id)?.au;
  return au?.standard === 'cmi5' ? au.session : undefined;
}

function noted(data: SessionData, session: string, what: Partial<AuSession>): Decision {
  const work = beginWork(data);
  const node = touch(work, nodeWithSession(data, session)!.id);
  const au = node.au!;
  if (au.standard === 'cmi5') node.au = { ...au, session: { ...au.session, ...what } };
  work.changed = true;
  return decided(work);
}
