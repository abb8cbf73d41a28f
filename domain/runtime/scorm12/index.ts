/** The SCORM 1.2 run-time as browser and server use it. */
export { STATE_BYTES_MAX, VALUE_BYTES_MAX } from '../element-store.ts';
export { callScorm12, type Scorm12Method } from './api.ts';
export { leaveScorm12, relaunchScorm12 } from './lifecycle.ts';
export { cloneScorm12, createScorm12, type Scorm12Init, type Scorm12State } from './state.ts';
