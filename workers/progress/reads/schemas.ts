import { z } from '@hono/zod-openapi';
import { PAGE_DEFAULT, PAGE_MAX } from '../../shared/pages.ts';

const ScoreSchema = z
  .object({
    scaled: z.number().optional(),
    raw: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .openapi('Score');

const ActivitySchema = z
  .object({ id: z.string(), type: z.string().nullable(), title: z.string() })
  .openapi('ActivitySummary');

const success = z.enum(['unknown', 'passed', 'failed']);
const duration = z.string().nullable().openapi({ description: 'ISO 8601', example: 'PT42.5S' });
const time = z.string().openapi({ example: '2026-01-31T12:00:00.000000Z' });

export const AttemptSchema = z
  .object({
    registration: z.string(),
    activity: ActivitySchema,
    n: z.number().int().openapi({ description: 'Counts the attempts of an activity within a registration, from 1' }),
    state: z.enum(['active', 'suspended', 'closed']),
    openedAt: time,
    closedAt: time.nullable(),
    closedBy: z.enum(['terminated', 'abandoned', 'completed']).nullable(),
    completion: z.enum(['unknown', 'incomplete', 'completed']),
    success,
    score: ScoreSchema.nullable(),
    duration,
  })
  .openapi('Attempt');

export const CompletionSchema = z
  .object({
    registration: z.string(),
    activity: ActivitySchema.omit({ type: true }),
    completedAt: time,
    success,
    score: ScoreSchema.nullable(),
    duration,
    statement: z.string().openapi({ description: 'The statement that said it first' }),
  })
  .openapi('CompletionRecord');

export const TranscriptSchema = z
  .object({
    learner: z.object({ id: z.string(), name: z.string() }),
    courses: z.array(
      z.object({
        registration: z.string(),
        activity: ActivitySchema.omit({ type: true }),
        startedAt: time,
        completedAt: time.nullable(),
        completion: z.enum(['unknown', 'incomplete', 'completed']),
        success,
        score: ScoreSchema.nullable(),
        duration,
      }),
    ),
    generatedAt: time,
  })
  .openapi('Transcript');

export const EventSchema = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string(),
    subject: z.string(),
    time,
    datacontenttype: z.literal('application/json'),
    tenant: z.string(),
    data: z.looseObject({}),
  })
  .openapi('CloudEvent');

export const StatementRecordSchema = z
  .object({
    statement: z.looseObject({ id: z.string() }).openapi({ description: 'As it is stored' }),
    voidedBy: z.string().nullable().openapi({ description: 'The statement that voided it' }),
    referrers: z.array(z.string()).openapi({ description: 'The newest twenty statements whose object it is' }),
    attachments: z.array(
      z.object({
        sha2: z.string(),
        storedBytes: z.number().int().nullable().openapi({ description: 'null when the store has no content' }),
        signature: z
          .enum(['valid', 'invalid', 'unproven'])
          .nullable()
          .openapi({ description: 'Of a signature: whether it holds by the certificate that came with it' }),
      }),
    ),
  })
  .openapi('StatementRecord');

export const LearnerParams = z.object({ id: z.string().openapi({ description: 'Learner id' }) });

export const PageQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});

export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
