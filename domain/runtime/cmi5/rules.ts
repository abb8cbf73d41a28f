/** The rules that statements of an AU obey (cmi5 Quartz, 7.1 and 9): one statement after the other, each against its session. */
import { type Problem, problem } from '../../kernel/problem.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { parseTimestamp } from '../../statement/time.ts';
import type { Statement } from '../../statement/types.ts';
import { type Fault, fault } from './fault.ts';
import { resultFault } from './result-rules.ts';
import type { AuRecord, AuSession } from './session.ts';
import { AU_VERBS, type AuVerb, CMI5_CATEGORY, EXTENSIONS, MOVE_ON_CATEGORY } from './words.ts';

/** What a launched AU was given, as far as its statements have to agree with it. */
export interface AuGiven {
  /** 8.1.5: the one that the LMS made. */
  readonly activityId: string;
  readonly publisherId: string;
  readonly masteryScore?: number;
}

export interface AuState {
  readonly record: AuRecord;
  readonly session: AuSession;
}

/** How long after `terminated` a statement may arrive that was said before it: requests overtake each other (9.3.8). */
export const TERMINATED_GRACE_MS = 2_000;

/** Takes in one statement of the AU; `now` is when it came, `where` its path in the request. */
export function hear(
  state: AuState,
  given: AuGiven,
  { statement, now, where }: { statement: Statement; now: string; where: string },
): Result<AuState, Problem> {
  const verb = definedVerb(statement);
  const refused = ({ detail, clause, part }: Fault): Result<AuState, Problem> =>
    err(problem('cmi5_rule_broken', `${detail} (cmi5 ${clause})`, `${where}.${part}`));
  if (statement.id === undefined) return refused(fault('9.1', 'id', 'An AU gives each statement its id.'));
  const id = statement.id.toLowerCase();
  // [C5-2] The answer to the first one was lost: whether both are equal, the store knows.
  if (state.session.said.some((known) => known.id === id)) return ok(state);
  const found =
    contextFault(state.session, given, statement) ??
    orderFault(state.session, { statement, verb, now }) ??
    (verb === undefined ? allowedFault(statement) : definedFault(state, given, { statement, verb }));
  if (found !== undefined) return refused(found);
  return ok(after(state, { statement, verb: verb as AuVerb | undefined, id, now }));
}

/** 9.6.2.1: a statement with the category is “cmi5 defined”; its verb, or `other` when cmi5 gives an AU no such one. */
function definedVerb(statement: Statement): AuVerb | 'other' | undefined {
  if (!hasActivity(statement, 'category', CMI5_CATEGORY)) return undefined;
  const [verb] = Object.entries(AU_VERBS).find(([, iri]) => iri === statement.verb.id) ?? ['other' as const];
  return verb as AuVerb | 'other';
}

const hasActivity = ({ context }: Statement, role: 'category' | 'grouping', id: string): boolean =>
  context?.contextActivities?.[role]?.some((activity) => activity.id === id) ?? false;

/** [C5-1] 10.2.1: the context is made from the template of the launch; 9.7: the time is told, in UTC. */
function contextFault(session: AuSession, given: AuGiven, statement: Statement): Fault | undefined {
  if (statement.context?.extensions?.[EXTENSIONS.sessionId] !== session.id) {
    return fault('9.6.3.1', 'context.extensions', `The extension ${EXTENSIONS.sessionId} is not this session's.`);
  }
  if (!hasActivity(statement, 'grouping', given.publisherId)) {
    const detail = `The grouping does not hold ${given.publisherId}, as the contextTemplate does.`;
    return fault('9.6.2.3', 'context.contextActivities.grouping', detail);
  }
  if (statement.timestamp === undefined || !/(z|[+]00(:?00)?)$/i.test(statement.timestamp)) {
    return fault('9.7', 'timestamp', 'A statement needs a timestamp in UTC.');
  }
  return undefined;
}

/** [C5-3] 9.3: `initialized` is first, `terminated` last. */
function orderFault(
  session: AuSession,
  { statement, verb, now }: { statement: Statement; verb: AuVerb | 'other' | undefined; now: string },
): Fault | undefined {
  if (session.stage === 'abandoned') return fault('9.3.6', 'verb.id', 'This session was abandoned.');
  if (session.stage === 'terminated') {
    const { said, came } = session.terminated!;
    const underWay = Date.parse(now) - Date.parse(came) <= TERMINATED_GRACE_MS;
    if (underWay && parseTimestamp(statement.timestamp!)! < parseTimestamp(said)! && verb !== 'initialized') {
      return undefined;
    }
    return fault('9.3.8', 'verb.id', 'This session has terminated.');
  }
  if (session.stage === 'initialized') return undefined;
  if (verb !== 'initialized') return fault('9.3.2', 'verb.id', 'The first statement of a session says initialized.');
  if (session.preferencesRead) return undefined;
  const detail = 'Before it says initialized an AU reads cmi5LearnerPreferences from agents/profile.';
  return fault('11.0', 'verb.id', detail);
}

