export interface TenantSeedInput {
  tenant: string;
  name: string;
  region: 'eu' | 'us';
  /** Default: `https://lectern.localhost/tenants/<tenant>`. */
  homePage?: string;
  /** Secrets of an earlier seeding, to be kept. */
  operatorToken?: string;
  xapiKey?: string;
  xapiSecret?: string;
  now?: Date;
}

export interface TenantSeed {
  directorySql: string;
  contentSql: string;
  operatorToken: string;
  xapi: { key: string; secret: string };
}

export function tenantSeed(input: TenantSeedInput): TenantSeed;
