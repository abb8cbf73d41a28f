/** What the session itself says of the whole course: that it began, that it is complete, passed or failed. */
import { v5 } from 'uuid';
import { attemptActivity, courseActivity } from './activities.ts';
import { isoDuration, type Statement, type StatementResult, type StatementScore, type Verb } from './statement.ts';
import { statementOf, type TellContext } from './teller.ts';

export interface CourseVerdict {
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly score?: StatementScore;
  readonly durationHundredths: number;
}

/** Ids come from what is said, not from when: the same verdict told twice is one statement. */
function tell(context: TellContext, verb: Verb, said: { result: StatementResult; at: string; key: string }): Statement {
  const course = courseActivity(context.course);
  const id = v5(`course:${verb}:${said.key}:v${context.adapterVersion}`, context.registration);
  const attempt = attemptActivity(course, context.registration, 1);
  return statementOf(context, { verb, object: course, attempt, result: said.result }, { id, at: said.at });
}

export const courseInitialized = (context: TellContext, at: string): Statement =>
  tell(context, 'initialized', { result: {}, at, key: '' });

/** `completed`, and `passed` or `failed` when the course's success is known. */
export const courseCompleted = (context: TellContext, verdict: CourseVerdict, at: string): Statement[] =>
  tellVerdict(context, verdict, { verbs: ['completed', ...successVerb(verdict)], at });

/** A better verdict on a course that is complete already: only what is new is said, the success or else the score. */
export function courseImproved(
  context: TellContext,
  verdict: CourseVerdict,
  { said, at }: { said: CourseVerdict['success']; at: string },
): Statement[] {
  const [verb = 'scored'] = verdict.success === said ? [] : successVerb(verdict);
  return tellVerdict(context, verdict, { verbs: [verb], at });
}

const successVerb = ({ success }: CourseVerdict): ('passed' | 'failed')[] => (success === 'unknown' ? [] : [success]);

function tellVerdict(
  context: TellContext,
  { success, score, durationHundredths }: CourseVerdict,
  { verbs, at }: { verbs: Verb[]; at: string },
): Statement[] {
  const result: StatementResult = {
    completion: true,
    ...(success === 'unknown' ? {} : { success: success === 'passed' }),
    ...(score === undefined ? {} : { score }),
    duration: isoDuration(durationHundredths),
  };
  const key = `${success}:${score?.scaled ?? ''}:${score?.raw ?? ''}`;
  return verbs.map((verb) => tell(context, verb, { result, at, key }));
}
