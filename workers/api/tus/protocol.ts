/** The words of the tus resumable upload protocol 1.0.0. */
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { fromBase64, utf8 } from '../../shared/base64.ts';
import { MAX_UPLOAD_BYTES } from '../uploads/plan.ts';
import { CHECKSUM_ALGORITHMS } from './checksum.ts';

export const TUS_VERSION = '1.0.0';
export const TUS_PATH = '/api/v1/tus';
/** What `PATCH` carries. */
export const OFFSET_STREAM = 'application/offset+octet-stream';
/** Metadata are a file's name and type; a kilobyte of Base64 holds the longest. */
const METADATA_CHARS = 4096;

/** What OPTIONS tells of the server. */
export const TUS_OPTIONS: Readonly<Record<string, string>> = {
  'tus-resumable': TUS_VERSION,
  'tus-version': TUS_VERSION,
  'tus-extension': 'creation,expiration,termination,checksum',
  'tus-max-size': String(MAX_UPLOAD_BYTES),
  'tus-checksum-algorithm': Object.keys(CHECKSUM_ALGORITHMS).join(','),
};

/** Whether a path belongs to tus. */
export const isTusPath = (path: string): boolean => path === TUS_PATH || path.startsWith(`${TUS_PATH}/`);

/** A header that is a non-negative integer. */
export function wholeNumber(name: string, value: string | undefined): Result<number, Problem> {
  const number = value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  return number === undefined
    ? err(problem('bad_request', `${name} must be a whole number of bytes.`, name))
    : ok(number);
}

/** How long the file is that an upload is created for. */
export function uploadLength(value: string | undefined): Result<number, Problem> {
  const length = wholeNumber('Upload-Length', value);
  if (!length.ok) return length;
  if (length.value === 0) return err(problem('import_empty', 'The file has no bytes.', 'Upload-Length'));
  if (length.value <= MAX_UPLOAD_BYTES) return length;
  return err(problem('payload_too_large', `Files may have ${MAX_UPLOAD_BYTES} bytes.`, 'Upload-Length'));
}

const invalid = (detail: string): Result<never, Problem> => err(problem('bad_request', detail, 'Upload-Metadata'));

/** Key and decoded value of each pair of `Upload-Metadata`; values that are no text are kept as they came, undecoded. */
export function readMetadata(header: string | undefined): Result<ReadonlyMap<string, string>, Problem> {
  const out = new Map<string, string>();
  if (header === undefined || header.trim() === '') return ok(out);
  if (header.length > METADATA_CHARS) return invalid(`The metadata have more than ${METADATA_CHARS} characters.`);
  for (const pair of header.split(',')) {
    const match = /^ *([\x21-\x2b\x2d-\x7e]+)(?: +([A-Za-z0-9+/]*={0,2}))? *$/.exec(pair);
    if (match === null) return invalid('Metadata are pairs of a key and a Base64 value, separated by commas.');
    const [, key, value = ''] = match;
    if (out.has(key!)) return invalid(`The key ${key} occurs twice.`);
    out.set(key!, decoded(value));
  }
  return ok(out);
}

function decoded(value: string): string {
  try {
    return utf8(fromBase64(value));
  } catch {
    return value; // binary: it goes back as it came, and is never read
  }
}
