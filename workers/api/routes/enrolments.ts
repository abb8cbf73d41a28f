import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { v7 } from 'uuid';
import { EnrolmentReader, type EnrolmentRow, EnrolmentWriter } from '../../../d1/content/enrolments.ts';
import { PackageReader } from '../../../d1/content/packages.ts';
import { cloudEvent } from '../../../domain/kernel/event.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { problem } from '../../../domain/kernel/problem.ts';
import { problems, refuse } from '../../shared/app.ts';
import { LearnerAccount } from '../../shared/learner.ts';
import type { ApiAppEnv } from '../app-env.ts';
import { contentFor, IdParam, json, operator, PageQuery, pageAsked, pageBody, pageSchema, SECURITY } from '../http.ts';
import { idempotent } from '../idempotency-key.ts';
import { withNews } from '../news.ts';
import { revoked } from '../packages/revoked.ts';
import { ownLearner } from '../registrations.ts';
import { findTenant } from '../tenants.ts';

const due = z.iso
  .datetime({ offset: true, error: 'give date, time and offset, such as 2027-03-01T00:00:00Z' })
  .transform((at) => new Date(at).toISOString())
  .nullable()
  .openapi({ description: 'Until when the course is to be taken; null: whenever.', example: '2027-03-01T00:00:00Z' });

const EnrolmentSchema = z
  .object({
    id: z.string(),
    packageId: z.string(),
    packageTitle: z.string(),
    packageState: z.enum(['building', 'built', 'revoked']),
    learner: z.object({ id: z.string(), name: z.string() }),
    dueAt: z.iso.datetime().nullable(),
    registration: z.string().nullable().openapi({ description: 'Of the newest take; null before the first launch.' }),
    state: z.enum(['enrolled', 'created', 'active', 'suspended', 'completed', 'abandoned']),
    createdAt: z.iso.datetime(),
  })
  .openapi('Enrolment', { description: 'Who is to take which package, until when, and how far they are.' });

const common = { tags: ['Enrolments'], security: SECURITY };

const create = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/enrolments',
  summary: 'Enrol a learner in a course',
  description: 'Makes the learner when there is none with this account. An enrolment that is there stays as it is.',
  middleware: [operator, idempotent()] as const,
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ packageId: z.string(), learner: LearnerAccount, dueAt: due.default(null) }),
        },
      },
    },
  },
  responses: {
    201: json(EnrolmentSchema, 'The learner is enrolled'),
    200: json(EnrolmentSchema, 'The learner was enrolled already'),
    ...problems(400, 401, 403, 404, 409, 422),
  },
});

const list = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/enrolments',
  summary: 'List enrolments, newest first',
  middleware: [operator] as const,
  request: { query: PageQuery.extend({ learnerId: z.string().optional(), packageId: z.string().optional() }) },
  responses: { 200: json(pageSchema(EnrolmentSchema), 'A page of enrolments'), ...problems(400, 401, 403) },
});

const get = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/enrolments/{id}',
  summary: 'Read an enrolment',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 200: json(EnrolmentSchema, 'The enrolment'), ...problems(401, 403, 404) },
});

const change = createRoute({
  ...common,
  method: 'patch',
  path: '/api/v1/enrolments/{id}',
  summary: 'Change the due date',
  middleware: [operator] as const,
  request: {
    params: IdParam,
    body: { required: true, content: { 'application/json': { schema: z.object({ dueAt: due.optional() }) } } },
  },
  responses: { 200: json(EnrolmentSchema, 'The enrolment'), ...problems(400, 401, 403, 404) },
});

const remove = createRoute({
  ...common,
  method: 'delete',
  path: '/api/v1/enrolments/{id}',
  summary: 'End an enrolment',
  description: 'What the learner did stays.',
  middleware: [operator] as const,
  request: { params: IdParam },
  responses: { 204: { description: 'The enrolment is gone' }, ...problems(401, 403, 404) },
});

