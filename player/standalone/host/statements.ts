/** The statements of a launched activity: what of a report has not been said yet. */
import { v4 as uuid } from 'uuid';
import { isoDuration } from '../../../domain/runtime/adapter/statement.ts';
import {
  answerForXapi,
  interactionForXapi,
  type Report,
  type Score,
  scoreForXapi,
} from '../../../domain/runtime/crossing/index.ts';
import type { News } from './host.ts';
import type { XapiLaunch } from './xapi-client.ts';

const VERBS = 'http://adlnet.gov/expapi/verbs/';

export interface Voice {
  readonly launch: XapiLaunch;
  /** What every statement's context has. */
  readonly context: Readonly<Record<string, unknown>>;
}

export interface Words {
  readonly verb: string;
  readonly result?: object | undefined;
  readonly object?: object | undefined;
  readonly context?: object | undefined;
}

export const speak = ({ launch, context }: Voice, { verb, result, object, context: own }: Words): object => ({
  id: uuid(),
  actor: launch.actor,
  verb: { id: VERBS + verb, display: { en: verb } },
  object: object ?? { objectType: 'Activity', id: launch.activityId },
  ...(result === undefined ? {} : { result }),
  context: { ...(own ?? context), ...(launch.registration === undefined ? {} : { registration: launch.registration }) },
  timestamp: new Date().toISOString(),
});

export const responses = (voice: Voice, { answers }: News): object[] =>
  answers.flatMap(({ answer }) => {
    const result = answerForXapi(answer);
    if (result === undefined) return [];
    return [speak(voice, { verb: 'responded', result, object: interactionForXapi(answer, voice.launch.activityId) })];
  });

/** What has been said of this registration: some things may be said once (cmi5 9.3). */
export interface Spoken {
  completed: boolean;
  passed: boolean;
}

/** Success as a mastery score has it, where there is one (cmi5 9.3.4 and 9.3.5), once the course has come to a verdict. */
export function judged({ success, score, completion }: Report, mastery: number | undefined): Report['success'] {
  const scaled = scoreForXapi(score)?.scaled;
  if (mastery === undefined || scaled === undefined) return success;
  if (success === 'unknown' && completion !== 'completed') return 'unknown';
  return scaled >= mastery ? 'passed' : 'failed';
}

export const scored = (score: Score | undefined): object => {
  const told = scoreForXapi(score);
  return told === undefined ? {} : { score: told };
};

export const lasting = (hundredths: number): { duration: string } => ({ duration: isoDuration(hundredths) });
