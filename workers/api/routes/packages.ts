import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { PackageReader, type PackageRow } from '../../../d1/content/packages.ts';
import { publishedManifest } from '../../../domain/bundle/published-manifest.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import type { PackageFormat } from '../../../domain/package/manifest.ts';
import { FORMAT_NAMES } from '../../../domain/package/playable.ts';
import { readAssetIndex, readStoredManifest } from '../../../r2/package-store.ts';
import { problems, refuse } from '../../shared/app.ts';
import { streamOf } from '../../shared/stream.ts';
import type { ApiAppEnv } from '../app-env.ts';
import {
  type ApiContext,
  contentFor,
  IdParam,
  operator,
  pageAsked,
  pageBody,
  pageSchema,
  SECURITY,
  SearchQuery,
} from '../http.ts';
import { MANIFEST_REF } from '../packages/manifest-schema.ts';
import { PackageSchema, PackageSummary, showPackage } from '../packages/schema.ts';
import { bucketOf } from '../tenants.ts';

const PACKAGE_FORMATS = Object.keys(FORMAT_NAMES) as [PackageFormat, ...PackageFormat[]];

const tags = ['Packages'];

const list = createRoute({
  method: 'get',
  path: '/api/v1/packages',
  tags,
  security: SECURITY,
  summary: 'List packages, newest first',
  middleware: [operator] as const,
  request: {
    query: SearchQuery.extend({
      format: z.enum(PACKAGE_FORMATS).optional(),
      state: z.enum(['building', 'built', 'revoked']).optional(),
      activityId: z
        .string()
        .max(2048)
        .optional()
        .openapi({ description: 'All versions of one course: packages of one activity.' }),
      archived: z.enum(['true', 'false', 'any']).default('false').openapi({
        description: 'Archived packages only, or among the others; they are left out when nothing is asked.',
      }),
    }),
  },
  responses: {
    200: { description: 'A page of packages', content: { 'application/json': { schema: pageSchema(PackageSummary) } } },
    ...problems(400, 401, 403),
  },
});

const get = createRoute({
  method: 'get',
  path: '/api/v1/packages/{id}',
  tags,
  security: SECURITY,
  summary: 'Read a package with its manifest and the report of its import',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: {
    200: { description: 'The package', content: { 'application/json': { schema: PackageSchema } } },
    ...problems(401, 403, 404),
  },
});

const manifest = createRoute({
  method: 'get',
  path: '/api/v1/packages/{id}/manifest',
  tags,
  security: SECURITY,
  summary: 'Read the manifest of a package with all of its files',
  description:
    'The PlayPackage manifest as it is published (`schemas/play-package-manifest.v1.json`): `assets.files` has path, media type, size and SHA-256 of every file. The manifest in a package comes without them.',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: {
    200: { description: 'The manifest', content: { 'application/json': { schema: MANIFEST_REF } } },
    ...problems(401, 403, 404),
  },
});

/** `/api/v1/packages`. */
export function packageRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const rows = await new PackageReader(contentFor(c)).list(page.value, query);
    return c.json(pageBody(c, { rows, limit: query.limit, show: showPackage }), 200);
  });

  app.openapi(get, async (c) => {
    const row = await find(c);
    if (row === undefined) return refuse(c, unknown());
    const stored = await readStoredManifest(bucketOf(c.env, c.var.principal), row.tenant, row.id);
    if (stored === null) throw new Error(`package ${row.id} has no manifest`);
    const whole = { ...showPackage(row), report: row.report, manifest: stored.json } as unknown;
    return c.json(whole as z.infer<typeof PackageSchema>, 200);
  });

  app.openapi(manifest, async (c) => {
    const row = await find(c);
    if (row === undefined) return refuse(c, unknown());
    const bucket = bucketOf(c.env, c.var.principal);
    const [stored, index] = await Promise.all([
      readStoredManifest(bucket, row.tenant, row.id),
      readAssetIndex(bucket, row.tenant, row.id),
    ]);
    if (stored === null || index === null) throw new Error(`package ${row.id} is not complete in the store`);
    const text = streamOf(publishedManifest(stored.json, index));
    return new Response(text, { headers: { 'content-type': 'application/json' } }) as never;
  });
}

const unknown = (): Problem => problem('not_found', 'There is no package with this id.');

const find = (c: ApiContext): Promise<PackageRow | undefined> =>
  new PackageReader(contentFor(c)).byId(c.req.param('id') ?? '');
