// Stands in for the api Worker where progress is tested alone: two tenants, fixed credentials, every well-formed learner
// of a tenant exists but the one that ends with "nobody"; a key `only-…` has the one scope that it names. Used by the
// test configuration only.
import { WorkerEntrypoint } from 'cloudflare:workers';

const TENANTS = {
  demo: { id: 'demo', name: 'Demo', region: 'eu', homePage: 'https://demo.example' },
  other: { id: 'other', name: 'Other', region: 'us', homePage: 'https://other.example' },
  many: { id: 'many', name: 'Many', region: 'eu', homePage: 'https://many.example' },
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
  'many-all': ['many', ['all']],
};
const OPERATORS = { 'demo-operator': 'demo', 'other-operator': 'other', 'many-operator': 'many' };
const ISSUER = 'https://login.example';
const account = (name, homePage) => ({ objectType: 'Agent', account: { homePage, name } });
/** Tokens of users of one application, and of one that acts for itself. */
const TOKENS = {
  'app-ann': { objectType: 'Group', member: [account('app', ISSUER), account('ann', ISSUER)] },
  'app-bob': { objectType: 'Group', member: [account('app', ISSUER), account('bob', ISSUER)] },
  app: account('app', ISSUER),
};

const principal = (credential, tenant, scopes, authority) => ({
  tenant,
  region: TENANTS[tenant].region,
  credential,
  name: credential,
  scopes,
  authority: authority ?? { ...account(credential, TENANTS[tenant].homePage), name: credential },
});

function byToken(token) {
  if (token === 'ended') return { problem: { code: 'token_refused', detail: 'The token has ended.' } };
  const authority = TOKENS[token];
  if (authority !== undefined)
    return principal('demo-iss', 'demo', ['statements/write', 'statements/read/mine'], authority);
  const tenant = OPERATORS[token];
  return tenant === undefined ? null : principal(token, tenant, ['operator']);
}

export class ApiRpc extends WorkerEntrypoint {
  authenticate(credential) {
    if (credential.scheme === 'bearer') return byToken(credential.token);
    const only = /^only-(.+)$/.exec(credential.key);
    const known = only === null ? KEYS[credential.key] : ['demo', [only[1]]];
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
