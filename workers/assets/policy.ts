/** What the pages among the static files may load and run, and who may frame them. */

/**
 * For console and player pages: own scripts and styles only; frames are content origins (subdomains of any name, as the
 * shell's host is configured), and nobody frames the console or the shell from elsewhere yet. `logos`: content hosts.
 */
const application = (logos: string): string =>
  `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: ${logos}; font-src 'self' data:; frame-src http: https:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'`;

/** For a page of an authored document: our script, the course's media, and media that the document names elsewhere. */
const DOCUMENT =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; media-src 'self' data: https:; object-src 'none'; base-uri 'none'; form-action 'none'";

/** For HTML that an author embeds: it has no origin. What it may load the page says itself, also where it is exported to. */
const EMBED = 'sandbox allow-scripts allow-forms allow-popups';

const CONTENT: Readonly<Record<string, string>> = {
  '/.lectern/static/document.html': DOCUMENT,
  '/.lectern/static/embed.html': EMBED,
};

/** The policy of a page. Those of content hosts are framed below the shell, which has the content host's name less a label. */
export function policyOf({ protocol, host, pathname }: URL): string {
  const content = CONTENT[pathname];
  if (content === undefined) return application(`${protocol}//*.${host}`);
  return `${content}; frame-ancestors 'self' ${protocol}//${host.slice(host.indexOf('.') + 1)}`;
}
