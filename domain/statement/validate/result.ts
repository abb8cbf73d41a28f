import { isDuration } from '../time.ts';
import { checkExtensions } from './common.ts';
import { boolean, type Findings, has, member, objectOf, text } from './findings.ts';

const RESULT = new Set(['score', 'success', 'completion', 'response', 'duration', 'extensions']);
const SCORE = new Set(['scaled', 'raw', 'min', 'max']);
const DURATION_FORM = { test: isDuration, expected: 'an ISO 8601 duration, such as PT1H30M or P4W' };

/** [ST-10] A result (Data 2.4.5). */
export function checkResult(value: unknown, path: string, out: Findings): void {
  const result = objectOf(value, path, RESULT, out);
  if (result === undefined) return;
  if (has(result, 'score')) checkScore(result.score, member(path, 'score'), out);
  boolean(result, 'success', path, out);
  boolean(result, 'completion', path, out);
  text(result, 'response', { path, rule: 'ST-10', out });
  text(result, 'duration', { path, rule: 'ST-13', out }, DURATION_FORM);
  checkExtensions(result, path, out);
}

function checkScore(value: unknown, path: string, out: Findings): void {
  const score = objectOf(value, path, SCORE, out);
  if (score === undefined) return;
  for (const key of SCORE) {
    if (has(score, key) && typeof score[key] !== 'number') out.add(member(path, key), 'ST-2', 'This must be a number.');
  }
  const { scaled, raw, min, max } = score;
  if (typeof scaled === 'number' && (scaled < -1 || scaled > 1)) {
    out.add(member(path, 'scaled'), 'ST-10', 'The scaled score must lie between -1 and 1.');
  }
  if (typeof min === 'number' && typeof max === 'number' && min >= max) {
    out.add(member(path, 'min'), 'ST-10', 'The minimum score must be less than the maximum.');
  }
  if (typeof raw !== 'number') return;
  if (typeof min === 'number' && raw < min) out.add(member(path, 'raw'), 'ST-10', 'The raw score lies below min.');
  if (typeof max === 'number' && raw > max) out.add(member(path, 'raw'), 'ST-10', 'The raw score lies above max.');
}
