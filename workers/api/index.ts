import { createApi } from './app.ts';

export { TenantKeys } from '../../durable-objects/tenant-keys/tenant-keys.ts';
export { BuildPackage } from './build/workflow.ts';
export { ExportPackage } from './export/workflow.ts';
export { ApiRpc } from './rpc.ts';
export { BuildWatch } from './watch/build-watch.ts';

/** api: packages, imports, builds, exports, credentials, tenants, learners. */
export default createApi() satisfies ExportedHandler<ApiEnv>;
