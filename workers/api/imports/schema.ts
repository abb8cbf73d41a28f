import { z } from '@hono/zod-openapi';
import type { ImportRow } from '../../../d1/content/imports.ts';
import { isMended } from '../../../domain/package/export/mended.ts';
import { EXPORT_FORMATS, targetOfSource } from '../../../domain/package/export/target.ts';
import type { ImportReport } from '../../../domain/package/report.ts';

export const ReportSchema = z
  .object({
    outcome: z.enum(['accepted', 'refused']),
    recognisedAs: z.string().optional(),
    format: z.string().optional(),
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['repaired', 'warning', 'refused']),
        message: z.string(),
        where: z.string().optional(),
        remedy: z.string(),
      }),
    ),
    omitted: z.number().int(),
  })
  .openapi('ImportReport', { description: 'What was found in the package, worst first, each with how to mend it.' });

export const InspectionSchema = z
  .object({
    report: ReportSchema,
    course: z
      .object({
        title: z.string(),
        format: z.string(),
        identifier: z.string(),
        activityId: z.string(),
        languages: z.array(z.string()),
        nodes: z.number().int().openapi({ description: 'Items of its structure.' }),
        assets: z.object({ count: z.number().int(), bytes: z.number().int() }),
      })
      .nullable()
      .openapi({ description: 'Null when the package would be refused.' }),
    filesRead: z.boolean().openapi({
      description: 'Whether every file was read to its end; false for courses of more than 1 GiB and refused ones.',
    }),
  })
  .openapi('Inspection', { description: 'What an import of the package would say.' });

export type InspectionBody = z.infer<typeof InspectionSchema>;

export const ImportSchema = z
  .object({
    id: z.string(),
    state: z.enum(['queued', 'running', 'built', 'failed']),
    filename: z.string(),
    bytes: z.number().int(),
    steps: z.array(
      z.object({
        name: z.enum(['inspect', 'build', 'publish']),
        title: z.string(),
        state: z.enum(['waiting', 'running', 'done', 'failed']),
        done: z.number().int().openapi({ description: 'Of `total`; both 0 while it is not known how much there is.' }),
        total: z.number().int(),
      }),
    ),
    packageId: z.string().nullable().openapi({ description: 'The package, once the state is built.' }),
    report: ReportSchema.nullable(),
    repairedCopy: z
      .object({
        exports: z.string().openapi({ description: 'Where the copy is asked for: POST `format` and `formatVersion`.' }),
        format: z.enum(EXPORT_FORMATS),
        formatVersion: z.string(),
      })
      .nullable()
      .openapi({
        description:
          'The export with the repairs of this import; null unless the course was built and the copy would have repairs.',
      }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Import');

export type ImportBody = z.infer<typeof ImportSchema>;

/** An import as callers see it: a package id only when there is a package, a report only when it is final. */
export function showImport(row: ImportRow): ImportBody {
  const ended = row.state === 'built' || row.state === 'failed';
  return {
    id: row.id,
    state: row.state === 'receiving' ? 'queued' : row.state,
    filename: row.filename,
    bytes: row.bytes,
    steps: [...row.steps],
    packageId: row.state === 'built' ? row.package : null,
    repairedCopy: row.state === 'built' ? repairedCopy(row) : null,
    report: ended ? (row.report as ImportBody['report']) : null,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

function repairedCopy({ report, package: id }: ImportRow): ImportBody['repairedCopy'] {
  const { format } = report as ImportReport;
  if (format === undefined || !isMended(report as ImportReport)) return null;
  return { exports: `/api/v1/packages/${id}/exports`, ...targetOfSource(format) };
}
