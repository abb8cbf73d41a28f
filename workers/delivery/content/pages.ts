import { FRAME_SHELL_META } from '../../../domain/session/contract.ts';

/** HTML that Lectern itself shows on a content origin. All text is ours or escaped. */

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/**
 * The runtime frame: holds the runtime's API and the page of the course. Its code is a static file that front serves;
 * the meta element names the one origin that it listens to.
 */
export const framePage = (shell: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="${FRAME_SHELL_META}" content="${escaped(shell)}">
<title>Course</title>
<link rel="stylesheet" href="/.lectern/static/frame.css">
<script type="module" src="/.lectern/static/frame.js"></script>
</head>
<body></body>
</html>
`;

/** A refusal in plain words. */
export const noticePage = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 36rem; padding: 24px; }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 8px; }
p { margin: 0; overflow-wrap: anywhere; }
</style>
</head>
<body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p></main></body>
</html>
`;