/** [C5-9] 9.6.2.2: the category moveon is for cmi5 defined statements alone. */
function allowedFault(statement: Statement): Fault | undefined {
  if (!hasActivity(statement, 'category', MOVE_ON_CATEGORY)) return undefined;
  const detail = 'The category moveon stands in a statement that does not have the category cmi5.';
  return fault('9.6.2.2', 'context.contextActivities.category', detail);
}

/** [C5-4] to [C5-9] */
function definedFault(
  { record, session }: AuState,
  given: AuGiven,
  { statement, verb }: { statement: Statement; verb: AuVerb | 'other' },
): Fault | undefined {
  if (verb === 'other') {
    return fault('9.3', 'verb.id', `${statement.verb.id} is no verb of an AU; leave out the category cmi5.`);
  }
  const { object } = statement;
  if (!('id' in object) || object.id !== given.activityId || !isActivity(object.objectType)) {
    return fault('9.4', 'object.id', `The object is not ${given.activityId}, the activityId of the launch.`);
  }
  const repeated = repetition(record, session, verb);
  if (repeated !== undefined) return fault('9.3', 'verb.id', repeated);
  if (session.mode !== 'Normal' && verb !== 'initialized' && verb !== 'terminated') {
    const detail = `In the mode ${session.mode} an AU says initialized and terminated alone.`;
    return fault('10.2.2', 'verb.id', detail);
  }
  const decides = statement.result?.success !== undefined || statement.result?.completion !== undefined;
  const wrong = resultFault(statement, verb, given.masteryScore);
  if (wrong !== undefined) return wrong;
  if (decides === hasActivity(statement, 'category', MOVE_ON_CATEGORY)) return undefined;
  const detail = 'The category moveon stands where the result has success or completion, and nowhere else.';
  return fault('9.6.2.2', 'context.contextActivities.category', detail);
}

const isActivity = (objectType: string | undefined): boolean => objectType === undefined || objectType === 'Activity';

/** [C5-5] 9.3: no verb twice, one of passed and failed a session; completed and passed once a registration. */
function repetition(record: AuRecord, session: AuSession, verb: AuVerb): string | undefined {
  const said = (one: AuVerb): boolean => session.said.some((known) => known.verb === one);
  if (said(verb)) return `This session has said ${verb} already.`;
  if (verb === 'completed' && record.completed) return 'This registration has said completed already.';
  if (verb === 'passed' && record.passed) return 'This registration has said passed already.';
  if (verb === 'failed' && record.passed) return 'Failed cannot follow passed in a registration.';
  if ((verb === 'passed' && said('failed')) || (verb === 'failed' && said('passed'))) {
    return 'A session says passed or failed, not both.';
  }
  return undefined;
}

function after(
  { record, session }: AuState,
  heard: { statement: Statement; verb: AuVerb | undefined; id: string; now: string },
): AuState {
  const { statement, verb, id, now } = heard;
  const said = verb === undefined ? session.said : [...session.said, { verb, id }];
  const known = { ...session, said, heardAt: now };
  if (verb === 'initialized') return { record, session: { ...known, stage: 'initialized' } };
  if (verb === 'terminated') {
    const terminated = { said: statement.timestamp!, came: now };
    return { record, session: { ...known, stage: 'terminated', terminated } };
  }
  return { record: verb === undefined ? record : reached(record, statement, verb), session: known };
}

/** Who has passed stays so, with the better score. */
function reached(record: AuRecord, { result }: Statement, verb: AuVerb): AuRecord {
  const score = result?.score;
  const scaled = (of: AuRecord['score']): number => of?.scaled ?? Number.NEGATIVE_INFINITY;
  const better = score !== undefined && (record.score === undefined || scaled(score) >= scaled(record.score));
  return {
    completed: record.completed || verb === 'completed',
    passed: record.passed || verb === 'passed',
    failed: record.failed || verb === 'failed',
    ...(better ? { score } : record.score === undefined ? {} : { score: record.score }),
  };
}
