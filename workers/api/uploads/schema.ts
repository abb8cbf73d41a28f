import { z } from '@hono/zod-openapi';
import { UploadReader, type UploadRow } from '../../../d1/content/uploads.ts';
import { type ApiContext, contentFor } from '../http.ts';
import { partCount } from './plan.ts';

export const UploadSchema = z
  .object({
    id: z.string(),
    state: z.enum(['open', 'completed']),
    protocol: z.enum(['parts', 'tus']),
    filename: z.string(),
    bytes: z.number().int(),
    partBytes: z.number().int().openapi({ description: 'The size of every part but the last.' }),
    parts: z.number().int().openapi({ description: 'How many parts there are; they are numbered from 1.' }),
    received: z.array(z.number().int()).openapi({ description: 'Parts that are there.' }),
    expiresAt: z.iso.datetime(),
  })
  .openapi('Upload');

export type UploadBody = z.infer<typeof UploadSchema>;

/** An upload as callers see it. */
export const showUpload = (row: UploadRow, received: number[]): UploadBody => ({
  id: row.id,
  state: row.state,
  protocol: row.protocol,
  filename: row.filename,
  bytes: row.bytes,
  partBytes: row.partBytes,
  parts: partCount(row.bytes, row.partBytes),
  received,
  expiresAt: row.expiresAt,
});

/** An upload with the parts that are there. */
export async function shownUpload(c: ApiContext, row: UploadRow): Promise<UploadBody> {
  const parts = await new UploadReader(contentFor(c)).parts(row.id);
  return showUpload(
    row,
    parts.map((p) => p.part),
  );
}
