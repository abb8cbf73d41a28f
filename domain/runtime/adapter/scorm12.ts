/**
 * SCORM 1.2 → xAPI by the ADL SCORM profile: what one call, or the end of a visit, says. Pure: the session tells what
 * was known before, the state says what is known now.
 */
import { isForCredit, isSuspended } from '../scorm12/lifecycle.ts';
import type { Scorm12State } from '../scorm12/state.ts';
import { attemptActivity, objectiveActivity, type ScoIdentity, scoActivity } from './activities.ts';
import { type Facts, factsOf, factsOfStatus, scoreOf } from './facts.ts';
import { responseOf } from './interaction.ts';
import { type Activity, cutText, isoDuration, type StatementResult, type Verb } from './statement.ts';
import type { Act, TellContext, Teller } from './teller.ts';
import { createTeller } from './teller.ts';

export interface ScoVoice {
  readonly teller: Teller;
  readonly sco: Activity;
  readonly attempt: Activity;
}

/** The voice of one SCO in its n-th attempt, for one act. */
export function voiceOf(context: TellContext, act: Act, of: { sco: ScoIdentity; attempt: number }): ScoVoice {
  const sco = scoActivity(context.course, of.sco);
  return { teller: createTeller(context, act), sco, attempt: attemptActivity(sco, context.registration, of.attempt) };
}

const say = (voice: ScoVoice, verb: Verb, result: StatementResult = {}, at?: string): void =>
  voice.teller.say({
    verb,
    object: voice.sco,
    attempt: voice.attempt,
    result,
    ...(at === undefined ? {} : { at }),
  });

/** The attempt begins, or goes on (`cmi.core.entry`). */
export function sayBegun(voice: ScoVoice, state: Scorm12State, at?: string): void {
  say(voice, state.values['core.entry'] === 'resume' ? 'resumed' : 'initialized', {}, at);
}

/** Contact came back in the middle of an attempt that had been called suspended. */
export const sayResumed = (voice: ScoVoice): void => say(voice, 'resumed');

/**
 * What became known since `before`: passed, failed, completed. A launch without credit changes no verdict. A score
 * alone never says success.
 */
export function sayVerdict(voice: ScoVoice, before: Facts, state: Scorm12State): void {
  if (!isForCredit(state)) return;
  const now = factsOf(state);
  const result = { ...known(now), ...(now.score === undefined ? {} : { score: now.score }) };
  if (now.success !== 'unknown' && now.success !== before.success) say(voice, now.success, result);
  const newlyComplete = now.completion === 'completed' && before.completion !== 'completed';
  if (newlyComplete && now.success !== 'passed') say(voice, 'completed', result);
}

/** Of a failed attempt 1.2 does not say whether it was complete, so neither do we. */
function known({ completion, success }: Facts): StatementResult {
  return {
    ...(completion === 'not attempted' || success === 'failed' ? {} : { completion: completion === 'completed' }),
    ...(success === 'unknown' ? {} : { success: success === 'passed' }),
  };
}

/** A value that says something by itself: a score, a comment, an objective's status or score. */
export function saySet(voice: ScoVoice, state: Scorm12State, [element, value]: readonly string[]): void {
  if (element === 'cmi.comments' && value !== '') say(voice, 'commented', { response: cutText(value ?? '') });
  if (!isForCredit(state)) return;
  const score = factsOf(state).score;
  if (element === 'cmi.core.score.raw' && score !== undefined) say(voice, 'scored', { score });
  const objective = /^cmi\.objectives\.(\d+)\.(status|score\.raw)$/.exec(element ?? '');
  if (objective !== null) sayObjective(voice, state, { index: objective[1]!, status: objective[2] === 'status' });
}

function sayObjective(voice: ScoVoice, state: Scorm12State, { index, status }: { index: string; status: boolean }) {
  const field = (name: string): string => state.values[`objectives.${index}.${name}`] ?? '';
  if (field('id') === '') return;
  const tell = (verb: Verb, result: StatementResult): void =>
    voice.teller.say({
      verb,
      object: objectiveActivity(voice.sco, field('id')),
      parent: voice.sco,
      attempt: voice.attempt,
      result,
    });
  const score = scoreOf((part) => field(`score.${part}`));
  if (!status) {
    if (score !== undefined) tell('scored', { score });
    return;
  }
  const verdict = field('status');
  if (verdict !== 'passed' && verdict !== 'failed' && verdict !== 'completed') return;
  const result = known({ ...factsOfStatus(verdict) });
  tell(verdict, score === undefined ? result : { ...result, score });
}

/** The learner's response to interaction `index`, as far as it has been told. */
export function sayResponse(voice: ScoVoice, state: Scorm12State, index: number): void {
  const response = responseOf(state, index, voice.sco);
  if (response === undefined) return;
  voice.teller.say({
    verb: 'responded',
    object: response.object,
    parent: voice.sco,
    other: response.objectives,
    attempt: voice.attempt,
    result: response.result,
  });
}

/** The launch ends: suspended to be gone on with, or terminated with the SCO's verdict. `hundredths`: what it took. */
export function sayEnded(voice: ScoVoice, state: Scorm12State, hundredths: number): void {
  const duration = isoDuration(hundredths);
  const facts = factsOf(state);
  const score = facts.score === undefined ? {} : { score: facts.score };
  const result = isForCredit(state) ? { ...known(facts), ...score, duration } : { duration };
  say(voice, isSuspended(state) ? 'suspended' : 'terminated', result);
}

/** Contact was lost: nothing is judged, the attempt waits. */
export const sayInterrupted = (voice: ScoVoice, hundredths: number): void =>
  say(voice, 'suspended', { duration: isoDuration(hundredths) });
