// Which tenants the local databases are to have.
const REGIONS = ['eu', 'us'];

/** `demo` always; more by LECTERN_TENANTS="acme:us,…". @returns {{ tenant: string, region: string }[]} */
export function wantedTenants() {
  const wanted = new Map([['demo', 'eu']]);
  for (const part of (process.env.LECTERN_TENANTS ?? '').split(',').filter((text) => text.trim() !== '')) {
    const [tenant = '', region = 'eu'] = part.trim().split(':');
    if (!/^[a-z][a-z0-9]{1,19}$/.test(tenant) || !REGIONS.includes(region)) {
      throw new Error(
        `LECTERN_TENANTS has "${part}"; write tenants as name:region, for example acme:us (regions: eu, us).`,
      );
    }
    wanted.set(tenant, region);
  }
  return [...wanted].map(([tenant, region]) => ({ tenant, region }));
}
