/**
 * What one Worker may ask another over a service binding. Workers call in one direction: front → delivery → progress →
 * api. Values are plain and cloneable; refusals are `Problem` values, never exceptions (an exception loses its class on
 * the way).
 */
import type { Scope } from '../../domain/access/scope.ts';
import type { CloudEvent } from '../../domain/kernel/event.ts';
import type { Problem } from '../../domain/kernel/problem.ts';
import type { PlayPackageManifest } from '../../domain/package/manifest.ts';
import type { SessionState } from '../../domain/session/contract.ts';
import type { Actor } from '../../domain/statement/types.ts';

export type { Scope };

export type Region = 'eu' | 'us';

/** Who asks, as told by the credential. The tenant comes from here and never from a body. */
export interface Principal {
  readonly tenant: string;
  readonly region: Region;
  /** The credential's id, or that of the issuer of a token. */
  readonly credential: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Whom statements are attributed to that are stored with it. */
  readonly authority: Actor;
  /** When it ends by itself (milliseconds since 1970); absent: when it is withdrawn. */
  readonly until?: number;
}

export interface TenantRecord {
  readonly id: string;
  readonly name: string;
  readonly region: Region;
  /** The `homePage` of this tenant's learner accounts. */
  readonly homePage: string;
}

export interface PackageRecord {
  readonly id: string;
  readonly tenant: string;
  readonly region: Region;
  readonly state: 'building' | 'built' | 'revoked';
  /** R2 keys in the region's packages bucket. */
  readonly containerKey: string;
  readonly indexKey: string;
  readonly manifest: PlayPackageManifest;
}

export interface LearnerRecord {
  readonly id: string;
  readonly name: string;
}

export interface RegistrationRecord {
  readonly registration: string;
  readonly tenant: string;
  readonly packageId: string;
  readonly learner: LearnerRecord;
  readonly take: number;
  readonly createdAt: string;
  /** True when this call made it. */
  readonly created: boolean;
}

/** Keys derived for one purpose; the first signs, all verify. */
export interface SigningKeys {
  readonly keys: readonly { readonly kid: string; readonly secret: Uint8Array }[];
}

/** Returned instead of a value when the question is refused. */
export type Refused = { readonly problem: Problem };

export interface ApiRpc {
  /**
   * Null: the credential is malformed, unknown, wrong or withdrawn. Refused: a token, with what is wrong with it. Callers
   * may remember a principal for 30 s, and not beyond its `until`.
   */
  authenticate(
    credential: { scheme: 'bearer'; token: string } | { scheme: 'basic'; key: string; secret: string },
  ): Promise<Principal | Refused | null>;
  tenant(id: string): Promise<TenantRecord | null>;
  /** Null: there is none in this tenant. */
  package(tenant: string, packageId: string): Promise<PackageRecord | null>;
  learner(tenant: string, learnerId: string): Promise<LearnerRecord | null>;
  /** Finds or makes the learner (by account) and the registration. `restart` opens a new take. Idempotent otherwise. */
  openRegistration(input: {
    tenant: string;
    packageId: string;
    learner: { name: string; account: { homePage: string; name: string } };
    restart: boolean;
  }): Promise<RegistrationRecord | Refused>;
  /** Newest first; `cursor` is opaque. */
  listRegistrations(input: {
    tenant: string;
    learnerId?: string;
    packageId?: string;
    cursor?: string;
    limit: number;
  }): Promise<{ items: readonly RegistrationSummary[]; next: string | null } | Refused>;
  /** The state of a session as delivery last told it, for lists; an older `version` is ignored. */
  noteRegistration(input: {
    tenant: string;
    registration: string;
    state: SessionState;
    version: number;
  }): Promise<void>;
  /** Keys of the tenant for signing launches, session tokens and content grants. None for an unknown tenant. */
  signingKeys(tenant: string): Promise<SigningKeys>;
  /**
   * First half of a POST with an `Idempotency-Key`. `new`: run it and end with the same `lease`. `done`: answer with what
   * the first request answered. Refused: the key is malformed, was used for another request, or its request still runs.
   * `leaseSeconds`: the longest that the request may take, a minute when not told.
   */
  idempotencyBegin(input: {
    tenant: string;
    key: string;
    fingerprint: string;
    leaseSeconds?: number;
  }): Promise<IdempotencyStart | Refused>;
  /** Second half. `response: null` gives the key back: nothing was made, so the next request is the first. */
  idempotencyEnd(input: { tenant: string; key: string; lease: string; response: StoredResponse | null }): Promise<void>;
}

/** An answer as it is sent again: small, JSON or another text. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type IdempotencyStart =
  | { readonly state: 'new'; readonly lease: string }
  | { readonly state: 'done'; readonly response: StoredResponse };

export interface RegistrationSummary extends Omit<RegistrationRecord, 'created'> {
  readonly packageTitle: string;
  readonly state: SessionState;
}

export interface ProgressRpc {
  /**
   * Statements that delivery derived from a session's journal: complete, with deterministic ids. One transaction; an
   * equal statement again is a success, so a retry is safe.
   */
  admit(input: {
    tenant: string;
    statements: readonly Readonly<Record<string, unknown>>[];
  }): Promise<{ readonly stored: string } | Refused>;
  /**
   * A request to xAPI of a course that delivery has launched, and whose credential and statements it has checked: answered
   * like one at `/xapi`, but that it reads the statements of this registration alone. What it says of activities does not
   * count, and its statements are attributed to the package.
   */
  xapi(
    request: Request,
    launched: { tenant: string; registration: string; course: { readonly id: string; readonly name: string } },
  ): Promise<Response>;
  /** Appends events to the tenant's feed; one whose (source, id) is there already is skipped. At most 100 a call. */
  publish(input: { tenant: string; events: readonly CloudEvent[] }): Promise<void>;
}

/**
 * The RPC of another Worker behind a service binding. `wrangler types` knows an entrypoint of another configuration only
 * by name, so this is the one place where the contract is put on it.
 */
export const rpcOf = <T extends ApiRpc | ProgressRpc>(binding: Service): T => binding as unknown as T;
