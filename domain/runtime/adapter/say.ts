/** What is said by standard. */
import type { Runtime } from '../sco.ts';
import { responseOfScorm12 } from './interaction-scorm12.ts';
import { responseOfScorm2004 } from './interaction-scorm2004.ts';
import { saySetScorm12 } from './scorm12.ts';
import { saySetScorm2004 } from './scorm2004.ts';
import { type ScoVoice, sayAnswer } from './voice.ts';

/** A value was set that says something by itself. */
export function saySet(voice: ScoVoice, runtime: Runtime, args: readonly string[]): void {
  if (runtime.standard === 'scorm12') saySetScorm12(voice, runtime.state, args);
  else saySetScorm2004(voice, runtime.state, args);
}

/** The learner's response to interaction `index`, as far as it has been told. */
export function sayResponse(voice: ScoVoice, runtime: Runtime, index: number): void {
  const { sco } = voice;
  sayAnswer(
    voice,
    runtime.standard === 'scorm12'
      ? responseOfScorm12(runtime.state, index, sco)
      : responseOfScorm2004(runtime.state, index, sco),
  );
}
