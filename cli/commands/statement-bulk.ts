import { writeFileSync } from 'node:fs';
import type { ArchiveManifest } from '../../domain/statement/bulk/archive.ts';
import { checkArchive } from '../archive.ts';
import type { Client } from '../client.ts';
import { command, common } from '../command.ts';
import { Failure } from '../errors.ts';
import { bytes, green, note, print, printJson } from '../output.ts';
import { type Meter, meterOn } from '../progress.ts';
import { save } from '../save.ts';
import { statementFile } from '../statement-file.ts';
import { beginImport, findImport, followImport, refusedLines, sendFile } from '../statement-import.ts';
import type { RefusedLine, StatementImport } from '../wire.ts';

/** Refused lines that are told on the terminal; `--errors` writes all that the server keeps. */
const SHOWN_ERRORS = 10;
const ALL_ERRORS = 10_000;

const count = (n: number): string => n.toLocaleString('en');
const counted = (n: number, what: string): string => `${count(n)} ${what}${n === 1 ? '' : 's'}`;

export const importStatements = command({
  name: 'import',
  description: 'Import statements: a file of one a line (NDJSON, also gzip), or an archive of an export',
  examples: [
    'lectern statements import old-store.ndjson',
    'zcat dump.gz | lectern statements import -',
    'lectern statements import export.zip --strict --errors refused.ndjson',
    'lectern statements import export.zip --resume demo-sti-…',
  ],
  args: {
    file: { type: 'positional', description: 'The file; - reads the standard input', required: true },
    strict: { type: 'boolean', description: 'Check the whole file first; store nothing when a line is bad' },
    resume: {
      type: 'string',
      description: 'Go on with this import: send what is missing and follow it',
      valueHint: 'ID',
    },
    errors: { type: 'string', description: 'Write the lines that were refused to this file', valueHint: 'FILE' },
    ...common,
  },
  async run(args, client) {
    const meter = meterOn(process.stderr, args.json === true);
    const it = await runImport(client, args, meter).finally(meter.stop);
    const lines =
      it.refused === 0 ? [] : await refusedLines(client, it.id, args.errors === undefined ? SHOWN_ERRORS : ALL_ERRORS);
    if (args.errors !== undefined)
      writeFileSync(args.errors, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    if (args.json === true) printJson(it);
    else tell(it, lines);
    const failure = failureOf(it, args.errors);
    if (failure !== undefined) throw failure;
  },
});

async function runImport(
  client: Client,
  args: { readonly file: string; readonly strict?: boolean | undefined; readonly resume?: string | undefined },
  meter: Meter,
): Promise<StatementImport> {
  const file = statementFile(args.file);
  const begun =
    args.resume === undefined
      ? await beginImport(client, file.name, args.strict === true)
      : await findImport(client, args.resume);
  if (args.resume === undefined) {
    note(`Import ${begun.id}`);
    note(`It goes on when this command is stopped; to follow it again: --resume ${begun.id}`);
  }
  const onSent = (sent: number): void => {
    const detail = file.bytes === undefined ? bytes(sent) : `${bytes(sent)} of ${bytes(file.bytes)}`;
    meter.show('Upload', file.bytes === undefined ? undefined : sent / Math.max(1, file.bytes), detail);
  };
  const sent = begun.state === 'receiving' ? await sendFile(client, begun, { file, onSent }) : begun;
  return followImport(client, sent, (it) => showOn(meter, it));
}

function showOn(meter: Meter, it: StatementImport): void {
  if (it.state !== 'running') return;
  const what = it.phase === 'check' ? 'Check' : it.waitingUntil === null ? 'Store' : 'Wait for live requests';
  const refused = it.refused === 0 ? '' : `, ${count(it.refused)} refused`;
  meter.show(what, it.bytes === 0 ? 0 : it.bytesDone / it.bytes, `${counted(it.lines, 'line')}${refused}`);
}

function tell(it: StatementImport, lines: readonly RefusedLine[]): void {
  for (const line of lines.slice(0, SHOWN_ERRORS)) {
    const more = line.total > 1 ? ` (and ${line.total - 1} more)` : '';
    const [first] = line.findings;
    // `$` is the whole line, which is named already.
    const place = first === undefined || first.path === '$' ? '' : `${first.path} `;
    note(`line ${line.line}: ${place}${first?.message} [${first?.rule}]${more}`);
  }
  if (it.state !== 'done') return;
  const existing = it.existing === 0 ? '' : `, ${count(it.existing)} were there already`;
  print(`${green('Imported')} ${counted(it.stored, 'statement')}${existing}`);
}

/** Lines that are not in the store are never a success. */
function failureOf(it: StatementImport, errors: string | undefined): Failure | undefined {
  const where =
    errors === undefined
      ? 'Write them to a file with --errors, mend them, import that file.'
      : `They stand in ${errors}.`;
  if (it.failure !== null) return new Failure(`The import ${it.id} failed.`, it.failure);
  if (it.state === 'cancelled')
    return new Failure(`The import ${it.id} was cancelled.`, { remedy: 'What was stored stays.' });
  if (it.refused === 0) return undefined;
  return new Failure(`${counted(it.refused, 'line')} ${it.refused === 1 ? 'was' : 'were'} refused.`, { remedy: where });
}

export const exportStatements = command({
  name: 'export',
  description: 'Export statements, voided ones too: an archive with attachments, or the lines alone',
  examples: [
    'lectern statements export --out export.zip',
    'lectern statements export --out january.zip --since 2026-01-01T00:00:00Z --until 2026-02-01T00:00:00Z',
    'lectern statements export --lines --out - | jq -r .verb.id | sort | uniq -c',
  ],
  args: {
    out: {
      type: 'string',
      description: 'The file to write; - is the standard output',
      valueHint: 'FILE',
      required: true,
    },
    since: { type: 'string', description: 'Only what was stored after this time', valueHint: 'TIME' },
    until: { type: 'string', description: 'Only what was stored up to this time', valueHint: 'TIME' },
    lines: { type: 'boolean', description: 'One statement a line, without attachments' },
    ...common,
  },
  async run(args, client) {
    const quiet = args.json === true || args.out === '-';
    if (args.lines === true || args.out === '-') {
      const size = await download(client, args, { out: args.out, quiet });
      if (args.out === '-') return;
      if (args.json === true) printJson({ file: args.out, bytes: size });
      else print(`${green('Exported')} ${bytes(size)} to ${args.out}`);
      return;
    }
    const archives = await exportArchives(client, args, quiet);
    if (args.json === true) return printJson(archives);
    for (const { file, manifest } of archives) {
      const attachments = counted(manifest.attachments.count, 'attachment');
      print(`${green('Exported')} ${counted(manifest.statements.count, 'statement')} and ${attachments} to ${file}`);
    }
  },
});

interface Wanted {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly lines?: boolean | undefined;
}

/** One archive, and as many more as there are attachments for: `export.zip`, `export-2.zip` … */
async function exportArchives(
  client: Client,
  args: Wanted & { readonly out: string },
  quiet: boolean,
): Promise<{ file: string; bytes: number; manifest: ArchiveManifest }[]> {
  const archives: { file: string; bytes: number; manifest: ArchiveManifest }[] = [];
  for (let since: string | null | undefined = args.since; since !== null; since = archives.at(-1)!.manifest.next) {
    const file = numbered(args.out, archives.length + 1);
    const size = await download(client, { since, until: args.until }, { out: file, quiet });
    const manifest = await checkArchive(file);
    archives.push({ file, bytes: size, manifest });
  }
  return archives;
}

/** `a.zip` → `a-2.zip`. */
export const numbered = (path: string, n: number): string =>
  n === 1 ? path : path.replace(/(\.[^./\\]*)?$/, (ending) => `-${n}${ending}`);

async function download(
  client: Client,
  { since, until, lines }: Wanted,
  { out, quiet }: { readonly out: string; readonly quiet: boolean },
): Promise<number> {
  const query = new URLSearchParams();
  if (since !== undefined) query.set('since', since);
  if (until !== undefined) query.set('until', until);
  const accept = lines === true ? 'application/x-ndjson' : 'application/zip';
  const response = await client.send(`/api/v1/statements/export?${query}`, { headers: { accept } });
  const meter = meterOn(process.stderr, quiet);
  return save(response, out, (size) => meter.show('Export', undefined, bytes(size))).finally(meter.stop);
}
