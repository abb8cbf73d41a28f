/** From any run-time's words to those of any host. */

export { answerOfRuntime, reportOfRuntime } from './read.ts';
export { answerOfScorm12, reportOfScorm12 } from './read-scorm12.ts';
export { answerOfScorm2004, reportOfScorm2004 } from './read-scorm2004.ts';
export {
  answerOfStatement,
  listen,
  type MoveOn,
  reportOfStatements,
  SAID_NOTHING,
  type Said,
} from './read-statements.ts';
export { type Answer, courseReport, NOTHING, type ObjectiveReport, type Report, type Score, since } from './report.ts';
export { lessAndLess, restore, type Saved, snapshot } from './saved.ts';
export { answerForScorm12, type Element, forScorm12, objectiveForScorm12 } from './write-scorm12.ts';
export { answerForScorm2004, forScorm2004, objectiveForScorm2004 } from './write-scorm2004.ts';
export { answerForXapi, interactionForXapi, scoreForXapi } from './write-xapi.ts';
