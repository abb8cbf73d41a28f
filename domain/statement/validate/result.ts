import { isDuration } from '../time.ts';
import { checkExtensions } from './common.ts';
import { boolean, type Findings, isThere, objectOf, type TextForm, text, within } from './findings.ts';

const RESULT = new Set(['score', 'success', 'completion', 'response', 'duration', 'extensions']);
const SCORE = new Set(['scaled', 'raw', 'min', 'max']);
const DURATION_FORM: TextForm = {
  rule: 'ST-13',
  test: isDuration,
  expected: 'an ISO 8601 duration, such as PT1H30M or P4W',
};

/** [ST-10] A result (Data 2.4.5). */
export function checkResult(value: unknown, out: Findings): void {
  const result = objectOf(value, RESULT, out);
  if (result === undefined) return;
  within(result.score, 'score', out, checkScore);
  boolean(result.success, 'success', out);
  boolean(result.completion, 'completion', out);
  text(result.response, 'response', out);
  text(result.duration, 'duration', out, DURATION_FORM);
  within(result.extensions, 'extensions', out, checkExtensions);
}

function checkScore(value: unknown, out: Findings): void {
  const score = objectOf(value, SCORE, out);
  if (score === undefined) return;
  for (const key of SCORE) {
    const given = score[key];
    if (typeof given !== 'number' && isThere(given)) out.addAt(key, 'ST-2', 'This must be a number.');
  }
  const { scaled, raw, min, max } = score;
  if (typeof scaled === 'number' && (scaled < -1 || scaled > 1)) {
    out.addAt('scaled', 'ST-10', 'The scaled score must lie between -1 and 1.');
  }
  if (typeof min === 'number' && typeof max === 'number' && min >= max) {
    out.addAt('min', 'ST-10', 'The minimum score must be less than the maximum.');
  }
  if (typeof raw !== 'number') return;
  if (typeof min === 'number' && raw < min) out.addAt('raw', 'ST-10', 'The raw score lies below min.');
  if (typeof max === 'number' && raw > max) out.addAt('raw', 'ST-10', 'The raw score lies above max.');
}
