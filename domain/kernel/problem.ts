/**
 * The closed union of stable problem codes. `workers/shared/problems.ts` maps each to a status, a title and a remedy,
 * exhaustively: a new code does not compile until a person can read it.
 */
export type ProblemCode =
  // HTTP manners
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'payload_too_large'
  | 'too_many_requests'
  | 'invalid_cursor'
  | 'idempotency_key_invalid'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_flight'
  | 'internal'
  // credentials and issuers
  | 'token_refused'
  | 'credential_withdrawn'
  | 'credential_last_operator'
  | 'credential_rotated_often'
  | 'issuer_taken'
  | 'issuer_keys_unreadable'
  // packages and imports
  | 'import_empty'
  | 'import_not_zip'
  | 'import_not_lines'
  | 'upload_part_invalid'
  | 'upload_incomplete'
  | 'upload_closed'
  | 'upload_gone'
  | 'upload_locked'
  | 'upload_offset_mismatch'
  | 'upload_checksum_mismatch'
  | 'tus_version_unsupported'
  | 'package_not_playable'
  | 'package_revoked'
  | 'format_not_playable'
  | 'export_not_ready'
  // play sessions
  | 'launch_token_invalid'
  | 'launch_superseded'
  | 'session_closed'
  | 'journal_gap'
  | 'journal_invalid'
  | 'cursor_stale'
  | 'navigation_refused'
  // launched activities of cmi5 and xAPI
  | 'not_of_session'
  | 'cmi5_rule_broken'
  // xAPI
  | 'statement_invalid'
  | 'statement_conflict'
  | 'statement_duplicate_ids'
  | 'attachments_invalid'
  | 'xapi_version_missing'
  | 'xapi_version_unsupported'
  | 'query_invalid'
  | 'document_exists'
  | 'document_not_mergeable'
  | 'precondition_failed'
  | 'precondition_missing';

/** A refusal: which rule, in words, and where in the input (a JSON path, a header, a file and line). */
export interface Problem {
  readonly code: ProblemCode;
  /** What is wrong with this very input, one or two sentences. */
  readonly detail: string;
  /** Where: `$[3].actor.mbox`, `query.limit`, `imsmanifest.xml:12`. */
  readonly where?: string;
  /** Machine-readable extras shown as members of the problem document. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export const problem = (code: ProblemCode, detail: string, where?: string): Problem =>
  where === undefined ? { code, detail } : { code, detail, where };
