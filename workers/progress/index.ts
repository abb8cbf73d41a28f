import { createApp } from '../shared/app.ts';
import { requireScope } from '../shared/auth.ts';
import { exportRoute } from './bulk/export-route.ts';
import { statementImportRoutes } from './bulk/import-routes.ts';
import { consume } from './queues/consumer.ts';
import { eventRoutes } from './reads/events.ts';
import { learnerRoutes } from './reads/learners.ts';
import { logRoutes } from './reads/logs.ts';
import { statementRecordRoutes } from './reads/statements.ts';
import { rebuildRoute } from './rebuild/rebuild-route.ts';
import { apiOf } from './services/bindings.ts';
import { xapi } from './xapi/app.ts';

export { DocumentStore } from '../../durable-objects/document-store/index.ts';
export { EventFeed } from '../../durable-objects/event-feed/index.ts';
export { IdSlot } from '../../durable-objects/id-slot/index.ts';
export { StatementLog } from '../../durable-objects/statement-log/index.ts';
export { StatementImports } from './bulk/statement-imports.ts';
export { ProgressRpc } from './rpc.ts';

const app = createApp<ProgressEnv>('progress');
// One document describes xAPI too.
app.openAPIRegistry = xapi.openAPIRegistry;
app.use(
  '/api/v1/*',
  requireScope<ProgressEnv>((env) => apiOf(env)),
);
learnerRoutes(app);
eventRoutes(app);
statementImportRoutes(app);
exportRoute(app);
logRoutes(app);
rebuildRoute(app);
// Last of what begins with /api/v1/statements: an id would take any other name for one.
statementRecordRoutes(app);

const XAPI = /^https?:\/\/[^/]+\/xapi\//;

app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
app.openAPIRegistry.registerComponent('securitySchemes', 'basic', { type: 'http', scheme: 'basic' });
app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Lectern progress', version: '1' } });

/** xAPI, projections and the feed of events: see SPEC.md. */
export default {
  fetch: (request, env, context) => (XAPI.test(request.url) ? xapi : app).fetch(request, env, context),
  queue: consume,
} satisfies ExportedHandler<ProgressEnv>;
