import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { v7 } from 'uuid';
import { PackageReader } from '../../../d1/content/packages.ts';
import { PackageWriter } from '../../../d1/content/packages-writer.ts';
import { cloudEvent } from '../../../domain/kernel/event.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../shared/app.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { contentFor, IdParam, operator, SECURITY } from '../http.ts';
import { withNews } from '../news.ts';
import { PackageSummary, showPackage } from '../packages/schema.ts';

/** A reason is read by people in one glance. */
const REASON_CHARS = 1000;

const common = {
  method: 'post' as const,
  tags: ['Packages'],
  security: SECURITY,
  middleware: operator,
};
const shown = { description: 'The package', content: { 'application/json': { schema: PackageSummary } } };

const archive = createRoute({
  ...common,
  path: '/api/v1/packages/{id}/archive',
  summary: 'Leave a package out of lists',
  description: 'Learners who have it go on; it can be launched by its id.',
  request: { params: IdParam },
  responses: { 200: shown, ...problems(401, 403, 404) },
});

const unarchive = createRoute({
  ...common,
  path: '/api/v1/packages/{id}/unarchive',
  summary: 'Take a package back into lists',
  request: { params: IdParam },
  responses: { 200: shown, ...problems(401, 403, 404) },
});

const revoke = createRoute({
  ...common,
  path: '/api/v1/packages/{id}/revoke',
  summary: 'Withdraw a package for good',
  description:
    'Nobody launches it from then on, and its files are served no more, everywhere within 30 seconds. There is no way back. What learners did stays.',
  request: {
    params: IdParam,
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ reason: z.string().trim().min(1).max(REASON_CHARS) }) } },
    },
  },
  responses: { 200: shown, ...problems(400, 401, 403, 404, 409) },
});

/** What a catalogue does with packages. Every request may be repeated. */
export function catalogueRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(archive, async (c) => {
    const writer = new PackageWriter(contentFor(c));
    const row = await writer.archive(c.req.valid('param').id, new Date().toISOString());
    return row === undefined ? refuse(c, UNKNOWN) : c.json(showPackage(row), 200);
  });

  app.openapi(unarchive, async (c) => {
    const row = await new PackageWriter(contentFor(c)).archive(c.req.valid('param').id, null);
    return row === undefined ? refuse(c, UNKNOWN) : c.json(showPackage(row), 200);
  });

  app.openapi(revoke, async (c) => {
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const content = contentFor(c);
    const row = await new PackageReader(content).byId(id);
    if (row === undefined) return refuse(c, UNKNOWN);
    if (row.state === 'building') return refuse(c, problem('package_not_playable', 'The package is building.'));
    const now = new Date().toISOString();
    const { title, activityId } = row;
    const event = cloudEvent({
      id: makeId(content.tenant, 'evt', v7()),
      type: 'content.play_package.revoked.v1',
      tenant: content.tenant,
      subject: id,
      time: now,
      data: { packageId: id, title, activityId, reason },
    });
    const revoked = await withNews(c, () => new PackageWriter(content).revoke({ id, reason, now, event }));
    return revoked === undefined ? refuse(c, UNKNOWN) : c.json(showPackage(revoked), 200);
  });
}

const UNKNOWN = problem('not_found', 'There is no package with this id.');
