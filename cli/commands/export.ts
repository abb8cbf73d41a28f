import { EXPORT_FORMATS, targetOfSource } from '../../domain/package/export/target.ts';
import type { PackageFormat } from '../../domain/package/manifest.ts';
import type { Client } from '../client.ts';
import { command, common } from '../command.ts';
import { exportTo } from '../exporting.ts';
import { bytes, green, note, print, printJson } from '../output.ts';
import { meterOn } from '../progress.ts';
import type { Package } from '../wire.ts';

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
    const { it, file, size } = await exportTo(client, { path, asked, out: args.out, meter });
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
  return targetOfSource(format as PackageFormat).format;
}
