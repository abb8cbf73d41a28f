import type { AssetFile } from '../package/manifest.ts';
import type { AssetIndex } from './asset-index.ts';

/** Files a piece of the text: about 100 KB, so that a course of 100,000 files is never one string. */
const FILES_A_PIECE = 500;

/**
 * The manifest as it is published: what is stored of it, members that are not known here included, with every file of the
 * package from the index (`assets.files`). As pieces of JSON in UTF-8, in order.
 */
export function* publishedManifest(
  stored: Readonly<Record<string, unknown>>,
  { entries }: AssetIndex,
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const { assets, ...others } = stored;
  const { files: _, ...totals } = assets as { files?: unknown };
  // Both objects have members, so the last character is a brace behind one.
  const head = `${JSON.stringify(others).slice(0, -1)},"assets":${JSON.stringify(totals).slice(0, -1)},"files":[`;
  yield encoder.encode(head);
  const paths = Object.keys(entries);
  for (let at = 0; at < paths.length; at += FILES_A_PIECE) {
    const files = paths.slice(at, at + FILES_A_PIECE).map((path) => JSON.stringify(fileOf(path, entries[path]!)));
    yield encoder.encode((at === 0 ? '' : ',') + files.join(','));
  }
  yield encoder.encode(']}}');
}

const fileOf = (path: string, { mediaType, bytes, sha256 }: AssetIndex['entries'][string]): AssetFile => ({
  path,
  mediaType,
  bytes,
  sha256,
});
