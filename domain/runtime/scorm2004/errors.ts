/** The error codes of the SCORM 2004 run-time (RTE 4th Edition, 3.1.7), with the texts of IEEE 1484.11.2. */
export const ERROR_TEXTS = {
  0: 'No Error',
  101: 'General Exception',
  102: 'General Initialization Failure',
  103: 'Already Initialized',
  104: 'Content Instance Terminated',
  111: 'General Termination Failure',
  112: 'Termination Before Initialization',
  113: 'Termination After Termination',
  122: 'Retrieve Data Before Initialization',
  123: 'Retrieve Data After Termination',
  132: 'Store Data Before Initialization',
  133: 'Store Data After Termination',
  142: 'Commit Before Initialization',
  143: 'Commit After Termination',
  201: 'General Argument Error',
  301: 'General Get Failure',
  351: 'General Set Failure',
  391: 'General Commit Failure',
  401: 'Undefined Data Model Element',
  402: 'Unimplemented Data Model Element',
  403: 'Data Model Element Value Not Initialized',
  404: 'Data Model Element Is Read Only',
  405: 'Data Model Element Is Write Only',
  406: 'Data Model Element Type Mismatch',
  407: 'Data Model Element Value Out Of Range',
  408: 'Data Model Dependency Not Established',
} as const;

export type Scorm2004ErrorCode = keyof typeof ERROR_TEXTS;

/** The text of a code as a SCO writes it; empty for a code that 2004 does not have (RTE 3.1.6.2). */
export function errorString(code: string): string {
  return (ERROR_TEXTS as Readonly<Record<string, string>>)[code] ?? '';
}
