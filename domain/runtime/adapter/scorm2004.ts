/** SCORM 2004 → xAPI: what setting one value says by itself. */
import { isForCredit } from '../scorm2004/lifecycle.ts';
import type { Scorm2004State } from '../scorm2004/state.ts';
import { type Facts, resultOf } from './facts.ts';
import { factsOfScorm2004, scoreOfScorm2004 } from './facts-scorm2004.ts';
import { type ScoVoice, sayComment, sayOfObjective, sayScored } from './voice.ts';

/** A scaled score, a comment, an objective's status or scaled score. */
export function saySetScorm2004(
  voice: ScoVoice,
  state: Scorm2004State,
  [element = '', value]: readonly string[],
): void {
  if (/^cmi\.comments_from_learner\.\d+\.comment$/.test(element)) sayComment(voice, value ?? '');
  if (!isForCredit(state)) return;
  const { score } = factsOfScorm2004(state);
  if (element === 'cmi.score.scaled' && score !== undefined) sayScored(voice, score);
  const objective = /^cmi\.(objectives\.\d+)\.(success_status|completion_status|score\.scaled)$/.exec(element);
  if (objective !== null) sayObjective(voice, state, { at: objective[1]!, field: objective[2]! });
}

function sayObjective(voice: ScoVoice, state: Scorm2004State, { at, field }: { at: string; field: string }): void {
  const said = (name: string): string | undefined => state.values[`${at}.${name}`];
  const score = scoreOfScorm2004(state, `${at}.score`);
  const id = said('id')!;
  if (field === 'score.scaled') {
    if (score !== undefined) sayOfObjective(voice, id, { verb: 'scored', result: { score } });
    return;
  }
  const verdict = said(field);
  if (verdict !== 'passed' && verdict !== 'failed' && verdict !== 'completed') return;
  const facts: Facts = {
    completion: (said('completion_status') ?? 'unknown') as Facts['completion'],
    success: (said('success_status') ?? 'unknown') as Facts['success'],
    ...(score === undefined ? {} : { score }),
  };
  sayOfObjective(voice, id, { verb: verdict, result: resultOf(facts) });
}
