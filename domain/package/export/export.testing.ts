/** Exports in memory, and what an import makes of them. */
import { type Inspected, inspect } from '../inspect.ts';
import { readEntry } from '../zip/entries.ts';
import { bytesSource } from '../zip/source.ts';
import { makeZip, type TestEntry } from '../zip/zip.testing.ts';
import { type ExportPlan, planExport } from './plan.ts';
import { type ExportTarget, targetOfSource } from './target.ts';

export const homePage = 'https://demo.example';

/** As the build has them. */
const PLAYER = {
  player: ['index.html', 'player.js', 'player.css'],
  document: ['document.html', 'document.js'],
  shim: ['shim.js'],
};

export interface RoundTrip {
  readonly before: Inspected;
  readonly after: Inspected;
  readonly plan: ExportPlan;
  /** Of the export's report. */
  readonly codes: readonly string[];
  readonly manifestText: string;
}

/** The course of an archive exported, in its own format when nothing is said, and imported again. */
export async function roundTrip(zip: Uint8Array, target?: ExportTarget): Promise<RoundTrip> {
  const source = bytesSource(zip);
  const before = await inspect(source, { homePage });
  if (!before.ok) throw new Error(JSON.stringify(before.error.findings));
  const { manifest, files, report } = before.value;
  const plan = await planExport({ manifest, files, source, report }, target ?? targetOfSource(manifest.format), PLAYER);
  const entries: TestEntry[] = [];
  for (const file of plan.files) {
    if ('text' in file) entries.push({ name: file.path, data: file.text });
    else if ('player' in file) entries.push({ name: file.path, data: `the file ${file.player} of the build` });
    else {
      const read = await readEntry(source, file.entry, 1e9);
      if (!read.ok) throw new Error(read.error.message);
      entries.push({ name: file.path, data: read.value });
    }
  }
  const after = await inspect(bytesSource(makeZip(entries)), { homePage });
  if (!after.ok) throw new Error(JSON.stringify(after.error.findings));
  const codes = plan.report.findings.map(({ code }) => code);
  const first = entries[0]!.data!;
  const manifestText = typeof first === 'string' ? first : new TextDecoder().decode(first);
  return { before: before.value, after: after.value, plan, codes, manifestText };
}
