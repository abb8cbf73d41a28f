import { policyOf } from './policy.ts';

/** The static files of console, player and reference: see SPEC.md. */
export default {
  async fetch(request, env): Promise<Response> {
    const found = await env.FILES.fetch(request);
    if (found.status === 404) {
      return new Response('Not found\n', { status: 404, headers: { 'content-type': 'text/plain' } });
    }
    const out = new Response(found.body, found);
    out.headers.set('x-content-type-options', 'nosniff');
    const url = new URL(request.url);
    if (url.pathname.endsWith('.html')) out.headers.set('content-security-policy', policyOf(url));
    // Like everything else on a content host: pages of one origin have to agree.
    if (url.pathname.startsWith('/.lectern/')) out.headers.set('origin-agent-cluster', '?1');
    return out;
  },
} satisfies ExportedHandler<AssetsEnv>;
