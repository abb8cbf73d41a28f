import { z } from '@hono/zod-openapi';
import type { PackageRow } from '../../../d1/content/packages.ts';
import { playable } from '../../../domain/package/playable.ts';
import { ReportSchema } from '../imports/schema.ts';
import { MANIFEST_REF } from './manifest-schema.ts';

export const PackageSummary = z
  .object({
    id: z.string(),
    state: z.enum(['building', 'built', 'revoked']),
    title: z.string(),
    format: z.string().openapi({ example: 'scorm12' }),
    playable: z
      .object({ ok: z.boolean(), reason: z.string().optional().openapi({ description: 'Why it cannot be launched.' }) })
      .openapi({ description: 'Whether the player has what this course needs.' }),
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
    archivedAt: z.iso.datetime().nullable().openapi({ description: 'Since when it is left out of lists.' }),
    revocation: z
      .object({ at: z.iso.datetime(), reason: z.string() })
      .nullable()
      .openapi({ description: 'Why it was withdrawn for good.' }),
  })
  .openapi('PackageSummary');

export const PackageSchema = PackageSummary.extend({
  report: ReportSchema,
  manifest: z.any().openapi(MANIFEST_REF),
}).openapi('Package');

/** A package as lists show it. */
export const showPackage = (row: PackageRow): z.infer<typeof PackageSummary> => ({
  id: row.id,
  state: row.state,
  title: row.title,
  format: row.format,
  playable: playable(row),
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
  archivedAt: row.archivedAt,
  revocation: row.revokedAt === null ? null : { at: row.revokedAt, reason: row.revokedReason ?? '' },
});
