import { z } from '@hono/zod-openapi';
import type { ImportJob } from '../../../domain/statement/bulk/job.ts';
import { PART_BYTES } from './parts.ts';

export const StatementImportSchema = z
  .object({
    id: z.string(),
    state: z.enum(['receiving', 'queued', 'running', 'done', 'failed', 'cancelled']),
    phase: z.enum(['check', 'store']).nullable().openapi({
      description: 'While it runs. Only a strict import has a check; it reads the file twice.',
    }),
    filename: z.string(),
    strict: z.boolean(),
    by: z.string().openapi({ description: 'The name of the credential that asked for it.' }),
    fileBytes: z.number().int().openapi({ description: 'Of the file; 0 as long as it is not there whole.' }),
    bytes: z.number().int().openapi({ description: 'Of the statements in it; 0 until the work has begun.' }),
    bytesDone: z.number().int().openapi({ description: 'Of `bytes`, in this phase.' }),
    lines: z.number().int().openapi({ description: 'Lines passed in this phase.' }),
    stored: z.number().int().openapi({ description: 'Statements that were not there before.' }),
    existing: z.number().int().openapi({ description: 'Statements that were there, and equal.' }),
    refused: z.number().int().openapi({ description: 'Lines that were refused: see the errors.' }),
    waitingUntil: z.iso.datetime().nullable().openapi({ description: 'Live requests come first at the moment.' }),
    failure: z.object({ code: z.string(), detail: z.string(), remedy: z.string() }).nullable(),
    upload: z
      .object({ partBytes: z.number().int(), received: z.array(z.number().int()) })
      .nullable()
      .openapi({ description: 'While the file comes in parts: the size of every part but the last, and those there.' }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('StatementImport');

export const RefusedLineSchema = z
  .object({
    line: z.number().int().openapi({ description: 'From 1.' }),
    id: z.string().nullable(),
    findings: z.array(z.object({ path: z.string(), rule: z.string(), message: z.string() })),
    total: z.number().int().openapi({ description: 'Findings of the line, also those that are not told.' }),
  })
  .openapi('RefusedLine');

export type StatementImportBody = z.infer<typeof StatementImportSchema>;

/** A job as callers see it. `received`: the parts of its file that are there. */
export function showImport(job: ImportJob, received: readonly number[] = []): StatementImportBody {
  const { progress } = job;
  return {
    id: job.id,
    state: job.state,
    phase: job.state === 'running' ? job.phase : null,
    filename: job.filename,
    strict: job.strict,
    by: job.by.name,
    fileBytes: progress.fileBytes,
    bytes: progress.bytes,
    bytesDone: progress.place.offset,
    lines: progress.place.line,
    stored: progress.stored,
    existing: progress.existing,
    refused: progress.refused,
    waitingUntil: job.state === 'running' ? job.waitingUntil : null,
    failure: job.state === 'failed' ? job.failure : null,
    upload: job.state === 'receiving' ? { partBytes: PART_BYTES, received: [...received] } : null,
    createdAt: job.createdAt,
    finishedAt: 'finishedAt' in job ? job.finishedAt : null,
  };
}
