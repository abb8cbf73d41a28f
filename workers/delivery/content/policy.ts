/**
 * Headers of a content origin. What is served here belongs to the course and is not trusted: it may run its inline
 * scripts and `eval` (legacy courses need both), and it may talk to its own origin only.
 */

/** Said by everything that a content origin answers. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  // The browser gives this origin an agent cluster of its own, so `document.domain` cannot join it with its siblings.
  'origin-agent-cluster': '?1',
};

const SHARED_DIRECTIVES = "object-src 'self'; base-uri 'self'; form-action 'self'";
const COURSE_SOURCES = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

/** For files of a package. `frames` are outside origins that the manifest itself launches. */
export function courseHeaders(shell: string, frames: readonly string[]): Record<string, string> {
  const frameSources = ["'self'", 'data:', 'blob:', ...frames].join(' ');
  return {
    ...ALWAYS,
    'content-security-policy': `${COURSE_SOURCES}; frame-src ${frameSources}; ${SHARED_DIRECTIVES}; frame-ancestors 'self' ${shell}`,
    // No other origin embeds a file, not even the content origin of another package beside it.
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
  };
}

/** For the runtime frame: Lectern's own page on the content origin. Its address carries the grant, so no referrer. */
export function frameHeaders(shell: string, frames: readonly string[]): Record<string, string> {
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    `frame-src ${["'self'", ...frames].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${shell}`,
  ];
  return {
    ...ALWAYS,
    'content-security-policy': directives.join('; '),
    'cross-origin-resource-policy': 'same-site',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
  };
}

/** For the logo of a course: a picture that the shell shows; opened as a page, an SVG runs nothing and loads nothing. */
export const logoHeaders = (): Record<string, string> => ({
  ...ALWAYS,
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cross-origin-resource-policy': 'same-site',
  'referrer-policy': 'no-referrer',
});

/** For pages that say in plain words why something is not served. They may be shown inside the shell. */
export const noticeHeaders = (shell: string): Record<string, string> => ({
  ...ALWAYS,
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self' ${shell}`,
  'cross-origin-resource-policy': 'same-site',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
});
