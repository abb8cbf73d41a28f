/** The API of SCORM 1.2 as a page of a document uses it: always strings, and quiet when there is none. */
export interface Scorm12Calls {
  LMSInitialize(argument: string): string;
  LMSFinish(argument: string): string;
  LMSGetValue(element: string): string;
  LMSSetValue(element: string, value: string): string;
  LMSCommit(argument: string): string;
}

export interface Lms {
  get(element: string): string;
  set(element: string, value: string): void;
  commit(): void;
  finish(): void;
}

/** More parents than any LMS has frames. */
const PARENTS_MAX = 16;

type Holder = Window & { API?: Scorm12Calls };

/** The API of a window, its parents or its opener (RTE 1.2, 3.3.6.1); undefined: nobody listens. */
export function findApi(from: Window): Scorm12Calls | undefined {
  return above(from) ?? (from.opener === null ? undefined : above(from.opener as Window));
}

function above(from: Window): Scorm12Calls | undefined {
  try {
    let at = from as Holder;
    for (let n = 0; n < PARENTS_MAX; n++) {
      if (at.API !== undefined) return at.API;
      if (at.parent === at) return undefined;
      at = at.parent as Holder;
    }
  } catch {
    // A window of another origin: there is no API for us behind it.
  }
  return undefined;
}

/** Opens the conversation. Without an API the page works, and nothing is kept. */
export function openLms(api: Scorm12Calls | undefined): Lms {
  if (api === undefined || api.LMSInitialize('') !== 'true') {
    return { get: () => '', set: () => {}, commit: () => {}, finish: () => {} };
  }
  let open = true;
  return {
    get: (element) => api.LMSGetValue(`cmi.${element}`),
    set: (element, value) => {
      if (open) api.LMSSetValue(`cmi.${element}`, value);
    },
    commit: () => {
      if (open) api.LMSCommit('');
    },
    finish: () => {
      if (open) api.LMSFinish('');
      open = false;
    },
  };
}
