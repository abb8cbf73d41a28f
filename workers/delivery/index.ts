import { packageOfHost } from '../shared/origins.ts';
import { app } from './app.ts';
import { serveContent } from './content/origin.ts';

export { PlaySession } from '../../durable-objects/play-session/play-session.ts';

/** delivery: the content origin of a package on its own host, and the play sessions' part of the API on all others. */
export default {
  fetch(request, env, ctx) {
    const packageId = packageOfHost(new URL(request.url).hostname, env.SHELL_HOST);
    return packageId === undefined ? app.fetch(request, env, ctx) : serveContent(request, env, packageId);
  },
} satisfies ExportedHandler<DeliveryEnv>;
