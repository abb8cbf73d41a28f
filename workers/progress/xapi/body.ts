import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { boundaryOf, MultipartError, type Part, partsOf } from '../../../domain/statement/multipart.ts';
import { MAX_HELD_BYTES } from '../../../r2/attachment-store.ts';
import { PART_BYTES } from '../../../r2/multipart-writer.ts';
import { utf8 } from '../../shared/base64.ts';
import { chunksOf, joinLimited, readLimited } from './limited.ts';

/** A batch of 1,000 statements of 8 KB: what is held in memory at once, several times over, in 128 MB. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** What a multipart request holds: its statements, and of its attachments what is held and the part on its way to R2. */
const MULTIPART_HELD_BYTES = MAX_BODY_BYTES + MAX_HELD_BYTES + PART_BYTES;

/** Statements as JSON, and the parts that follow them in a multipart request. */
export interface Body {
  readonly input: unknown;
  readonly parts?: AsyncIterable<Part>;
}

/** The media type of a header without its parameters, in lower case. */
export const mediaType = (header: string | undefined | null): string =>
  (header ?? '').split(';', 1)[0]!.trim().toLowerCase();

/**
 * [XAPI-5] What a request brings: `payload_too_large` or `bad_request` say why it cannot be read. Communication 1.5
 * answers every other content type with 400.
 */
export async function readBody(request: Request): Promise<Result<Body, Problem>> {
  const type = request.headers.get('content-type');
  switch (mediaType(type)) {
    case 'application/json': {
      const input = parsed(await readLimited(request, MAX_BODY_BYTES));
      return input.ok ? ok({ input: input.value }) : input;
    }
    case 'multipart/mixed':
      return readMultipart(request, type!);
    default:
      return err(problem('bad_request', 'Send statements as application/json or multipart/mixed.', 'Content-Type'));
  }
}

async function readMultipart(request: Request, type: string): Promise<Result<Body, Problem>> {
  const boundary = boundaryOf(type);
  if (boundary === undefined) return err(problem('bad_request', 'multipart/mixed needs a boundary.', 'Content-Type'));
  const parts = partsOf(chunksOf(request, MULTIPART_HELD_BYTES), boundary);
  try {
    const first = await parts.next();
    if (first.done === true || mediaType(first.value.headers.get('content-type')) !== 'application/json') {
      return err(problem('bad_request', 'The first part must be the statements, as application/json.', 'Content-Type'));
    }
    const input = parsed(await joinLimited(first.value.body, MAX_BODY_BYTES));
    return input.ok ? ok({ input: input.value, parts }) : input;
  } catch (error) {
    if (error instanceof MultipartError) return err(problem('bad_request', `The multipart body: ${error.message}.`));
    throw error;
  }
}

/** The JSON of what has been read; null was too large. */
function parsed(bytes: Uint8Array | null): Result<unknown, Problem> {
  if (bytes === null) {
    return err(problem('payload_too_large', `The statements may have at most ${MAX_BODY_BYTES} bytes.`));
  }
  try {
    return ok(JSON.parse(utf8(bytes)) as unknown);
  } catch (error) {
    return err(problem('bad_request', `The body is not JSON in UTF-8: ${(error as Error).message}`, '$'));
  }
}
