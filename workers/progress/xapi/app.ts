import { createApp } from '../../shared/app.ts';
import type { ProgressBindings } from '../app-env.ts';
import { xapiRoutes } from './routes.ts';

/**
 * xAPI has a router of its own: clients send thousands of statements in a second, and where no path has parameters each is
 * found in one step. The RPC for launched courses asks the same one.
 */
export const xapi = createApp<ProgressBindings>('progress', { counted: () => true });
xapiRoutes(xapi);
