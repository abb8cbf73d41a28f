/** The page that shows a page of an authored document. @param {string} course Where the course lies, from this page. */
export const documentHtml = (course) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Course</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="document.css">
<script src="document.js" data-course="${course}" defer></script>
</head>
<body><div id="app"></div></body>
</html>
`;

/** It runs what it brings along and fetches nothing: said in the page, because an export lies on somebody else's server. */
const EMBED_POLICY = "default-src 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'none'; form-action 'none'";

/** The page that shows embedded HTML. Its script stands in it: its policy lets it fetch nothing. @param {string} script */
export const embedHtml = (script) => `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${EMBED_POLICY}">
<title>Embedded</title>
<script>${script.trim()}</script>
`;
