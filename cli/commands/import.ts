import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { loneManifestType } from '../../domain/package/lone-manifest.ts';
import { optional } from '../../domain/package/manifest-json.ts';
import { reportLines } from '../../domain/package/report-lines.ts';
import type { Client } from '../client.ts';
import { command, common } from '../command.ts';
import { Failure } from '../errors.ts';
import { exportTo } from '../exporting.ts';
import { followJob, patiently } from '../follow.ts';
import { launch, launchArgs, openInBrowser } from '../launching.ts';
import { bold, green, note, plain, print, printJson } from '../output.ts';
import { meterOn, type Progress, progressOn } from '../progress.ts';
import { type PackageFile, sendFile } from '../upload.ts';
import type { Import, Inspection, Package } from '../wire.ts';

export const importCommand = command({
  name: 'import',
  description: 'Import a course package and wait until it is ready',
  examples: [
    'lectern import course.zip',
    'lectern import course.zip --dry-run',
    'lectern import course.zip --repaired mended.zip',
    'lectern import course.zip --launch --learner "Ada Lovelace" --open',
  ],
  args: {
    file: {
      type: 'positional',
      description: 'The package: a zip file, or a cmi5 course structure or authored document alone',
      required: true,
    },
    'dry-run': { type: 'boolean', description: 'Only say what the import would say; nothing is kept' },
    repaired: {
      type: 'string',
      description: 'Write a copy with the repairs, when something was repaired',
      valueHint: 'FILE',
    },
    launch: { type: 'boolean', description: 'Launch the course and print the link' },
    ...launchArgs,
    ...common,
  },
  async run(args, client) {
    if (args['dry-run'] === true && args.repaired !== undefined) {
      throw new Failure('A dry run writes no copy with the repairs.', {
        remedy: 'Leave out --dry-run to import the course and write it, or --repaired to read the report.',
      });
    }
    const file = packageFile(args.file);
    const progress = progressOn(process.stderr, file.name, args.json === true);
    if (args['dry-run'] === true) return dryRun(client, file, { progress, json: args.json === true });
    const ended = await importFile(client, file, progress).finally(progress.stop);
    if (ended.state === 'failed' || ended.packageId === null) {
      if (args.json === true) printJson({ import: ended });
      throw new Failure(`${file.name} could not be imported.`, { detail: linesOf(ended).join('\n') });
    }
    const course = await client.get<Package>(`/api/v1/packages/${ended.packageId}`);
    const copy = args.repaired === undefined ? undefined : await repairedCopy(client, ended, args.repaired);
    const launching = args.launch === true && course.playable.ok;
    const session = launching ? await launch(client, course.id, args) : undefined;
    if (args.json === true) {
      printJson({
        import: ended,
        packageId: course.id,
        ...optional('repaired', copy),
        ...(session === undefined ? {} : { session }),
      });
    } else {
      for (const line of linesOf(ended)) note(line);
      print(`${green('Imported')} ${bold(plain(course.title))} as ${ended.report?.recognisedAs ?? course.format}`);
      print(course.id);
      if (copy !== undefined) note(`The copy with the repairs: ${copy}`);
      else if (ended.repairedCopy !== null) note(`A copy with the repairs: lectern export ${course.id}`);
      else if (args.repaired !== undefined) note(`Nothing was repaired: ${args.repaired} was not written.`);
      if (session !== undefined) print(session.launchUrl);
      if (!course.playable.ok) note(course.playable.reason);
    }
    if (session !== undefined && args.open === true) openInBrowser(session.launchUrl);
  },
});

function packageFile(path: string): PackageFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Failure(`There is no file ${path}.`, { remedy: 'Check the path and try again.' });
  if (!found.isFile()) throw new Failure(`${path} is not a file.`, { remedy: 'Give the course as one zip file.' });
  return { path, name: basename(path), bytes: found.size };
}

async function importFile(client: Client, file: PackageFile, progress: Progress): Promise<Import> {
  progress.uploading(0, file.bytes);
  const started = await startImport(client, file, (sent) => progress.uploading(sent, file.bytes));
  return followJob(client, { path: `/api/v1/imports/${started.id}`, begun: started, show: progress.building });
}

/** A manifest that comes alone is small and says by its type what it is; everything else may be of any size. */
async function startImport(client: Client, file: PackageFile, onSent: (bytes: number) => void): Promise<Import> {
  const type = loneManifestType(file.name);
  if (type === undefined) {
    const upload = await sendFile(client, file, onSent);
    // The same key each time: an answer that was lost on the way is given again.
    const init = { method: 'POST', headers: { 'idempotency-key': `import ${upload}` } };
    return patiently(async () => (await client.send(`/api/v1/imports?upload=${upload}`, init)).json());
  }
  const path = `/api/v1/imports?filename=${encodeURIComponent(file.name)}`;
  const init = { method: 'POST', headers: { 'content-type': type }, body: readFileSync(file.path) };
  return (await client.send(path, init)).json();
}

async function dryRun(
  client: Client,
  file: PackageFile,
  { progress, json }: { progress: Progress; json: boolean },
): Promise<void> {
  const inspection = await inspectFile(client, file, progress).finally(progress.stop);
  const { report, course, filesRead } = inspection;
  if (json) printJson(inspection);
  if (course === null) {
    throw new Failure(`${file.name} would be refused.`, { detail: reportLines(report).join('\n') });
  }
  if (json) return;
  for (const line of reportLines(report)) note(line);
  if (!filesRead) note('The course is too large to read every file now; damage in one would show when it is imported.');
  print(`${green('Would be imported')} as ${report.recognisedAs ?? course.format}: ${bold(plain(course.title))}`);
}

/** The upload is given up at once: nothing of a dry run stays. */
async function inspectFile(client: Client, file: PackageFile, progress: Progress): Promise<Inspection> {
  const type = loneManifestType(file.name);
  if (type !== undefined) {
    const init = { method: 'POST', headers: { 'content-type': type }, body: readFileSync(file.path) };
    return (await client.send(`/api/v1/imports?dryRun=true`, init)).json();
  }
  const upload = await sendFile(client, file, (sent) => progress.uploading(sent, file.bytes));
  try {
    return await client.post<Inspection>(`/api/v1/imports?dryRun=true&upload=${upload}`);
  } finally {
    await client.remove(`/api/v1/uploads/${upload}`);
  }
}

const linesOf = ({ report }: Import): string[] => (report === null ? [] : reportLines(report));

/** Writes the export that has the repairs; undefined when there are none. */
async function repairedCopy(client: Client, { repairedCopy: offer }: Import, out: string): Promise<string | undefined> {
  if (offer === null) return undefined;
  const { exports: path, ...asked } = offer;
  return (await exportTo(client, { path, asked, out, meter: meterOn(process.stderr, true) })).file;
}
