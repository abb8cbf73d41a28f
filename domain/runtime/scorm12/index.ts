/** The SCORM 1.2 run-time as browser and server use it. */
export { callScorm12, type Scorm12Method } from './api.ts';
export { VALUE_BYTES_MAX } from './datatypes.ts';
export { leaveScorm12, type Relaunch, relaunchScorm12 } from './lifecycle.ts';
export { cloneScorm12, createScorm12, type Scorm12Init, type Scorm12State, STATE_BYTES_MAX } from './state.ts';
