/** `cmi.interactions.n` of SCORM 2004 as an xAPI interaction activity; its spellings are those of xAPI (Data, Appendix C). */
import type { Scorm2004State } from '../scorm2004/state.ts';
import { parseInterval } from '../scorm2004/timeinterval.ts';
import { objectiveActivity } from './activities.ts';
import { interactionActivity, listOf, type Response } from './interaction.ts';
import { type Activity, cutText, isoDuration, type StatementResult } from './statement.ts';

/** What has been told of interaction `index` so far; undefined while there is no id, or neither response nor result. */
export function responseOfScorm2004(state: Scorm2004State, index: number, sco: Activity): Response | undefined {
  const field = (name: string): string | undefined => state.values[`interactions.${index}.${name}`];
  const id = field('id');
  if (id === undefined || (field('learner_response') === undefined && field('result') === undefined)) return undefined;
  const patterns = listOf(state, `interactions.${index}.correct_responses`, 'pattern');
  return {
    object: interactionActivity(sco, {
      id,
      type: field('type') ?? 'other',
      patterns,
      description: field('description'),
    }),
    result: resultOf(field),
    objectives: listOf(state, `interactions.${index}.objectives`, 'id').map((name) => objectiveActivity(sco, name)),
  };
}

function resultOf(field: (name: string) => string | undefined): StatementResult {
  const response = field('learner_response');
  const result = field('result') ?? '';
  const latency = parseInterval(field('latency') ?? '');
  const graded = result !== '' && Number.isFinite(Number(result));
  return {
    ...(response === undefined ? {} : { response: cutText(response) }),
    ...(result === 'correct' ? { success: true } : result === 'incorrect' ? { success: false } : {}),
    ...(graded ? { score: { raw: Number(result) } } : {}),
    // Months have no length that a duration in hours could tell.
    ...(latency?.months === 0 ? { duration: isoDuration(latency.hundredths) } : {}),
  };
}
