import { readHref } from './content-packaging/href.ts';
import { findFile } from './content-packaging/resources.ts';
import type { PackageFiles } from './files.ts';
import type { NodeLaunch } from './manifest.ts';
import { type Finding, finding, quote } from './report.ts';

export interface AddressInput {
  readonly files: PackageFiles;
  /** `path:line` of the address, for findings. */
  readonly where: string;
  /** What is launched, at the beginning of a sentence: “The AU”. */
  readonly what: string;
}

export type LaunchAddress =
  | { readonly launch: NodeLaunch; readonly finding?: Finding }
  | { readonly launch?: never; readonly finding: Finding };

/** What a trimmed address of a manifest opens: a file of the package, or a page elsewhere. */
export function launchAt(text: string, { files, where, what }: AddressInput): LaunchAddress {
  const name = quote(text);
  const reference = readHref('', text);
  if (reference.kind === 'external') {
    return { launch: { path: reference.url, parameters: reference.query + reference.fragment } };
  }
  if (reference.kind === 'unsupported') {
    const message = `${what} is at ${name}, which a browser does not open as a page of the package or of the web.`;
    return { finding: finding('launch_url_unsupported', message, where) };
  }
  const file = findFile(files, '', text);
  if (file === undefined || file === 'external') {
    return { finding: finding('launch_file_missing', `${what} is at ${name}, which is not in the ZIP.`, where) };
  }
  const launch = { path: file.path, parameters: file.query + file.fragment };
  if (file.exact) return { launch };
  const message = `The manifest says ${name}; the file is called ${quote(file.path)}.`;
  return { launch, finding: finding('href_repaired', message, where) };
}
