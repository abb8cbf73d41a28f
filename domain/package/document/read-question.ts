import { type Json, oneOf, optional, part } from '../manifest-json.ts';
import { ANSWER_CHARS_MAX, LINE_CHARS_MAX, OPTIONS_MAX, POINTS_MAX, TEXT_CHARS_MAX } from './limits.ts';
import { QUESTION_TYPES, type Question } from './question.ts';
import type { Take } from './take.ts';

/** Numbers that SCORM writes as decimals without an exponent. */
const NUMERIC_MAX = 1e15;

/** One question of a quiz; `where` is its JSON path. */
export function readQuestion(take: Take, json: unknown, where: string): Question {
  const from = take.object(json, where);
  const type = take.try(() => oneOf(QUESTION_TYPES, from.type, `${where}.type`), undefined);
  const asked = {
    id: take.id(from, 'id', where),
    prompt: take.text(from, 'prompt', where, TEXT_CHARS_MAX),
    points: take.optionalNumber(from, 'points', where, { min: 0, max: POINTS_MAX }) ?? 1,
    ...part('feedback', from, where, (value, at) => feedback(take, value, at)),
  };
  return { ...asked, ...answers(take, type, from, where) } as Question;
}

function feedback(take: Take, json: unknown, where: string) {
  const from = take.object(json, where);
  return {
    ...optional('correct', take.optionalText(from, 'correct', where, TEXT_CHARS_MAX)),
    ...optional('incorrect', take.optionalText(from, 'incorrect', where, TEXT_CHARS_MAX)),
  };
}

/** What a question has by its type; of an unknown one nothing, which has been noted. */
function answers(take: Take, type: Question['type'] | undefined, from: Json, where: string): object {
  const line = (json: unknown, at: string): string => take.line(json, at, LINE_CHARS_MAX);
  const lines = (key: string, min: number): string[] => take.list(from, key, { where, min, max: OPTIONS_MAX }, line);
  switch (type) {
    case 'true-false':
      if (typeof from.answer !== 'boolean') take.wrong(`${where}.answer`, 'true or false');
      return { type, answer: from.answer };
    case 'choice':
      return { type, ...choice(take, from, where) };
    case 'fill-in':
      return {
        type,
        answers: take.list(from, 'answers', { where, min: 1, max: OPTIONS_MAX }, (json, at) =>
          take.line(json, at, ANSWER_CHARS_MAX),
        ),
        caseSensitive: take.flag(from, 'caseSensitive', where),
      };
    case 'numeric':
      return {
        type,
        answer: take.number(from, 'answer', where, { min: -NUMERIC_MAX, max: NUMERIC_MAX }),
        tolerance: take.optionalNumber(from, 'tolerance', where, { min: 0, max: NUMERIC_MAX }) ?? 0,
      };
    case 'matching':
      return { type, pairs: pairs(take, from, where) };
    case 'sequencing':
      return { type, items: lines('items', 2) };
    case 'likert':
      return { type, scale: lines('scale', 2) };
    case 'performance':
      return { type, steps: lines('steps', 1) };
    default:
      return { type };
  }
}

function choice(take: Take, from: Json, where: string) {
  const options = take.list(from, 'options', { where, min: 2, max: OPTIONS_MAX }, (json, at) => {
    const option = take.object(json, at);
    return { text: take.text(option, 'text', at, LINE_CHARS_MAX), correct: take.flag(option, 'correct', at) };
  });
  const right = options.filter(({ correct }) => correct).length;
  if (right === 0) take.wrong(`${where}.options`, 'an option that is correct');
  const multiple = from.multiple === undefined ? right > 1 : take.flag(from, 'multiple', where);
  if (right > 1 && !multiple) take.wrong(`${where}.options`, 'one correct option, because multiple is false');
  return { multiple, options };
}

function pairs(take: Take, from: Json, where: string) {
  const read = take.list(from, 'pairs', { where, min: 2, max: OPTIONS_MAX }, (json, at) => {
    const pair = take.object(json, at);
    return {
      source: take.text(pair, 'source', at, LINE_CHARS_MAX),
      target: take.text(pair, 'target', at, LINE_CHARS_MAX),
    };
  });
  const targets = new Set(read.map(({ target }) => target));
  if (targets.size < read.length) take.wrong(`${where}.pairs`, 'a target of its own for each source');
  return read;
}
