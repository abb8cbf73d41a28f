// Stands in for the api in tests of delivery: the same RPC, held in memory, and `control` to arrange things.
import { WorkerEntrypoint } from 'cloudflare:workers';

const packages = new Map();
const registrations = [];
const notes = [];
const kept = new Map();
const asked = { signingKeys: 0, package: 0 };
let failing = false;

const tenants = {
  demo: { id: 'demo', name: 'Demo', region: 'eu', homePage: 'https://demo.lectern.example' },
  other: { id: 'other', name: 'Other', region: 'us', homePage: 'https://other.lectern.example' },
};
const notFound = (what) => ({ problem: { code: 'not_found', detail: `There is no ${what} with this id.` } });

export class ApiRpc extends WorkerEntrypoint {
  authenticate(credential) {
    const match = /^(operator|writer)-(demo|other)$/.exec(credential.token ?? '');
    if (match === null) return null;
    const scopes = match[1] === 'operator' ? ['operator'] : ['statements/write'];
    const { id, region } = tenants[match[2]];
    return { tenant: id, region, credential: `${id}-key-1`, name: match[1], scopes };
  }
  tenant(id) {
    return tenants[id] ?? null;
  }
  package(tenant, id) {
    asked.package++;
    const found = packages.get(id);
    return found?.tenant === tenant ? found : null;
  }
  learner() {
    return null;
  }
  openRegistration({ tenant, packageId, learner, restart }) {
    if (packages.get(packageId)?.tenant !== tenant) return notFound('package');
    const learnerId = `${tenant}-lrn-${learner.account.name}`;
    const mine = registrations.filter((r) => r.packageId === packageId && r.learner.id === learnerId);
    if (mine.length > 0 && !restart) return { ...mine.at(-1), created: false };
    const made = {
      registration: crypto.randomUUID(),
      tenant,
      packageId,
      learner: { id: learnerId, name: learner.name },
      take: mine.length + 1,
      createdAt: new Date().toISOString(),
    };
    registrations.push(made);
    return { ...made, created: true };
  }
  listRegistrations({ tenant, learnerId, packageId, cursor, limit }) {
    const all = registrations
      .filter((r) => r.tenant === tenant && (learnerId ?? r.learner.id) === r.learner.id)
      .filter((r) => (packageId ?? r.packageId) === r.packageId)
      .toReversed();
    const from = cursor === undefined ? 0 : Number(cursor);
    const stateOf = (r) => notes.findLast((n) => n.registration === r.registration)?.state ?? 'created';
    const items = all.slice(from, from + limit).map((r) => ({ ...r, packageTitle: 'A course', state: stateOf(r) }));
    return { items, next: from + limit < all.length ? String(from + limit) : null };
  }
  noteRegistration(note) {
    if (failing) throw new Error('the api is away');
    notes.push(note);
  }
  signingKeys(tenant) {
    asked.signingKeys++;
    if (tenants[tenant] === undefined) return { keys: [] };
    return {
      keys: [{ kid: `${tenant}-key-1`, secret: new TextEncoder().encode(`secret of ${tenant}`.padEnd(32, '.')) }],
    };
  }
  idempotencyBegin({ tenant, key, fingerprint }) {
    const row = kept.get(`${tenant} ${key}`);
    if (row === undefined) {
      kept.set(`${tenant} ${key}`, { fingerprint });
      return { state: 'new', lease: 'lease' };
    }
    if (row.fingerprint !== fingerprint)
      return { problem: { code: 'idempotency_key_reused', detail: 'Other content.' } };
    return row.response
      ? { state: 'done', response: row.response }
      : { problem: { code: 'idempotency_key_in_flight', detail: 'It still runs.' } };
  }
  idempotencyEnd({ tenant, key, response }) {
    if (response === null) kept.delete(`${tenant} ${key}`);
    else kept.get(`${tenant} ${key}`).response = response;
  }
  // For tests only:
  putPackage(record) {
    packages.set(record.id, record);
  }
  control(next) {
    failing = next.failing;
  }
  seen() {
    return { notes, asked, kept: [...kept.values()] };
  }
}

export default {
  fetch: () => new Response(null, { status: 404 }),
};
