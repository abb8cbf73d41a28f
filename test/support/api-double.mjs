// Stands in for the api Worker where progress is tested alone: two tenants, fixed credentials, every well-formed learner
// of a tenant exists but the one that ends with "nobody". Used by the test configuration only.
import { WorkerEntrypoint } from 'cloudflare:workers';

const TENANTS = {
  demo: { id: 'demo', name: 'Demo', region: 'eu', homePage: 'https://demo.example' },
  other: { id: 'other', name: 'Other', region: 'us', homePage: 'https://other.example' },
};
const KEYS = {
  'demo-all': ['demo', ['all']],
  'demo-writer': ['demo', ['statements/write', 'statements/read/mine']],
  'demo-reader': ['demo', ['statements/read']],
  'demo-state': ['demo', ['state']],
  'demo-profile': ['demo', ['profile']],
  'demo-define': ['demo', ['statements/write', 'define']],
  'demo-course': ['demo', ['statements/write', 'statements/read/mine', 'state', 'profile', 'define']],
  'other-all': ['other', ['all']],
};
const TOKENS = { 'demo-operator': 'demo', 'other-operator': 'other' };

const principal = (credential, tenant, scopes) => ({
  tenant,
  region: TENANTS[tenant].region,
  credential,
  name: credential,
  scopes,
});

export class ApiRpc extends WorkerEntrypoint {
  authenticate(credential) {
    if (credential.scheme === 'bearer') {
      const tenant = TOKENS[credential.token];
      return tenant === undefined ? null : principal(credential.token, tenant, ['operator']);
    }
    const known = KEYS[credential.key];
    return known === undefined || credential.secret !== 'secret' ? null : principal(credential.key, ...known);
  }

  tenant(id) {
    return TENANTS[id] ?? null;
  }

  learner(tenant, id) {
    return id.startsWith(`${tenant}-lrn-`) && !id.endsWith('nobody') ? { id, name: 'Ada Lovelace' } : null;
  }
}

export default { fetch: () => new Response(null, { status: 404 }) };
