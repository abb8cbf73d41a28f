// Stands in for the web where api is tested alone: a page is what a test has put at its address. Used by the test
// configuration only.

/** @type {Map<string, {status?: number, headers?: Record<string, string>, body?: string, delayMs?: number, asked: number}>} */
const pages = new Map();

/**
 * PUT (JSON: status, headers, body, delayMs) makes a page, GET reads it, POST answers how often it has been read.
 *
 * @param {Request} request
 */
export async function web(request) {
  const { url, method } = request;
  if (method === 'PUT') {
    pages.set(url, { ...JSON.parse(await request.text()), asked: 0 });
    return new Response(null, { status: 204 });
  }
  const page = pages.get(url);
  if (page === undefined) return new Response(null, { status: 404 });
  if (method === 'POST') return new Response(String(page.asked));
  page.asked++;
  if (page.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, page.delayMs));
  return new Response(page.body ?? '', { status: page.status ?? 200, headers: page.headers ?? {} });
}
