import type { Problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import {
  readSignature,
  type SignedPayload,
  signatureRefusal,
  type Verdict,
} from '../../../domain/statement/signature.ts';
import type { Statement, XapiVersion } from '../../../domain/statement/types.ts';
import { publicKeyOf } from '../../../domain/statement/x509.ts';
import { fromBase64, utf8 } from '../../shared/base64.ts';

/**
 * [SIG-2] to [SIG-5] Whether the signature is one of this statement, and whether it holds by the certificate that it
 * brings. The verdict is told apart: a signature that does not hold is kept, for whoever wants to look at it.
 */
export async function checkSignature(
  bytes: Uint8Array,
  statement: Statement,
  version: XapiVersion,
): Promise<Result<Verdict, Problem>> {
  // What is no text of the alphabet becomes characters that no part of a signature has.
  const signed = readSignature(new TextDecoder().decode(bytes), (text) => utf8(fromBase64(text)));
  if (!signed.ok) return signed;
  const refusal = signatureRefusal(signed.value, statement, version);
  return refusal === undefined ? ok(await verdictOf(signed.value)) : err(refusal);
}

async function verdictOf({ certificate, digest, input, signature }: SignedPayload): Promise<Verdict> {
  if (certificate === null) return 'unproven';
  try {
    const spki = publicKeyOf(fromBase64(certificate));
    if (spki === undefined) return 'invalid';
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: digest };
    const key = await crypto.subtle.importKey('spki', spki as Uint8Array<ArrayBuffer>, algorithm, false, ['verify']);
    const good = await crypto.subtle.verify(
      algorithm.name,
      key,
      fromBase64(signature),
      new TextEncoder().encode(input),
    );
    return good ? 'valid' : 'invalid';
  } catch {
    return 'invalid'; // not base64, or no key of RSA
  }
}
