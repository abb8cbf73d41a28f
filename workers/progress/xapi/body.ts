import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { utf8 } from '../../shared/base64.ts';
import { readLimited } from './limited.ts';

/** A batch of 1,000 statements of 8 KB: what is held in memory at once, several times over, in 128 MB. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** The JSON of a request: `unsupported_media_type`, `payload_too_large` or `bad_request` say why it is none. */
export async function readJson(request: Request): Promise<Result<unknown, Problem>> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'multipart/mixed') {
    const detail = 'Attachment content (multipart/mixed) is not accepted yet. Send application/json with fileUrl.';
    return err(problem('unsupported_media_type', detail, 'Content-Type'));
  }
  if (type !== 'application/json') {
    return err(problem('unsupported_media_type', 'Send statements as application/json.', 'Content-Type'));
  }
  const bytes = await readLimited(request, MAX_BODY_BYTES);
  if (bytes === null) {
    return err(problem('payload_too_large', `A request may hold at most ${MAX_BODY_BYTES} bytes.`));
  }
  try {
    return ok(JSON.parse(utf8(bytes)) as unknown);
  } catch (error) {
    return err(problem('bad_request', `The body is not JSON in UTF-8: ${(error as Error).message}`, '$'));
  }
}
