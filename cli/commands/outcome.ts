import type { TranscriptCourse } from '../../domain/projection/transcript.ts';

/** How a course went, in a few words: `passed 85 %`, `completed`, `in progress`. */
export function outcome({
  success,
  completion,
  score,
}: Pick<TranscriptCourse, 'success' | 'completion' | 'score'>): string {
  const word = success !== 'unknown' ? success : completion === 'completed' ? 'completed' : 'in progress';
  if (score?.scaled !== undefined) return `${word} ${Math.round(score.scaled * 1000) / 10} %`;
  return score?.raw === undefined ? word : `${word} ${score.raw}${score.max === undefined ? '' : `/${score.max}`}`;
}
