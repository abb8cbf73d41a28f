import { EXPORT_FORMATS, targetOfSource } from '../../domain/package/export/target.ts';
import type { PackageFormat } from '../../domain/package/manifest.ts';
import type { Client } from '../client.ts';
import { command, common } from '../command.ts';
import { Failure } from '../errors.ts';
import { bytes, green, note, print, printJson } from '../output.ts';
import { type Meter, meterOn } from '../progress.ts';
import { save } from '../save.ts';
import type { Export, Package } from '../wire.ts';

export const exportCommand = command({
  name: 'export',
  description: 'Export a course as a package that other systems import',
  examples: ['lectern export demo-pkg-…', 'lectern export demo-pkg-… --format scorm12 --out course.zip'],
  args: {
    package: { type: 'positional', description: 'Package id', required: true },
    format: {
      type: 'string',
      description: `${EXPORT_FORMATS.join(', ')}; the course's own when nothing is said`,
      valueHint: 'FORMAT',
    },
    'format-version': { type: 'string', description: 'Of SCORM 2004 the edition', valueHint: 'VERSION' },
    out: { type: 'string', description: 'The file to write; - is the standard output', valueHint: 'FILE' },
    ...common,
  },
  async run(args, client) {
    const meter = meterOn(process.stderr, args.json === true || args.out === '-');
    const asked = {
      format: args.format ?? (await ownFormat(client, args.package)),
      formatVersion: args['format-version'],
    };
    const path = `/api/v1/packages/${encodeURIComponent(args.package)}/exports`;
    const begun = await client.post<Export>(path, asked);
    const it = await follow(client, begun, meter).finally(meter.stop);
    if (it.download === null) throw new Failure(`The export ${it.id} failed.`, { detail: it.problem ?? '' });
    const file = args.out ?? it.filename;
    const size = await save(await client.send(it.download), file, (written) =>
      meter.show('Download', undefined, bytes(written)),
    ).finally(meter.stop);
    if (file === '-') return;
    if (args.json === true) return printJson({ file, bytes: size, export: it });
    for (const { severity, message, code } of it.report?.findings ?? []) {
      if (severity !== 'kept') note(`${severity}: ${message} (${code})`);
    }
    print(`${green('Exported')} ${bytes(size)} to ${file}`);
  },
});

async function ownFormat(client: Client, id: string): Promise<string> {
  const { format } = await client.get<Package>(`/api/v1/packages/${encodeURIComponent(id)}`);
  const own = targetOfSource(format as PackageFormat);
  if (own !== undefined) return own.format;
  throw new Failure('No other system reads a course of this format.', {
    remedy: `Choose one with --format: ${EXPORT_FORMATS.join(', ')}.`,
  });
}

/** A stream ends by itself after some minutes; an export may take longer. */
async function follow(client: Client, begun: Export, meter: Meter): Promise<Export> {
  let it = begun;
  const show = (): void => {
    const { done, total } = it.progress;
    meter.show(
      'Export',
      total === 0 ? undefined : done / total,
      total === 0 ? '' : `${bytes(done)} of ${bytes(total)}`,
    );
  };
  while (it.state === 'queued' || it.state === 'running') {
    for await (const message of client.events(`/api/v1/exports/${begun.id}/events`)) {
      it = JSON.parse(message.data) as Export;
      show();
    }
    // Asked once more: a stream that broke off says nothing about the end.
    it = await client.get<Export>(`/api/v1/exports/${begun.id}`);
  }
  return it;
}
