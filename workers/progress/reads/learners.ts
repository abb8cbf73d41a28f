import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  type AttemptEntry,
  type AttemptPosition,
  type CompletionEntry,
  type CompletionPosition,
  listAttempts,
  listCompletions,
  listCourses,
} from '../../../d1/progress/learner-reader.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { partitionOf } from '../../../domain/projection/learner.ts';
import { isoDuration, titleOf, transcriptOf } from '../../../domain/projection/transcript.ts';
import { formatMicros } from '../../../domain/statement/time.ts';
import { problems, refuse } from '../../shared/app.ts';
import { decodeCursor, encodeCursor, pageOf } from '../../shared/pages.ts';
import type { LearnerRecord } from '../../shared/rpc.ts';
import type { ProgressApp } from '../app-env.ts';
import { apiOf, partitionDatabase } from '../services/bindings.ts';
import { AttemptSchema, CompletionSchema, LearnerParams, PageQuery, pageSchema, TranscriptSchema } from './schemas.ts';

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const refusals = problems(400, 401, 403, 404);
const security = [{ bearer: [] }];

const attempts = createRoute({
  method: 'get',
  path: '/api/v1/learners/{id}/attempts',
  tags: ['Progress'],
  summary: "A learner's attempts, the one opened last first",
  security,
  request: { params: LearnerParams, query: PageQuery },
  responses: { 200: json(pageSchema(AttemptSchema), 'A page of attempts'), ...refusals },
});

const completions = createRoute({
  method: 'get',
  path: '/api/v1/learners/{id}/completions',
  tags: ['Progress'],
  summary: "A learner's completion records, the newest first",
  security,
  request: { params: LearnerParams, query: PageQuery },
  responses: { 200: json(pageSchema(CompletionSchema), 'A page of completion records'), ...refusals },
});

const transcript = createRoute({
  method: 'get',
  path: '/api/v1/learners/{id}/transcript',
  tags: ['Progress'],
  summary: "A learner's transcript: every course that was begun",
  security,
  request: { params: LearnerParams },
  responses: { 200: json(TranscriptSchema, 'The transcript'), ...refusals },
});

export function learnerRoutes(app: OpenAPIHono<ProgressApp>): void {
  app.openapi(attempts, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const learner = await learnerAsked(c, c.req.valid('param').id);
    if (!learner.ok) return refuse(c, learner.error);
    const after = positionOf(
      cursor,
      'nssn',
      ([at, registration, activity, n]) => ({ at, registration, activity, n }) as AttemptPosition,
    );
    if (!after.ok) return refuse(c, after.error);
    const rows = await listAttempts(learner.value.db, learner.value, after.value, limit + 1);
    const last = rows.length > limit ? rows[limit - 1]! : null;
    const next = last && encodeCursor([last.attempt.openedAt, last.registration, last.activity, last.attempt.n]);
    return c.json(pageOf(c, rows.slice(0, limit).map(attemptOf), next), 200);
  });
  app.openapi(completions, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const learner = await learnerAsked(c, c.req.valid('param').id);
    if (!learner.ok) return refuse(c, learner.error);
    const after = positionOf(
      cursor,
      'nss',
      ([at, registration, activity]) => ({ at, registration, activity }) as CompletionPosition,
    );
    if (!after.ok) return refuse(c, after.error);
    const rows = await listCompletions(learner.value.db, learner.value, after.value, limit + 1);
    const last = rows.length > limit ? rows[limit - 1]! : null;
    const next = last && encodeCursor([last.completion.completedAt, last.registration, last.activity]);
    return c.json(pageOf(c, rows.slice(0, limit).map(completionOf), next), 200);
  });
  app.openapi(transcript, async (c) => {
    const learner = await learnerAsked(c, c.req.valid('param').id);
    if (!learner.ok) return refuse(c, learner.error);
    const { db, record } = learner.value;
    const courses = await listCourses(db, learner.value);
    return c.json(
      transcriptOf({ id: record.id, name: record.name }, courses, new Date().toISOString()) as z.infer<
        typeof TranscriptSchema
      >,
      200,
    );
  });
}

interface Asked {
  readonly tenant: string;
  readonly learner: string;
  readonly record: LearnerRecord;
  readonly db: D1Database;
}

/** [READ-1] A learner of the credential's tenant; of anybody else nothing is told, not even that they exist. */
async function learnerAsked(c: Context<ProgressApp>, id: string): Promise<Result<Asked, Problem>> {
  const { tenant, region } = c.var.principal;
  const record = await apiOf(c.env).learner(tenant, id);
  if (record === null) return err(problem('not_found', 'There is no learner with this id.', 'param.id'));
  const db = partitionDatabase(c.env, region, partitionOf(tenant, record.id));
  return ok({ tenant, learner: record.id, record, db });
}

function positionOf<T>(
  cursor: string | undefined,
  shape: string,
  read: (key: (string | number)[]) => T,
): Result<T | null, Problem> {
  if (cursor === undefined) return ok(null);
  const key = decodeCursor(cursor, shape);
  return key.ok ? ok(read(key.value)) : key;
}

const attemptOf = ({ registration, activity, type, name, attempt }: AttemptEntry) => ({
  registration,
  activity: { id: activity, type, title: titleOf(name, activity) },
  n: attempt.n,
  state: attempt.state,
  openedAt: formatMicros(attempt.openedAt),
  closedAt: attempt.closedAt === null ? null : formatMicros(attempt.closedAt),
  closedBy: attempt.closedBy,
  completion: attempt.completion,
  success: attempt.success,
  score: attempt.score as z.infer<typeof AttemptSchema>['score'],
  duration: isoDuration(attempt.seconds),
});

const completionOf = ({ registration, activity, name, completion }: CompletionEntry) => ({
  registration,
  activity: { id: activity, title: titleOf(name, activity) },
  completedAt: formatMicros(completion.completedAt),
  success: completion.success,
  score: completion.score as z.infer<typeof AttemptSchema>['score'],
  duration: isoDuration(completion.seconds),
  statement: completion.statement,
});
