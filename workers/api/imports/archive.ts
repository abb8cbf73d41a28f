import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';

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
