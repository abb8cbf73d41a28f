import { WorkerEntrypoint } from 'cloudflare:workers';
import { LearnerReader } from '../../d1/content/learners.ts';
import { PackageReader } from '../../d1/content/packages.ts';
import { RegistrationWriter } from '../../d1/content/registrations.ts';
import { problem } from '../../domain/kernel/problem.ts';
import { packageKeys } from '../../r2/keys.ts';
import { readPackageManifest } from '../../r2/package-store.ts';
import type * as contract from '../shared/rpc.ts';
import { authenticate } from './access/authenticate.ts';
import { idempotencyBegin, idempotencyEnd } from './idempotency.ts';
import { listRegistrations, openRegistration } from './registrations.ts';
import { bucketOf, contentOf, findTenant } from './tenants.ts';

type Ask<Method extends keyof contract.ApiRpc> = Parameters<contract.ApiRpc[Method]>[0];

const NO_TENANT: contract.Refused = { problem: problem('not_found', 'There is no tenant with this id.') };

/** What delivery and progress may ask api. Each method looks in the region of the tenant that it is asked about. */
export class ApiRpc extends WorkerEntrypoint<ApiEnv> implements contract.ApiRpc {
  authenticate(credential: Ask<'authenticate'>): Promise<contract.Principal | contract.Refused | null> {
    return authenticate(this.env, credential);
  }

  async tenant(id: string): Promise<contract.TenantRecord | null> {
    return (await findTenant(this.env, id)) ?? null;
  }

  async package(tenantId: string, packageId: string): Promise<contract.PackageRecord | null> {
    const tenant = await findTenant(this.env, tenantId);
    if (tenant === undefined) return null;
    const row = await new PackageReader(contentOf(this.env, tenant)).byId(packageId);
    if (row === undefined) return null;
    const manifest = await readPackageManifest(bucketOf(this.env, tenant), tenantId, packageId);
    if (manifest === null) throw new Error(`package ${packageId} has no manifest`);
    const { container: containerKey, index: indexKey } = packageKeys(tenantId, packageId);
    return { id: row.id, tenant: tenantId, region: tenant.region, state: row.state, containerKey, indexKey, manifest };
  }

  async learner(tenantId: string, learnerId: string): Promise<contract.LearnerRecord | null> {
    const tenant = await findTenant(this.env, tenantId);
    const row = tenant && (await new LearnerReader(contentOf(this.env, tenant)).byId(learnerId));
    return row === undefined ? null : { id: row.id, name: row.name };
  }

  async openRegistration(input: Ask<'openRegistration'>): Promise<contract.RegistrationRecord | contract.Refused> {
    const tenant = await findTenant(this.env, input.tenant);
    if (tenant === undefined) return NO_TENANT;
    return openRegistration(contentOf(this.env, tenant), tenant, input);
  }

  async listRegistrations(input: Ask<'listRegistrations'>) {
    const tenant = await findTenant(this.env, input.tenant);
    if (tenant === undefined) return NO_TENANT;
    return listRegistrations(contentOf(this.env, tenant), input);
  }

  async noteRegistration({ tenant: id, registration, state, version }: Ask<'noteRegistration'>): Promise<void> {
    const tenant = await findTenant(this.env, id);
    if (tenant === undefined) return;
    await new RegistrationWriter(contentOf(this.env, tenant)).note(registration, state, version);
  }

  /** An unknown tenant gets no object: tokens name their tenant, and anybody can write one. */
  async signingKeys(id: string): Promise<contract.SigningKeys> {
    const tenant = await findTenant(this.env, id);
    return tenant === undefined ? { keys: [] } : this.env.TENANT_KEYS.getByName(id).signingKeys(id);
  }

  async idempotencyBegin(input: Ask<'idempotencyBegin'>): Promise<contract.IdempotencyStart | contract.Refused> {
    const tenant = await findTenant(this.env, input.tenant);
    return tenant === undefined ? NO_TENANT : idempotencyBegin(contentOf(this.env, tenant), input);
  }

  async idempotencyEnd(input: Ask<'idempotencyEnd'>): Promise<void> {
    const tenant = await findTenant(this.env, input.tenant);
    if (tenant !== undefined) await idempotencyEnd(contentOf(this.env, tenant), input);
  }
}
