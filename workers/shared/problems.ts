import type { Problem, ProblemCode } from '../../domain/kernel/problem.ts';

/** Where a problem's `type` URL points: the code's section in the HTTP manners page of the documentation. */
const TYPE_BASE = 'https://lectern.dev/problems/';

interface ProblemRow {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 423 | 429 | 460 | 500;
  readonly title: string;
  /** What the caller can do about it. */
  readonly remedy: string;
}

/** Every code as a person reads it. Exhaustive by type. */
export const PROBLEMS: Readonly<Record<ProblemCode, ProblemRow>> = {
  bad_request: row(400, 'The request is not understood', 'Compare the request with the reference at /docs.'),
  unauthorized: row(401, 'Credentials are missing or wrong', 'Send a valid credential in the Authorization header.'),
  forbidden: row(403, 'This credential may not do that', 'Use a credential that has the scope named in the detail.'),
  not_found: row(
    404,
    'There is nothing here',
    'Check the address and the id; the thing may belong to another tenant or have been removed.',
  ),
  method_not_allowed: row(405, 'This method is not offered here', 'Use one of the methods in the Allow header.'),
  unsupported_media_type: row(
    415,
    'This content type is not accepted',
    'Send one of the content types that the detail names.',
  ),
  payload_too_large: row(413, 'The request is too large', 'Send less at once; the limit is in the detail.'),
  too_many_requests: row(429, 'Too many requests', 'Wait for the seconds in Retry-After, then try again.'),
  invalid_cursor: row(400, 'The cursor is not valid', 'Start again without a cursor, and pass cursors on unchanged.'),
  idempotency_key_invalid: row(400, 'The idempotency key is not valid', 'Send 1 to 255 printable ASCII characters.'),
  idempotency_key_reused: row(
    422,
    'The idempotency key was used for another request',
    'Use a new key for a new request.',
  ),
  idempotency_key_in_flight: row(
    409,
    'The first request with this key is still running',
    'Wait a moment, then repeat it.',
  ),
  internal: row(500, 'Something failed on our side', 'Try again; if it stays, report the request id.'),
  token_refused: row(
    401,
    'This token is not accepted',
    'Get a new token, and compare its iss, aud and exp with the issuer as it is registered in Lectern.',
  ),
  credential_withdrawn: row(409, 'The credential is withdrawn', 'Create a new one; a withdrawn one stays as a record.'),
  credential_last_operator: row(
    409,
    'This is the last operator token',
    'Create another operator token first: without one nobody can administer the tenant.',
  ),
  credential_rotated_often: row(
    409,
    'Too many secrets of this credential are in force',
    'Wait until one of them ends, or rotate with graceSeconds 0, which ends all earlier ones at once.',
  ),
  issuer_taken: row(
    409,
    'This issuer is registered already',
    'Change the registration that is there, or give these tokens another audience.',
  ),
  issuer_keys_unreadable: row(
    422,
    'The keys of the issuer cannot be read',
    'Mend what the detail says, or give the keys themselves as jwks.',
  ),
  import_empty: row(400, 'The upload is empty', 'Send the file as the request body.'),
  import_not_zip: row(
    422,
    'The file is not a zip archive',
    'Export the course again as a zip for an LMS and upload that file unchanged.',
  ),
  import_not_lines: row(
    422,
    'The file does not hold one statement a line',
    'Write one statement a line, for example with `jq -c ".[]" file.json`, or send an archive that Lectern has exported.',
  ),
  upload_part_invalid: row(400, 'The part is not valid', 'Send parts in the size and numbering that the upload told.'),
  upload_incomplete: row(409, 'The upload is not complete', 'Send the missing parts, then complete it.'),
  upload_closed: row(409, 'The upload is closed', 'Start a new upload.'),
  upload_gone: row(410, 'The upload has ended', 'Start a new upload.'),
  upload_locked: row(
    423,
    'Another request writes to this upload',
    'Wait until it has ended, ask for the offset by HEAD, and go on from there.',
  ),
  upload_offset_mismatch: row(
    409,
    'The upload is at another offset',
    'Ask for the offset by HEAD, and send the bytes from there.',
  ),
  upload_checksum_mismatch: row(
    460,
    'The bytes do not have the checksum that was sent',
    'Send the same bytes again; nothing of them was kept.',
  ),
  tus_version_unsupported: row(
    412,
    'This version of the tus protocol is not spoken here',
    'Send Tus-Resumable: 1.0.0.',
  ),
  package_revoked: row(
    409,
    'The course was withdrawn',
    'Ask those who offer the course; a newer version of it may be there.',
  ),
  package_not_playable: row(
    409,
    'The package cannot be played',
    'Wait until its state is built, or choose another package.',
  ),
  format_not_playable: row(409, 'This course is not played yet', 'Export the course as SCORM 1.2 and import that.'),
  export_not_ready: row(409, 'The export is not there', 'Wait until its state is done, or begin another one.'),
  launch_token_invalid: row(
    401,
    'The launch link is not valid any more',
    'Open the course again from where you found it.',
  ),
  launch_superseded: row(409, 'The course was opened somewhere else', 'Continue there, or open the course here again.'),
  session_closed: row(409, 'The session is closed', 'Start the course again.'),
  journal_gap: row(409, 'Earlier entries are missing', 'Send the entries from the sequence number in `expected` on.'),
  journal_invalid: row(400, 'The journal entries are not valid', 'See the place named in `where`.'),
  cursor_stale: row(409, 'The session has moved on', 'Read the session again and decide from its new state.'),
  navigation_refused: row(409, 'This step is not possible now', 'Use a step that the controls of the session offer.'),
  not_of_session: row(
    403,
    'A launched course may do that in its own session only',
    'Use actor, registration and activity of the launch; a launch that is over has to be begun anew.',
  ),
  cmi5_rule_broken: row(
    403,
    'cmi5 does not allow this statement here',
    'See the clause of the cmi5 specification that the detail names; nothing was stored.',
  ),
  statement_invalid: row(
    400,
    'Some statements are not valid',
    'Mend the statements listed in `errors`; nothing was stored.',
  ),
  statement_conflict: row(
    409,
    'A different statement with this id is stored',
    'Use a new id for a new statement; nothing was stored.',
  ),
  statement_duplicate_ids: row(
    400,
    'Two statements in the batch share an id',
    'Give each statement its own id; nothing was stored.',
  ),
  attachments_invalid: row(
    400,
    'The attachments do not fit the statements',
    'Send each attachment once as a part with its X-Experience-API-Hash; nothing was stored.',
  ),
  xapi_version_missing: row(
    400,
    'The xAPI version header is missing',
    'Send X-Experience-API-Version with the version that your client speaks, on a path that offers it.',
  ),
  xapi_version_unsupported: row(
    400,
    'This xAPI version is not offered',
    'Send X-Experience-API-Version: 1.0.3 or 2.0.0, on a path that offers it.',
  ),
  query_invalid: row(400, 'The query is not valid', 'Change the parameter that the detail names, or leave it out.'),
  document_exists: row(
    409,
    'There is a document already',
    'Read it, then send its ETag in If-Match to replace exactly that one.',
  ),
  document_not_mergeable: row(
    400,
    'The documents cannot be merged',
    'POST merges JSON objects sent as application/json; replace anything else by PUT.',
  ),
  precondition_failed: row(
    412,
    'The document is not as you expected',
    'Read it again, then send the change with its present ETag; nothing was changed.',
  ),
  precondition_missing: row(
    400,
    'A precondition is missing',
    'Send If-None-Match: * to create a document, or If-Match with an ETag to replace one.',
  ),
};

function row(status: ProblemRow['status'], title: string, remedy: string): ProblemRow {
  return { status, title, remedy };
}

/** When whoever was one too many may come again: what waits is stored in a fraction of this. */
const RETRY_AFTER_SECONDS = 1;

/** RFC 9457 problem document of a refusal. `instance` is the request id, which the logs carry too. */
export function problemResponse(problem: Problem, requestId: string, headers: Record<string, string> = {}): Response {
  const { status, title, remedy } = PROBLEMS[problem.code];
  const body = {
    type: TYPE_BASE + problem.code,
    title,
    status,
    detail: problem.detail,
    instance: requestId,
    code: problem.code,
    remedy,
    ...(problem.where === undefined ? {} : { where: problem.where }),
    ...problem.extra,
  };
  const retry = status === 429 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...retry, ...headers },
  });
}
