import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../test/support/stack.ts';
import type { Course } from './archive.ts';

/** Bytes of a course's files that are inflated and encrypted. */
export interface Reference {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

/** How fast a plain Node program inflates a course and encrypts it, in a process of its own. */
export function reference({ path, files, bytes }: Course): Reference {
  const host = join(ROOT, 'bench/build/host.ts');
  const run = spawnSync(process.execPath, ['--no-warnings', host, path], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The reference failed: ${run.stderr || run.error}`);
  const done = JSON.parse(run.stdout) as { files: number; bytes: number; seconds: number; cpuSeconds: number };
  if (done.files !== files || done.bytes !== bytes) {
    throw new Error(`The reference read ${done.files} files of ${done.bytes} bytes and not ${files} of ${bytes}.`);
  }
  return { perSecond: bytes / done.seconds, perCpuSecond: bytes / done.cpuSeconds };
}