/** `/api/v1/enrolments`: what a catalogue or an enrolment service needs to know and to say. */
export function enrolmentRoutes(app: OpenAPIHono<ApiAppEnv>): void {
  app.openapi(create, async (c) => {
    const { packageId, learner, dueAt } = c.req.valid('json');
    const content = contentFor(c);
    const [course, tenant] = await Promise.all([
      new PackageReader(content).byId(packageId),
      findTenant(c.env, content.tenant),
    ]);
    if (course === undefined || tenant === undefined) {
      return refuse(c, problem('not_found', 'There is no package with this id.', 'packageId'));
    }
    if (course.state === 'revoked') return refuse(c, revoked(course));
    const newId = makeId(content.tenant, 'enr', v7());
    const now = new Date().toISOString();
    const { account, name } = learner;
    const newLearner = (await ownLearner(content, tenant, account)) ?? makeId(content.tenant, 'lrn', v7());
    const event = changed(content.tenant, { id: newId, packageId, dueAt }, { change: 'created', now });
    const row = await withNews(c, () =>
      new EnrolmentWriter(content).enrol({ account, name, packageId, dueAt, newId, newLearner, now, event }),
    );
    c.header('location', `/api/v1/enrolments/${row.id}`);
    return row.id === newId ? c.json(show(row), 201) : c.json(show(row), 200);
  });

  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = pageAsked(query);
    if (!page.ok) return refuse(c, page.error);
    const rows = await new EnrolmentReader(contentFor(c)).list(page.value, query);
    return c.json(pageBody(c, { rows, limit: query.limit, show }), 200);
  });

  app.openapi(get, async (c) => {
    const row = await new EnrolmentReader(contentFor(c)).byId(c.req.valid('param').id);
    return row === undefined ? refuse(c, UNKNOWN) : c.json(show(row), 200);
  });

  app.openapi(change, async (c) => {
    const { dueAt } = c.req.valid('json');
    const content = contentFor(c);
    const row = await new EnrolmentReader(content).byId(c.req.valid('param').id);
    if (row === undefined) return refuse(c, UNKNOWN);
    if (dueAt === undefined || row.dueAt === dueAt) return c.json(show(row), 200);
    const now = new Date().toISOString();
    const event = changed(content.tenant, { ...row, dueAt, learnerId: row.learner.id }, { change: 'changed', now });
    await withNews(c, () => new EnrolmentWriter(content).setDue(row.id, dueAt, { event, now }));
    return c.json(show({ ...row, dueAt }), 200);
  });

  app.openapi(remove, async (c) => {
    const content = contentFor(c);
    const row = await new EnrolmentReader(content).byId(c.req.valid('param').id);
    if (row === undefined) return refuse(c, UNKNOWN);
    const now = new Date().toISOString();
    const event = changed(content.tenant, { ...row, learnerId: row.learner.id }, { change: 'removed', now });
    await withNews(c, () => new EnrolmentWriter(content).remove(row.id, { event, now }));
    return c.body(null, 204);
  });
}

const UNKNOWN = problem('not_found', 'There is no enrolment with this id.');

const show = ({ state, ...row }: EnrolmentRow): z.infer<typeof EnrolmentSchema> => ({
  ...row,
  state: state ?? 'enrolled',
});

type Facts = Pick<EnrolmentRow, 'id' | 'packageId' | 'dueAt'> & { readonly learnerId?: string };

/** The learner of a new enrolment is known to the database first, which fills it in. */
function changed(
  tenant: string,
  { id, packageId, dueAt, learnerId = '' }: Facts,
  { change: what, now }: { change: 'created' | 'changed' | 'removed'; now: string },
) {
  return cloudEvent({
    id: makeId(tenant, 'evt', v7()),
    type: 'content.enrolment.changed.v1',
    tenant,
    subject: id,
    time: now,
    data: { enrolmentId: id, packageId, learnerId, dueAt, change: what },
  });
}
