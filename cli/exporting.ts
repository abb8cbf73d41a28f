import type { Client } from './client.ts';
import { Failure } from './errors.ts';
import { followJob } from './follow.ts';
import { bytes } from './output.ts';
import type { Meter } from './progress.ts';
import { save } from './save.ts';
import type { Export } from './wire.ts';

export interface ExportOrder {
  /** Where exports of the package are asked for. */
  readonly path: string;
  readonly asked: { readonly format: string; readonly formatVersion?: string | undefined };
  /** The file to write, `-` for the standard output; the export's own name when nothing is said. */
  readonly out: string | undefined;
  readonly meter: Meter;
}

/** Exports a course, waits until the file is made and writes it. Tells the export, the file and its bytes. */
export async function exportTo(
  client: Client,
  { path, asked, out, meter }: ExportOrder,
): Promise<{ it: Export; file: string; size: number }> {
  const begun = await client.post<Export>(path, asked);
  const job = { path: `/api/v1/exports/${begun.id}`, begun, show: showOn(meter) };
  const it = await followJob(client, job).finally(meter.stop);
  if (it.download === null) throw new Failure(`The export ${it.id} failed.`, { detail: it.problem ?? '' });
  const file = out ?? it.filename;
  const size = await save(await client.send(it.download), file, (written) =>
    meter.show('Download', undefined, bytes(written)),
  ).finally(meter.stop);
  return { it, file, size };
}

function showOn(meter: Meter): (it: Export) => void {
  return ({ progress: { done, total } }) => {
    const share = total === 0 ? undefined : done / total;
    meter.show('Export', share, total === 0 ? '' : `${bytes(done)} of ${bytes(total)}`);
  };
}
