/** A small SCORM platform in a page: the API on the window, the course in a frame, what it told kept over launches. */
import {
  callScorm12,
  createScorm12,
  leaveScorm12,
  relaunchScorm12,
  type Scorm12Method,
} from '../../../domain/runtime/scorm12/index.ts';
import {
  callScorm2004,
  createScorm2004,
  leaveScorm2004,
  relaunchScorm2004,
  type Scorm2004Method,
} from '../../../domain/runtime/scorm2004/index.ts';

const parameters = new URLSearchParams(location.search);
const kind = parameters.get('kind') as 'scorm12' | 'scorm2004';
const strict = parameters.has('strict');
const STORE = `small-lms ${kind} ${parameters.get('launch')}`;

const kept = sessionStorage.getItem(STORE);
const refused: string[] = [];
const said = <T extends string>(
  method: T,
  args: readonly string[],
  outcome: { result: string; errorCode: number },
): string => {
  if (outcome.errorCode !== 0 && !(method.endsWith('GetValue') && outcome.errorCode === 403)) {
    refused.push(`${outcome.errorCode} ${method}(${args.join(', ').slice(0, 200)})`);
  }
  sessionStorage.setItem(STORE, JSON.stringify(state));
  return outcome.result;
};

const state = kind === 'scorm12' ? scorm12() : scorm2004();

function scorm12() {
  const mode = { credit: 'credit', lessonMode: 'normal' } as const;
  const mine: ReturnType<typeof createScorm12> =
    kept === null
      ? createScorm12({ strict, studentId: 'ada', studentName: 'Lovelace, Ada', ...mode })
      : (JSON.parse(kept) as ReturnType<typeof createScorm12>);
  leaveScorm12(mine);
  if (kept === null) mine.phase = 'ready';
  relaunchScorm12(mine, mode);
  const methods = [
    'Initialize',
    'Finish',
    'GetValue',
    'SetValue',
    'Commit',
    'GetLastError',
    'GetErrorString',
    'GetDiagnostic',
  ];
  const call = (name: string) => {
    const method = `LMS${name}` as Scorm12Method;
    return [method, (...args: string[]) => said(method, args, callScorm12(mine, method, args))];
  };
  Object.assign(window, { API: Object.fromEntries(methods.map(call)) });
  return mine;
}

function scorm2004() {
  const mine =
    kept === null
      ? createScorm2004({ learnerId: 'ada', learnerName: 'Lovelace, Ada', credit: 'credit', mode: 'normal' })
      : (JSON.parse(kept) as ReturnType<typeof createScorm2004>);
  leaveScorm2004(mine);
  relaunchScorm2004(mine);
  const methods = [
    'Initialize',
    'Terminate',
    'GetValue',
    'SetValue',
    'Commit',
    'GetLastError',
    'GetErrorString',
    'GetDiagnostic',
  ] as const;
  const call = (method: Scorm2004Method) => [
    method,
    (...args: string[]) => said(method, args, callScorm2004(mine, method, args)),
  ];
  Object.assign(window, { API_1484_11: Object.fromEntries(methods.map(call)) });
  return mine;
}

Object.assign(window, { lms: { state, refused } });
const frame = document.createElement('iframe');
frame.src = parameters.get('launch')!;
frame.title = 'Course';
frame.style.cssText = 'width:100%;height:calc(100vh - 1rem);border:0';
document.body.style.margin = '0';
document.body.append(frame);
