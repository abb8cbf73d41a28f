/** `cmi.interactions.n` of SCORM 1.2 as an xAPI interaction activity and the learner's response to it. */
import type { Scorm12State } from '../scorm12/state.ts';
import { parseTimespan } from '../scorm12/timespan.ts';
import { objectiveActivity } from './activities.ts';
import { interactionActivity, listOf, type Response } from './interaction.ts';
import { type Activity, cutText, isoDuration, type StatementResult } from './statement.ts';

/** What has been told of interaction `index` so far; undefined while there is no id, or neither response nor result. */
export function responseOfScorm12(state: Scorm12State, index: number, sco: Activity): Response | undefined {
  const field = (name: string): string => state.values[`interactions.${index}.${name}`] ?? '';
  if (field('id') === '' || (field('student_response') === '' && field('result') === '')) return undefined;
  const type = field('type') === '' ? 'other' : field('type');
  const patterns = listOf(state, `interactions.${index}.correct_responses`, 'pattern');
  return {
    object: interactionActivity(sco, { id: field('id'), type, patterns: patterns.map((text) => spelled(type, text)) }),
    result: resultOf(type, field),
    objectives: listOf(state, `interactions.${index}.objectives`, 'id').map((id) => objectiveActivity(sco, id)),
  };
}

function resultOf(type: string, field: (name: string) => string): StatementResult {
  const latency = parseTimespan(field('latency'));
  const result = field('result');
  const graded = result !== '' && Number.isFinite(Number(result));
  return {
    ...(field('student_response') === '' ? {} : { response: cutText(spelled(type, field('student_response'))) }),
    ...(result === 'correct' ? { success: true } : result === 'wrong' ? { success: false } : {}),
    ...(graded ? { score: { raw: Number(result) } } : {}),
    ...(latency === undefined ? {} : { duration: isoDuration(latency) }),
  };
}

const bare = (text: string): string => text.replace(/^\{(.*)\}$/s, '$1');
const items = (text: string): string => bare(text).split(',').join('[,]');

/** SCORM 1.2 spells lists `{a,b}` and pairs `a.1`; xAPI (Data, Appendix C) `a[,]b` and `a[.]1`. Free text stays. */
const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  choice: items,
  sequencing: items,
  matching: (text) =>
    bare(text)
      .split(',')
      .map((pair) => pair.replace('.', '[.]'))
      .join('[,]'),
  'true-false': (text) => (/^(1|t|true)$/i.test(text) ? 'true' : /^(0|f|false)$/i.test(text) ? 'false' : text),
};

/** A response or pattern of SCORM 1.2 as SCORM 2004 and xAPI spell it. */
export const spelled = (type: string, text: string): string => SPELLINGS[type]?.(text) ?? text;
