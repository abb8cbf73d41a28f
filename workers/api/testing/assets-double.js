const FILES = { player: ['index.html', 'player.js', 'player.css'], document: ['document.html'], shim: ['shim.js'] };

/** Static files that exports take: the list, and of every other file its name. */
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/standalone/files.json') return Response.json(FILES);
    return pathname.startsWith('/standalone/') ? new Response(pathname) : new Response(null, { status: 404 });
  },
};
