import { createApp } from '../shared/app.ts';
import { manifestComponent } from './packages/manifest-schema.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { credentialRoutes } from './routes/credentials.ts';
import { enrolmentRoutes } from './routes/enrolments.ts';
import { exportRoutes } from './routes/exports.ts';
import { importRoutes } from './routes/imports.ts';
import { issuerRoutes } from './routes/issuers.ts';
import { learnerRoutes } from './routes/learners.ts';
import { meRoutes } from './routes/me.ts';
import { packageRoutes } from './routes/packages.ts';
import { tusRoutes } from './routes/tus.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { isTusPath, TUS_OPTIONS } from './tus/protocol.ts';

/** The routes of api and the OpenAPI document made from their schemas. */
export function createApi() {
  const app = createApp<ApiEnv>('api', { options: (path) => (isTusPath(path) ? TUS_OPTIONS : {}) });
  meRoutes(app);
  credentialRoutes(app);
  issuerRoutes(app);
  importRoutes(app);
  uploadRoutes(app);
  tusRoutes(app);
  packageRoutes(app);
  catalogueRoutes(app);
  enrolmentRoutes(app);
  exportRoutes(app);
  learnerRoutes(app);
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent(...manifestComponent());
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Lectern api', version: '1' } });
  return app;
}
