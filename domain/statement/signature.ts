import { type Problem, problem } from '../kernel/problem.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { isSignature } from './attachments.ts';
import { sameContent } from './compare.ts';
import { normalised } from './prepare.ts';
import type { Statement, XapiVersion } from './types.ts';
import { Findings } from './validate/findings.ts';
import { checkStatement } from './validate/statement.ts';

/** Whether a signature holds: by the certificate that it brings; `unproven` when it brings none. */
export type Verdict = 'valid' | 'invalid' | 'unproven';

/** The algorithms of Data 2.6, and the digest of each. */
const DIGESTS = { RS256: 'SHA-256', RS384: 'SHA-384', RS512: 'SHA-512' } as const;

/** A JSON web signature (RFC 7515) of a statement, taken apart. */
export interface SignedPayload {
  readonly digest: (typeof DIGESTS)[keyof typeof DIGESTS];
  /** What was signed, and the signature: base64url. */
  readonly input: string;
  readonly signature: string;
  /** The certificate of the signer: base64 of DER. */
  readonly certificate: string | null;
  readonly payload: unknown;
}

const refused = (detail: string) => err(problem('attachments_invalid', `The signature of a statement ${detail}`));

/** [SIG-2] [SIG-3] Takes a compact serialisation apart. `text` is the part's content, `decode` reads base64url as UTF-8. */
export function readSignature(text: string, decode: (base64url: string) => string): Result<SignedPayload, Problem> {
  const pieces = text.trim().split('.');
  const [header, payload, signature] = pieces;
  if (pieces.length !== 3 || header === undefined || payload === undefined || signature === undefined) {
    return refused('is no JSON web signature in compact serialisation.');
  }
  try {
    const { alg, x5c } = JSON.parse(decode(header)) as { alg?: unknown; x5c?: unknown };
    const digest = typeof alg === 'string' && Object.hasOwn(DIGESTS, alg) ? DIGESTS[alg as keyof typeof DIGESTS] : null;
    if (digest === null) return refused('must use RS256, RS384 or RS512.');
    const certificate = Array.isArray(x5c) && typeof x5c[0] === 'string' ? x5c[0] : null;
    const input = `${header}.${payload}`;
    return ok({ digest, input, signature, certificate, payload: JSON.parse(decode(payload)) as unknown });
  } catch {
    return refused('does not hold JSON in its header and payload.');
  }
}

/** [SIG-4] What was signed must be a statement, and the one that it is attached to, but for the signature itself. */
export function signatureRefusal(
  signed: SignedPayload,
  statement: Statement,
  version: XapiVersion,
): Problem | undefined {
  const findings = new Findings(version);
  checkStatement(signed.payload, findings);
  if (findings.list[0] !== undefined) {
    const { path, message } = findings.list[0];
    return problem('attachments_invalid', `The signed statement is not valid: ${path}: ${message}`);
  }
  const payload = signed.payload as Statement;
  // An id that the client left to the LRS cannot have been signed.
  const sameId = payload.id === undefined || payload.id.toLowerCase() === statement.id?.toLowerCase();
  if (sameId && sameContent(unsigned(normalised(payload)), unsigned(statement))) return undefined;
  return problem('attachments_invalid', 'The signed statement is not the one that the signature is attached to.');
}

function unsigned(statement: Statement): Statement {
  const { attachments, ...rest } = statement;
  const others = (attachments ?? []).filter((attachment) => !isSignature(attachment));
  return others.length === 0 ? rest : { ...rest, attachments: others };
}
