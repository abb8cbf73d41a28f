/**
 * What a SCO's statements say by the ADL SCORM profile, whatever standard it follows: what one call, or the end of a visit,
 * says. Pure: the session tells what was known before, the state says what is known now.
 */
import { factsOf, isForCredit, isResumed, isSuspended, type Runtime, resultOfRuntime } from '../sco.ts';
import { attemptActivity, objectiveActivity, type ScoIdentity, scoActivity } from './activities.ts';
import type { Facts } from './facts.ts';
import type { Response } from './interaction.ts';
import {
  type Activity,
  cutText,
  isoDuration,
  type StatementResult,
  type StatementScore,
  type Verb,
} from './statement.ts';
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

/** The attempt begins, or goes on (`entry`). */
export const sayBegun = (voice: ScoVoice, runtime: Runtime, at?: string): void =>
  say(voice, isResumed(runtime) ? 'resumed' : 'initialized', {}, at);

/** Contact came back in the middle of an attempt that had been called suspended. */
export const sayResumed = (voice: ScoVoice): void => say(voice, 'resumed');

/**
 * What became known since `before`: passed, failed, completed. A launch without credit changes no verdict. A score
 * alone never says success. Where both become known at once, `passed` says both.
 */
export function sayVerdict(voice: ScoVoice, before: Facts, runtime: Runtime): void {
  if (!isForCredit(runtime)) return;
  const now = factsOf(runtime);
  const result = resultOfRuntime(runtime);
  const judged = now.success !== before.success ? now.success : 'unknown';
  if (judged !== 'unknown') say(voice, judged, result);
  const newlyComplete = now.completion === 'completed' && before.completion !== 'completed';
  if (newlyComplete && judged !== 'passed') say(voice, 'completed', result);
}

export const sayScored = (voice: ScoVoice, score: StatementScore): void => say(voice, 'scored', { score });

export function sayComment(voice: ScoVoice, text: string): void {
  if (text !== '') say(voice, 'commented', { response: cutText(text) });
}

/** Something is known of an objective of the SCO. */
export const sayOfObjective = (
  voice: ScoVoice,
  id: string,
  { verb, result }: { verb: Verb; result: StatementResult },
): void =>
  voice.teller.say({
    verb,
    object: objectiveActivity(voice.sco, id),
    parent: voice.sco,
    attempt: voice.attempt,
    result,
  });

/** The learner's response to an interaction, as far as it has been told. */
export function sayAnswer(voice: ScoVoice, response: Response | undefined): void {
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
export function sayEnded(voice: ScoVoice, runtime: Runtime, hundredths: number): void {
  const duration = isoDuration(hundredths);
  const result = isForCredit(runtime) ? { ...resultOfRuntime(runtime), duration } : { duration };
  say(voice, isSuspended(runtime) ? 'suspended' : 'terminated', result);
}

/** Contact was lost: nothing is judged, the attempt waits. */
export const sayInterrupted = (voice: ScoVoice, hundredths: number): void =>
  say(voice, 'suspended', { duration: isoDuration(hundredths) });
