import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { loneManifestOf } from '../../../domain/package/lone-manifest.ts';
import { XML_LIMITS } from '../../../domain/package/xml/parse.ts';

/** APPNOTE 4.3.7 and 4.3.16: a local file header, or the end record of an archive without files. */
const SIGNATURES = ['504b0304', '504b0506'];
/** Bytes that tell an archive from anything else. */
export const HEAD_BYTES = 4;

/** Whether a file that begins with these bytes may be a zip archive. What is in it is for the build to say. */
export function checkHead(head: Uint8Array): Result<void, Problem> {
  if (head.length === 0) return err(problem('import_empty', 'The request has no body.', 'body'));
  const hex = Array.from(head.subarray(0, HEAD_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (SIGNATURES.includes(hex)) return ok(undefined);
  return err(problem('import_not_zip', 'The first bytes are not those of a zip archive.', 'body'));
}

/** A manifest that comes alone is held in memory; a larger one is refused as a manifest of an archive as well. */
export const MAX_LONE_BYTES = XML_LIMITS.maxBytes;

export const loneTooLarge = (): Problem =>
  problem('payload_too_large', `A manifest that comes alone may have ${MAX_LONE_BYTES} bytes.`, 'body');

/** [IMP-14] The same for an upload, which may also be a manifest alone: that is told by its name. */
export function checkUpload(upload: { readonly filename: string; readonly bytes: number }, head: Uint8Array) {
  const fine = checkHead(head);
  if (fine.ok || head.length === 0 || loneManifestOf(upload.filename) === undefined) return fine;
  return upload.bytes > MAX_LONE_BYTES ? err(loneTooLarge()) : ok(undefined);
}
