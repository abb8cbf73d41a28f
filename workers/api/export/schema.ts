import { z } from '@hono/zod-openapi';
import type { ExportRow } from '../../../d1/content/exports.ts';
import { EXPORT_FORMATS } from '../../../domain/package/export/target.ts';

export const ExportAsked = z
  .object({
    format: z.enum(EXPORT_FORMATS).openapi({ description: '`document`: of an authored document only.' }),
    formatVersion: z
      .string()
      .max(20)
      .optional()
      .openapi({ description: 'Of SCORM 2004 the edition: 4, or the one that the course came in.', example: '4' }),
  })
  .openapi('ExportAsked');

export const ExportSchema = z
  .object({
    id: z.string(),
    packageId: z.string(),
    format: z.enum(EXPORT_FORMATS),
    formatVersion: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    filename: z.string(),
    progress: z
      .object({ done: z.number().int(), total: z.number().int() })
      .openapi({ description: 'Bytes of the file; both 0 while it is planned.' }),
    bytes: z.number().int().nullable().openapi({ description: 'Of the file, once the state is done.' }),
    download: z.string().nullable().openapi({ description: 'Where the file is, once the state is done.' }),
    problem: z.string().nullable().openapi({ description: 'Why it failed.' }),
    report: z
      .object({
        findings: z.array(
          z.object({ code: z.string(), severity: z.enum(['lost', 'changed', 'kept']), message: z.string() }),
        ),
      })
      .nullable()
      .openapi({ description: 'What of the course the new format says otherwise, and what it has no place for.' }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().openapi({ description: 'When the file goes.' }),
  })
  .openapi('Export');

export type ExportBody = z.infer<typeof ExportSchema>;

export function showExport(row: ExportRow): ExportBody {
  const done = row.state === 'done';
  return {
    id: row.id,
    packageId: row.package,
    format: row.format as ExportBody['format'],
    formatVersion: row.formatVersion,
    state: row.state,
    filename: row.filename,
    progress: { done: row.bytesDone, total: row.bytes },
    bytes: done ? row.bytes : null,
    download: done ? `/api/v1/exports/${row.id}/download` : null,
    problem: (row.problem as { detail: string } | null)?.detail ?? null,
    report: row.report as ExportBody['report'],
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
    expiresAt: row.expiresAt,
  };
}
