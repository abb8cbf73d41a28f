/** What the result of a cmi5 defined statement holds (cmi5 Quartz, 9.5). */
import type { Statement } from '../../statement/types.ts';
import { type Fault, fault } from './fault.ts';
import { type AuVerb, EXTENSIONS } from './words.ts';

/** [C5-7] to [C5-9] */
export function resultFault(statement: Statement, verb: AuVerb, masteryScore: number | undefined): Fault | undefined {
  const { success, completion, duration } = statement.result ?? {};
  const wanted = verb === 'passed' ? true : verb === 'failed' ? false : undefined;
  if (success !== wanted) return fault('9.5.2', 'result.success', `In ${verb}, success ${shouldBe(wanted)}.`);
  const complete = verb === 'completed' ? true : undefined;
  if (completion !== complete)
    return fault('9.5.3', 'result.completion', `In ${verb}, completion ${shouldBe(complete)}.`);
  if (verb !== 'initialized' && duration === undefined) {
    return fault('9.5.4.1', 'result.duration', `${verb} needs a duration.`);
  }
  return scoreFault(statement, verb, masteryScore);
}

const shouldBe = (wanted: boolean | undefined): string => (wanted === undefined ? 'is not told' : `is ${wanted}`);

function scoreFault({ result, context }: Statement, verb: AuVerb, masteryScore: number | undefined): Fault | undefined {
  const score = result?.score;
  const judges = verb === 'passed' || verb === 'failed';
  if (score === undefined && !judges) return undefined;
  if (!judges) return fault('9.5.1', 'result.score', `${verb} has no score; passed and failed have one.`);
  if (score?.raw !== undefined && (score.min === undefined || score.max === undefined)) {
    return fault('9.5.1', 'result.score', 'With raw, a score needs min and max.');
  }
  const echoed = context?.extensions?.[EXTENSIONS.masteryScore];
  const isDue = masteryScore !== undefined && score !== undefined;
  if (echoed !== masteryScore && (isDue || echoed !== undefined)) {
    return fault('9.6.3.2', 'context.extensions', `The extension ${EXTENSIONS.masteryScore} is not the launch's.`);
  }
  if (masteryScore === undefined || score?.scaled === undefined) return undefined;
  if (score.scaled >= masteryScore === (verb === 'passed')) return undefined;
  const clause = verb === 'passed' ? '9.3.4' : '9.3.5';
  return fault(clause, 'result.score.scaled', `${score.scaled} is not ${verb}: the mastery score is ${masteryScore}.`);
}
