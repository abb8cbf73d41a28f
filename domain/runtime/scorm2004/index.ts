/** The SCORM 2004 run-time, 4th Edition, without sequencing. */
export { callScorm2004, type Scorm2004Method } from './api.ts';
export { scorm2004Given } from './given.ts';
export { isSuspended, leaveScorm2004, relaunchScorm2004 } from './lifecycle.ts';
export { cloneScorm2004, createScorm2004, type Scorm2004Init, type Scorm2004State } from './state.ts';
export { completionStatusOf, successStatusOf } from './status.ts';
export { parseInterval } from './timeinterval.ts';
