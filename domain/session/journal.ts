/** Admission of the journal: what the runtime frames saw, exactly once and in order, however often it is sent. */
import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { JournalEntry, JournalRequest } from './contract.ts';
import { ackedOf, type LaunchData, nodeOf, type SessionData } from './data.ts';
import { JOURNAL_ENTRIES_MAX, WRITERS_PER_LAUNCH_MAX } from './limits.ts';
import { play } from './play.ts';
import { replay } from './replay.ts';
import { findPlayable } from './tree.ts';
import { settle } from './verdict.ts';
import {
  acted,
  beginWork,
  type Decision,
  decided,
  earlier,
  later,
  newestLaunch,
  transition,
  type Work,
} from './work.ts';

export interface Admission extends Decision {
  /** The writer's entries up to here are durable once `data` is. */
  readonly acked: number;
}

/**
 * Admits entries by (writer, seq): those that are known are skipped, a gap is refused and names what is expected. An
 * entry of an older launch is admitted as long as no newer launch has written on its node; the first one that may not
 * be admitted ends the request, and alone it is refused.
 */
export function admitJournal(
  data: SessionData,
  request: JournalRequest,
  { now }: { now: string },
): Result<Admission, Problem> {
  const launch = data.launches.find(({ id }) => id === request.launch);
  if (launch === undefined) return err(superseded());
  if (data.state === 'abandoned') return err(problem('session_closed', 'The session was abandoned.'));
  const refusal = malformed(data, launch, request);
  if (refusal !== undefined) return err(refusal);
  const acked = ackedOf(launch, request.writer) ?? 0;
  const fresh = request.entries.filter(({ seq }) => seq > acked);
  const first = fresh[0];
  if (first !== undefined && first.seq !== acked + 1) return err(gap(acked));
  const admissible = fresh.slice(0, admissibleCount(data, launch, fresh));
  const last = admissible.at(-1);
  const isHeartbeat = request.entries.length === 0;
  if (launch !== newestLaunch(data) && admissible.length === 0 && (fresh.length > 0 || isHeartbeat)) {
    return err(superseded());
  }
  const work = beginWork(data);
  noteContact(work, launch.id, now);
  // Work on a device may be sent before its session was started here.
  if (data.state === 'created' && last !== undefined) play(work, earlier(admissible[0]!.at, now));
  for (const entry of admissible) admit(work, request, { ...entry, at: placed(work, launch, { entry, now }) });
  if (last !== undefined) settle(work, work.data.actedAt!);
  return ok({ ...decided(work), acked: last?.seq ?? acked });
}

const superseded = (): Problem =>
  problem('launch_superseded', 'A newer launch of this session has taken over; this one can no longer write.');

const gap = (acked: number): Problem => ({
  ...problem('journal_gap', `Entry ${acked + 1} of this writer has not arrived.`, 'entries[0].seq'),
  extra: { expected: acked + 1 },
});

function malformed(data: SessionData, launch: LaunchData, { writer, entries }: JournalRequest): Problem | undefined {
  const invalid = (detail: string, where: string): Problem => problem('journal_invalid', detail, where);
  if (entries.length > JOURNAL_ENTRIES_MAX) {
    return invalid(`At most ${JOURNAL_ENTRIES_MAX} entries a request.`, 'entries');
  }
  const elsewhere = data.launches.some((other) => other !== launch && ackedOf(other, writer) !== undefined);
  if (elsewhere) return invalid('This writer belongs to another launch.', 'writer');
  if (launch.writers[writer] === undefined && Object.keys(launch.writers).length >= WRITERS_PER_LAUNCH_MAX) {
    return invalid('Too many writers in one launch; launch again.', 'writer');
  }
  const wrong = entries.findIndex((entry, i) => !fits(data, entry, entries[i - 1]));
  return wrong < 0 ? undefined : invalid(WRONG_ENTRY, `entries[${wrong}]`);
}

const WRONG_ENTRY =
  'An entry needs a sequence number one above the one before it, a time in RFC 3339 and a node that can be played.';

function fits(data: SessionData, entry: JournalEntry, before: JournalEntry | undefined): boolean {
  const follows = before === undefined ? Number.isInteger(entry.seq) && entry.seq >= 1 : entry.seq === before.seq + 1;
  return follows && TIME.test(entry.at) && findPlayable(data.course.structure, entry.node) !== undefined;
}

const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;

/** How many of these, from the first on, this launch may still write. */
function admissibleCount(data: SessionData, launch: LaunchData, entries: readonly JournalEntry[]): number {
  const order = data.launches.indexOf(launch);
  const taken = entries.findIndex(({ node }) => {
    const owner = nodeOf(data, node)?.launch;
    return data.launches.findIndex(({ id }) => id === owner) > order;
  });
  return taken < 0 ? entries.length : taken;
}

/**
 * [JRN-9] When an entry happened, as the record tells it: a device's clock is only nearly right, and an act that is told
 * before the one that it follows turns the record round (a SCO that begins before its last attempt ended). So it is not
 * after its arrival, and not before what went before it: for the newest launch anything in the session, for an older one
 * its own page, because it was at work before the newer one.
 */
function placed(work: Work, launch: LaunchData, { entry, now }: { entry: JournalEntry; now: string }): string {
  const { data } = work;
  const own = nodeOf(data, entry.node)?.visit?.lastAt ?? data.startedAt;
  const before = newestLaunch(data)?.id === launch.id ? data.actedAt : own;
  return earlier(before === null ? entry.at : later(before, entry.at), now);
}

/** The newest launch was heard of: what was suspended for want of contact goes on. */
function noteContact(work: Work, launch: string, now: string): void {
  const { data } = work;
  if (newestLaunch(data)?.id !== launch) return;
  data.contactAt = now;
  if (!data.contactLost) return;
  data.contactLost = false;
  transition(work, 'play');
}

function admit(work: Work, request: JournalRequest, entry: JournalEntry): void {
  const launch = work.data.launches.find(({ id }) => id === request.launch)!;
  const target = findPlayable(work.data.course.structure, entry.node)!;
  replay(work, { entry, target, launch, writer: request.writer });
  acted(work, entry.at);
  launch.writers[request.writer] = entry.seq;
}
