import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { PackageReader, type PackageRow } from '../../../d1/content/packages.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { NODE_KINDS } from '../../../domain/package/manifest.ts';
import { playable } from '../../../domain/package/playable.ts';
import { readPackageManifest } from '../../../r2/package-store.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { contentFor, operator, pageAsked, pageBody, pageSchema, SECURITY, SearchQuery } from '../http.ts';
import { ReportSchema } from '../imports/schema.ts';
import { bucketOf } from '../tenants.ts';

const PackageSummary = z
  .object({
    id: z.string(),
    state: z.enum(['building', 'built', 'revoked']),
    title: z.string(),
    format: z.string().openapi({ example: 'scorm12' }),
    playable: z
      .object({ ok: z.boolean(), reason: z.string().optional().openapi({ description: 'Why it cannot be launched.' }) })
      .openapi({ description: 'Whether the player has the runtime of this format.' }),
    identifier: z.string(),
    activityId: z.string(),
    languages: z.array(z.string()),
    importId: z.string(),
    filename: z.string(),
    sizes: z.object({
      originalBytes: z.number().int(),
      containerBytes: z.number().int(),
      assets: z.number().int(),
      assetBytes: z.number().int(),
    }),
    createdAt: z.iso.datetime(),
  })
  .openapi('PackageSummary');

/** The top of the manifest; below it, readers ignore what they do not know. */
const ManifestSchema = z
  .looseObject({
    manifestVersion: z.literal(1),
    format: z.string(),
    activityId: z.string(),
    title: z.string(),
    structure: z.array(z.looseObject({ id: z.string(), kind: z.enum(NODE_KINDS), title: z.string() })),
  })
  .openapi('PlayPackageManifest', { description: 'What the player knows of the course.' });

const PackageSchema = PackageSummary.extend({
  report: ReportSchema,
  manifest: ManifestSchema,
}).openapi('Package');

const tags = ['Packages'];

const list = createRoute({
  method: 'get',
  path: '/api/v1/packages',
  tags,
  security: SECURITY,
  summary: 'List packages, newest first',
  middleware: [operator] as const,
  request: { query: SearchQuery },
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
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: 'The package', content: { 'application/json': { schema: PackageSchema } } },
    ...problems(401, 403, 404),
  },
});

const show = (row: PackageRow): z.infer<typeof PackageSummary> => ({
  id: row.id,
  state: row.state,
  title: row.title,
  format: row.format,
  playable: playable(row.format),
  identifier: row.identifier,
  activityId: row.activityId,
  languages: [...row.languages],
  importId: row.import,
  filename: row.filename,
  sizes: {
    originalBytes: row.originalBytes,
    containerBytes: row.containerBytes,
    assets: row.assetCount,
    assetBytes: row.assetBytes,
  },
  createdAt: row.createdAt,
});

/** `/api/v1/packages`. */
export function packageRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const rows = await new PackageReader(contentFor(c)).list(page.value, query.q);
    return c.json(pageBody(c, { rows, limit: query.limit, show }), 200);
  });

  app.openapi(get, async (c) => {
    const row = await new PackageReader(contentFor(c)).byId(c.req.valid('param').id);
    if (row === undefined) return refuse(c, problem('not_found', 'There is no package with this id.'));
    const manifest = await readPackageManifest(bucketOf(c.env, c.var.principal), row.tenant, row.id);
    if (manifest === null) throw new Error(`package ${row.id} has no manifest`);
    const whole = { ...show(row), report: row.report, manifest } as unknown;
    return c.json(whole as z.infer<typeof PackageSchema>, 200);
  });
}
