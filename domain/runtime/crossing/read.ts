/** A SCO of either standard → report. */
import type { Runtime } from '../sco.ts';
import { answerOfScorm12, reportOfScorm12 } from './read-scorm12.ts';
import { answerOfScorm2004, reportOfScorm2004 } from './read-scorm2004.ts';
import type { Answer, Report } from './report.ts';

export const reportOfRuntime = (it: Runtime): Report =>
  it.standard === 'scorm12' ? reportOfScorm12(it.state) : reportOfScorm2004(it.state);

/** What has been told of interaction `n` so far. */
export const answerOfRuntime = (it: Runtime, n: number): Answer | undefined =>
  it.standard === 'scorm12' ? answerOfScorm12(it.state, n) : answerOfScorm2004(it.state, n);
