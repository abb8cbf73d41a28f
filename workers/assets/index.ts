/**
 * For console and player pages: own scripts and styles only; frames are content origins (subdomains of any name, as the
 * shell's host is configured), and nobody frames the console or the shell from elsewhere yet.
 */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-src http: https:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** The static files of console, player and reference: see SPEC.md. */
export default {
  async fetch(request, env): Promise<Response> {
    const found = await env.FILES.fetch(request);
    if (found.status === 404) {
      return new Response('Not found\n', { status: 404, headers: { 'content-type': 'text/plain' } });
    }
    const out = new Response(found.body, found);
    out.headers.set('x-content-type-options', 'nosniff');
    if (new URL(request.url).pathname.endsWith('.html')) out.headers.set('content-security-policy', PAGE_POLICY);
    return out;
  },
} satisfies ExportedHandler<AssetsEnv>;
