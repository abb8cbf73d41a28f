import { createApp } from '../shared/app.ts';
import { launchRoutes } from './routes/launches.ts';
import { playRoutes } from './routes/play.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { watchRoutes } from './routes/watch.ts';

/** The part of the API that delivery answers. */
export const app = createApp<DeliveryEnv>('delivery');

// Answers are about persons or carry credentials: nothing between here and the asker keeps one.
app.use(async (c, next) => {
  await next();
  c.header('cache-control', 'no-store');
});
app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
sessionRoutes(app);
launchRoutes(app);
playRoutes(app);
watchRoutes(app);
app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Lectern delivery', version: '1' } });
