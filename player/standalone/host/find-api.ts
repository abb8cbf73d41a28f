/** How many windows are asked: the standard's own way stops at 7 or 500; some platforms nest deeper than 7. */
const WINDOWS_MAX = 500;

/**
 * The API object of the platform: in a parent, a parent's parent …, else in the window that opened this one and its
 * parents (SCORM 1.2 RTE 3.3.6.1; SCORM 2004 RTE 3.2.1).
 */
export function findApi(name: 'API' | 'API_1484_11', from: Window): unknown {
  return climb(name, from) ?? (openerOf(from) === null ? undefined : climb(name, openerOf(from)!));
}

function climb(name: string, from: Window): unknown {
  let at: Window = from;
  for (let asked = 0; asked < WINDOWS_MAX; asked++) {
    const found = ask(at, name);
    if (found !== undefined && found !== null) return found;
    if (at.parent === at) break;
    at = at.parent;
  }
  return undefined;
}

/** A window of another origin has nothing for us, and throws when asked. */
function ask(at: Window, name: string): unknown {
  try {
    return (at as unknown as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}

/** The window that opened this one or the frame's topmost window. */
function openerOf(from: Window): Window | null {
  try {
    return (from.opener ?? from.top?.opener ?? null) as Window | null;
  } catch {
    return null;
  }
}
