import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { problem } from '../../../domain/kernel/problem.ts';
import { parseTimestamp } from '../../../domain/statement/time.ts';
import { problems, refuse } from '../../shared/app.ts';
import { regional } from '../../shared/regions.ts';
import { streamOf } from '../../shared/stream.ts';
import type { ProgressApp } from '../app-env.ts';
import { extentOf, scanStore } from '../services/store/scan.ts';
import { StatementStore } from '../services/store/store.ts';
import { encoded, exportArchive, MAX_ARCHIVE_ATTACHMENTS } from './export.ts';

const LINES_TYPE = 'application/x-ndjson';
const binary = { schema: z.any().openapi({ type: 'string', format: 'binary' }) };

const route = createRoute({
  method: 'get',
  path: '/api/v1/statements/export',
  tags: ['Statements in bulk'],
  security: [{ bearer: [] }],
  summary: 'Export statements',
  description: `Every statement up to the newest one of now, voided ones too: an archive (ZIP) with \`statements.ndjson\`, \`attachments/<sha2>\` and \`manifest.json\`, or with \`Accept: ${LINES_TYPE}\` the lines alone. An archive holds up to ${MAX_ARCHIVE_ATTACHMENTS} attachments; one that ends early says in its manifest where the next one begins.`,
  request: {
    query: z.object({
      since: z.string().optional().openapi({ description: 'Only what was stored after this time.' }),
      until: z.string().optional().openapi({ description: 'Only what was stored up to this time.' }),
    }),
  },
  responses: {
    200: { description: 'The archive or the lines', content: { 'application/zip': binary, [LINES_TYPE]: binary } },
    ...problems(400, 401, 403),
  },
});

/** `GET /api/v1/statements/export`, for operators. */
export function exportRoute(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(route, async (c) => {
    const range = c.req.valid('query');
    const times: { since?: number; until?: number } = {};
    for (const name of ['since', 'until'] as const) {
      const text = range[name];
      if (text === undefined) continue;
      const micros = parseTimestamp(text);
      if (micros === null) {
        return refuse(c, problem('query_invalid', `"${name}" must be a timestamp of RFC 3339.`, `query.${name}`));
      }
      times[name] = micros;
    }
    const { tenant, region } = c.var.principal;
    const store = new StatementStore(c.env, tenant);
    const extent = await extentOf(store, times);
    const lines = scanStore(store, extent);
    const createdAt = new Date().toISOString();
    const name = `${tenant}-statements-${createdAt.slice(0, 10)}`;
    const headers = (type: string, ending: string) => ({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}.${ending}"`,
      'cache-control': 'no-store',
    });
    if (c.req.header('accept')?.includes(LINES_TYPE)) {
      return c.body(streamOf(encoded(lines)), 200, headers(LINES_TYPE, 'ndjson'));
    }
    const exported = {
      lines,
      consistentThrough: extent.consistentThrough,
      tenant,
      range: { since: range.since ?? null, until: range.until ?? null },
      bucket: regional<R2Bucket>(c.env, 'ATTACHMENTS', region),
      createdAt,
    };
    const archive = exportArchive(exported, MAX_ARCHIVE_ATTACHMENTS);
    return c.body(streamOf(archive), 200, headers('application/zip', 'zip'));
  });
}
