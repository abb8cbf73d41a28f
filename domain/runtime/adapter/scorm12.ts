/** SCORM 1.2 → xAPI: what setting one value says by itself. */
import { isForCredit } from '../scorm12/lifecycle.ts';
import type { Scorm12State } from '../scorm12/state.ts';
import { factsOfScorm12, factsOfStatus, resultOfScorm12, scoreOf } from './facts-scorm12.ts';
import { type ScoVoice, sayComment, sayOfObjective, sayScored } from './voice.ts';

/** A score, a comment, an objective's status or score. */
export function saySetScorm12(voice: ScoVoice, state: Scorm12State, [element, value]: readonly string[]): void {
  if (element === 'cmi.comments') sayComment(voice, value ?? '');
  if (!isForCredit(state)) return;
  const { score } = factsOfScorm12(state);
  if (element === 'cmi.core.score.raw' && score !== undefined) sayScored(voice, score);
  const objective = /^cmi\.objectives\.(\d+)\.(status|score\.raw)$/.exec(element ?? '');
  if (objective !== null) sayObjective(voice, state, { index: objective[1]!, status: objective[2] === 'status' });
}

function sayObjective(voice: ScoVoice, state: Scorm12State, { index, status }: { index: string; status: boolean }) {
  const field = (name: string): string => state.values[`objectives.${index}.${name}`] ?? '';
  if (field('id') === '') return;
  const score = scoreOf((part) => field(`score.${part}`));
  if (!status) {
    if (score !== undefined) sayOfObjective(voice, field('id'), { verb: 'scored', result: { score } });
    return;
  }
  const verdict = field('status');
  if (verdict !== 'passed' && verdict !== 'failed' && verdict !== 'completed') return;
  const facts = { ...factsOfStatus(verdict), ...(score === undefined ? {} : { score }) };
  sayOfObjective(voice, field('id'), { verb: verdict, result: resultOfScorm12(facts) });
}
