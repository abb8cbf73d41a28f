import { callScorm12, type Scorm12Method, type Scorm12State } from '../../domain/runtime/scorm12/index.ts';
import type { JournalEntry } from '../../domain/session/contract.ts';

type RecordedMethod = Extract<JournalEntry, { kind: 'call' }>['method'];
export type Scorm12Api = Readonly<Record<Scorm12Method, (...args: unknown[]) => string>>;

export interface LiveApi {
  readonly api: Scorm12Api;
  /** From now on every call is answered as after LMSFinish and nothing is recorded: the page is gone. */
  close(): void;
}

const METHODS: readonly Scorm12Method[] = [
  'LMSInitialize',
  'LMSFinish',
  'LMSGetValue',
  'LMSSetValue',
  'LMSCommit',
  'LMSGetLastError',
  'LMSGetErrorString',
  'LMSGetDiagnostic',
];

/** No function of the API takes more (RTE 1.2, 3.3.2); what else a page passes means nothing. */
const ARGUMENTS_MAX = 2;

/** The SCORM 1.2 API of one SCO (RTE 1.2, 3.3): answers at once from `state`, and records what changes it. */
export function createApi(
  state: Scorm12State,
  record: (method: RecordedMethod, args: readonly string[]) => void,
): LiveApi {
  let open = true;
  const call = (method: Scorm12Method, given: readonly unknown[]): string => {
    const args = given.slice(0, ARGUMENTS_MAX).map(asText);
    if (!open && state.phase !== 'finished') state.phase = 'finished';
    const outcome = callScorm12(state, method, args);
    if (open && outcome.recorded) record(method as RecordedMethod, args);
    return outcome.result;
  };
  const api = Object.fromEntries(METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)]));
  return {
    api: Object.freeze(api) as Scorm12Api,
    close: () => {
      open = false;
    },
  };
}

/** Pages pass numbers, null and nothing; the standard knows strings only. */
const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
