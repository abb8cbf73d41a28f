/** Time passing: lost contact suspends; only a restart or a far deadline abandons. */
import { abandonAus } from './au/launch.ts';
import { nodeOf, type SessionData } from './data.ts';
import { ABANDON_AFTER_DAYS, LEASE_SECONDS } from './limits.ts';
import { playableNodes } from './tree.ts';
import { interruptVisit } from './visit.ts';
import { beginWork, type Decision, decided, ownAct, transition, type Work } from './work.ts';

/** When the lease ends (milliseconds since 1970), for an alarm; null: nothing is open. */
export function leaseEndsAt(data: SessionData): number | null {
  if (!isOpen(data)) return null;
  return Date.parse(data.contactAt) + LEASE_SECONDS * 1000;
}

const isOpen = (data: SessionData): boolean =>
  data.state === 'active' || Object.values(data.nodes).some(({ visit }) => visit !== null && !visit.interrupted);

/**
 * If nothing was heard for the length of the lease: the pages count as gone, the session is suspended. Whatever was
 * written without contact is still admitted, and with it the session goes on. Safe to call at any time.
 */
export function expireLease(data: SessionData, now: string): Decision {
  const work = beginWork(data);
  const end = leaseEndsAt(data);
  if (end === null || Date.parse(now) < end) return decided(work);
  interruptAll(work);
  if (data.state === 'active') {
    transition(work, 'suspend');
    work.data.contactLost = true;
  }
  work.changed = true;
  return decided(work);
}

function interruptAll(work: Work): void {
  for (const target of playableNodes(work.data.course.structure)) {
    const visit = nodeOf(work.data, target.id)?.visit ?? null;
    if (visit === null || visit.interrupted) continue;
    // Said of the last moment with contact: what was done without it comes after.
    interruptVisit(work, target, ownAct(work, visit.lastAt));
  }
}

/**
 * Gives the session up: nothing is admitted any more. `restart`: the learner began another take. `deadline`: nobody
 * came back for `ABANDON_AFTER_DAYS`. A completed session stays completed; one that is not due stays as it is.
 */
export function abandonSession(
  data: SessionData,
  { reason, now }: { reason: 'restart' | 'deadline'; now: string },
): Decision {
  const work = beginWork(data);
  const due = Date.parse(data.contactAt) + ABANDON_AFTER_DAYS * 86_400_000;
  const isDue = reason === 'restart' || Date.parse(now) >= due;
  if (!isDue || data.state === 'completed' || data.state === 'abandoned') return decided(work);
  interruptAll(work);
  abandonAus(work, now);
  transition(work, 'abandon');
  work.data.contactLost = false;
  return decided(work);
}
