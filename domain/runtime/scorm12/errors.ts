/** The error codes of the SCORM 1.2 run-time environment (RTE 1.2, 3.3.3), all of them: 1.2 knows no 407. */
export const ERROR_TEXTS = {
  0: 'No error',
  101: 'General exception',
  201: 'Invalid argument error',
  202: 'Element cannot have children',
  203: 'Element not an array. Cannot have count',
  301: 'Not initialized',
  401: 'Not implemented error',
  402: 'Invalid set value, element is a keyword',
  403: 'Element is read only',
  404: 'Element is write only',
  405: 'Incorrect data type',
} as const;

export type Scorm12ErrorCode = keyof typeof ERROR_TEXTS;

/** The text of a code as a SCO writes it; empty for a code that 1.2 does not have (RTE 1.2, 3.3.2.7). */
export function errorString(code: string): string {
  return (ERROR_TEXTS as Readonly<Record<string, string>>)[code] ?? '';
}
