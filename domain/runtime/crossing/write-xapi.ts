/** Report → xAPI: results, verbs and interaction activities. */
import { encodePart } from '../../kernel/percent.ts';
import { INTERACTION_TYPE } from '../adapter/activities.ts';
import { cutList, cutText, isoDuration, type StatementResult, type StatementScore } from '../adapter/statement.ts';
import { type Answer, type Score, scaledOf } from './report.ts';

/** A score as xAPI takes it: at least one part, `scaled` within -1 and 1, `raw` within its bounds (Data 2.4.5.1). */
export function scoreForXapi(score: Score | undefined): StatementScore | undefined {
  if (score === undefined) return undefined;
  const { raw, min, max } = score;
  const range = raw !== undefined && min !== undefined && max !== undefined && min < max && min <= raw && raw <= max;
  const scaled = scaledOf(score);
  const told = {
    ...(scaled === undefined || Math.abs(scaled) > 1 ? {} : { scaled }),
    ...(range ? { raw, min, max } : {}),
  };
  return Object.keys(told).length === 0 ? undefined : told;
}

export interface InteractionActivity {
  readonly objectType: 'Activity';
  readonly id: string;
  readonly definition: {
    readonly type: string;
    readonly interactionType: string;
    readonly description?: Readonly<Record<string, string>>;
    readonly correctResponsesPattern?: readonly string[];
  };
}

/** What was asked, within an activity; an id that is an IRI already stays. */
export function interactionForXapi(answer: Answer, activityId: string): InteractionActivity {
  const { id, type, patterns, description } = answer;
  const isIri = /^[a-z][a-z0-9+.-]*:\S+$/i.test(id);
  return {
    objectType: 'Activity',
    id: isIri ? id : `${activityId.replace(/\/+$/, '')}/interactions/${encodePart(id)}`,
    definition: {
      type: INTERACTION_TYPE,
      interactionType: type,
      ...(description === undefined ? {} : { description: { und: cutText(description) } }),
      ...(patterns.length === 0 ? {} : { correctResponsesPattern: cutList(patterns.map((text) => cutText(text))) }),
    },
  };
}

/** What was answered; undefined while there is neither a response nor a result. */
export function answerForXapi({ response, result, latency }: Answer): StatementResult | undefined {
  if (response === undefined && result === undefined) return undefined;
  const graded = result !== undefined && result !== '' && Number.isFinite(Number(result));
  return {
    ...(response === undefined ? {} : { response: cutText(response) }),
    ...(result === 'correct' ? { success: true } : result === 'incorrect' ? { success: false } : {}),
    ...(graded ? { score: { raw: Number(result) } } : {}),
    ...(latency === undefined ? {} : { duration: isoDuration(latency) }),
  };
}
