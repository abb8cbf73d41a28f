import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { ImportEdge } from './rules.ts';

/** Every file of the checkout that is ours: tracked, or new and not ignored. */
export function trackedFiles(): string[] {
  const out = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  return out.split('\n').filter((path) => path !== '' && existsSync(path));
}

/** Tests and what only tests use: they may reach further. */
export const isTest = (path: string): boolean =>
  /\.test\.|\.testing\.|\/testing\/|^test\/|^scripts\/|^bench\//.test(path);

/** The imports of a file, type-only and dynamic ones too; those of files as `./path/from/root`. */
export function importsOf(from: string, text: string): ImportEdge[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
    from,
    to: fileName.startsWith('.') ? `./${join(dirname(from), fileName)}` : fileName,
  }));
}
