import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../test/support/stack.ts';

export interface Reference {
  /** Statements. */
  readonly perSecond: number;
  /** A statement. */
  readonly cpuMicros: number;
}

/** How fast plain `node:sqlite` is, in a process of its own. Nothing else of the bench works meanwhile. */
export function reference(seconds: number): Reference {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-reference-'));
  const script = join(ROOT, 'bench/reference/host.ts');
  const run = spawnSync(process.execPath, ['--no-warnings', script, folder, String(seconds)], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`the reference failed: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
