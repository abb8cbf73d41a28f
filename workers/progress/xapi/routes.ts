import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ProgressApp } from '../app-env.ts';
import { alternateSyntax } from './alternate.ts';
import { documentRoutes } from './documents/routes.ts';
import { statementRoutes } from './statement-routes.ts';
import { answerVersion, ROOTS, XAPI_VERSIONS } from './version.ts';

/** xAPI under each of its paths. Every resource registers itself; what they share stands before them. */
export function xapiRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.use('/xapi/*', answerVersion, alternateSyntax(app));
  for (const root of ROOTS) {
    app.get(`${root}/about`, (c) => c.json({ version: XAPI_VERSIONS, extensions: {} }));
    statementRoutes(app, root);
    documentRoutes(app, root);
  }
}
