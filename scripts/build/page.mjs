const FONT = /^assets\/inter-latin-wght-normal-[A-Z0-9]+\.woff2$/;

/**
 * The static document of a page: no inline script (the policy forbids it), styles and the text font at once.
 * @param {{ title: string, script: string, imports: string[], style: string, icon: string, before: string[], font?: string }} page
 *   Paths below the site's root.
 */
export function pageHtml({ title, script, imports, style, icon, before, font }) {
  const scripts = before.map((src) => `<script src="/${src}" defer></script>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<title>${title}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="same-origin">',
    `<link rel="icon" href="/${icon}" type="image/svg+xml">`,
    ...(font === undefined ? [] : [`<link rel="preload" href="/${font}" as="font" type="font/woff2" crossorigin>`]),
    `<link rel="stylesheet" href="/${style}">`,
    ...imports.map((path) => `<link rel="modulepreload" href="/${path}">`),
    ...scripts,
    `<script type="module" src="/${script}"></script>`,
    '</head>',
    '<body><div id="app"></div></body>',
    '</html>',
    '',
  ].join('\n');
}

/** The file among the outputs that a page's text is set in. */
export const textFont = (outputs) => outputs.find((path) => FONT.test(path));
