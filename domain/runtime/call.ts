/** What the APIs of both SCORM standards do with every call: an error is remembered until the next call that may set one. */

/** What a call came to. */
export interface Answer<Code extends number> {
  /** What the SCO gets. */
  readonly result: string;
  readonly code: Code;
  readonly recorded?: boolean;
  readonly diagnostic?: string;
  readonly warning?: string;
}

export interface Outcome<Code extends number> {
  /** What the SCO gets. */
  readonly result: string;
  /** What GetLastError says from now on. */
  readonly errorCode: Code;
  /** The call changed the state, or asked to keep it: it belongs in the journal. */
  readonly recorded: boolean;
  /** Values kept although the standard would refuse them, or asks for less: for the session's trace. */
  readonly warnings: readonly string[];
}

interface Remembering<Code extends number> {
  readonly last: { error: Code; diagnostic: string };
}

/** Remembers the error of a call. */
export function answered<Code extends number>(state: Remembering<Code>, answer: Answer<Code>): Outcome<Code> {
  state.last.error = answer.code;
  state.last.diagnostic = answer.diagnostic ?? '';
  return {
    result: answer.result,
    errorCode: answer.code,
    recorded: answer.recorded ?? false,
    warnings: answer.warning === undefined ? [] : [answer.warning],
  };
}

/** The error functions leave the error as it is (RTE 1.2, 3.3.2.6; RTE 4th Edition, 3.1.6). */
export const told = <Code extends number>(state: Remembering<Code>, result: string): Outcome<Code> => ({
  result,
  errorCode: state.last.error,
  recorded: false,
  warnings: [],
});

/** GetDiagnostic: for a code its text; for none, or the last one, what was wrong with the last call. */
export function diagnosticOf<Code extends number>(
  { last }: Remembering<Code>,
  code: string,
  errorString: (code: string) => string,
): string {
  if (code !== '' && code !== String(last.error)) return errorString(code);
  return last.diagnostic === '' ? errorString(String(last.error)) : last.diagnostic;
}
