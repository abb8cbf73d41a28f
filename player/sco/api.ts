/** What a SCO finds in the windows above it, whichever of the two standards it follows. */
import {
  CALLS,
  callRuntime,
  closeRuntime,
  hasEnded,
  type RecordedMethod,
  type Runtime,
  type Standard,
} from '../../domain/runtime/sco.ts';

export interface LiveApi {
  /** The API by the name that its standard gives it, to be put on the window. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** From now on every call is answered as after the end and nothing is recorded: the page is gone. */
  close(): void;
}

/** RTE 1.2, 3.3; RTE 4th Edition, 3.2. */
export const API_NAMES: Readonly<Record<Standard, string>> = { scorm12: 'API', scorm2004: 'API_1484_11' };

const METHODS: Readonly<Record<Standard, readonly string[]>> = {
  scorm12: [
    'LMSInitialize',
    'LMSFinish',
    'LMSGetValue',
    'LMSSetValue',
    'LMSCommit',
    'LMSGetLastError',
    'LMSGetErrorString',
    'LMSGetDiagnostic',
  ],
  scorm2004: [
    'Initialize',
    'Terminate',
    'GetValue',
    'SetValue',
    'Commit',
    'GetLastError',
    'GetErrorString',
    'GetDiagnostic',
  ],
};

/** What an API has beside its functions: a page may look for the version of the interface (IEEE 1484.11.2). */
const ATTRIBUTES: Readonly<Record<Standard, Readonly<Record<string, string>>>> = {
  scorm12: {},
  scorm2004: { version: '1.0' },
};

/** No function of either API takes more (RTE 1.2, 3.3.2); what else a page passes means nothing. */
const ARGUMENTS_MAX = 2;

/** The API of one SCO: answers at once from its run-time's state, and records what changes it. */
export function createApi(
  runtime: Runtime,
  record: (method: RecordedMethod, args: readonly string[]) => void,
): LiveApi {
  let open = true;
  const call = (method: string, given: readonly unknown[]): string => {
    const args = given.slice(0, ARGUMENTS_MAX).map(asText);
    if (!open && !hasEnded(runtime)) closeRuntime(runtime);
    const outcome = callRuntime(runtime, method, args);
    if (open && outcome.recorded) record(method as RecordedMethod, args);
    return outcome.result;
  };
  const methods = METHODS[runtime.standard].map((name) => [name, (...args: unknown[]) => call(name, args)]);
  const api = Object.freeze({ ...Object.fromEntries(methods), ...ATTRIBUTES[runtime.standard] });
  return {
    globals: { [API_NAMES[runtime.standard]]: api },
    close: () => {
      open = false;
    },
  };
}

/** The page asks to keep its data, or says farewell: the learner may be about to close it. */
export const isUrgent = (method: RecordedMethod): boolean => ['commit', 'end'].includes(CALLS[method].does);

/** Pages pass numbers, null and nothing; the standards know strings only. */
const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
