import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ProgressApp } from '../app-env.ts';
import { aboutRoute } from './about-route.ts';
import { activityRoute } from './activity-route.ts';
import { agentRoute } from './agent-route.ts';
import { alternateSyntax } from './alternate.ts';
import { documentRoutes } from './documents/routes.ts';
import { giveBackRoom } from './room.ts';
import { statementRoutes } from './statement-routes.ts';
import { answerVersion, ROOTS } from './version.ts';

/** xAPI under each of its paths. Every resource registers itself; what they share stands before them. */
export function xapiRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.use('/xapi/*', answerVersion, giveBackRoom, alternateSyntax(app));
  for (const root of ROOTS) {
    aboutRoute(app, root);
    statementRoutes(app, root);
    documentRoutes(app, root);
    activityRoute(app, root);
    agentRoute(app, root);
  }
}
