import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, type Result } from '../../../domain/kernel/result.ts';
import { attachmentsOf, attachmentsRefusal, isSignature } from '../../../domain/statement/attachments.ts';
import { MultipartError, type Part } from '../../../domain/statement/multipart.ts';
import type { Verdict } from '../../../domain/statement/signature.ts';
import type { Statement, XapiVersion } from '../../../domain/statement/types.ts';
import { IncomingAttachments } from '../../../r2/attachment-store.ts';
import { regional } from '../../shared/regions.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { checkSignature } from './signatures.ts';

/** Each costs a write to R2 while the request waits, and a Worker may ask for a thousand things. */
export const MAX_ATTACHMENT_PARTS = 200;

export interface Declaring {
  readonly statements: readonly { readonly statement: Statement; readonly path: string }[];
  readonly version: XapiVersion;
  readonly parts?: AsyncIterable<Part>;
  /** Contents that the store has already; a part may bring them again. */
  readonly present?: ReadonlySet<string>;
}

const refused = (detail: string) => problem('attachments_invalid', detail);

/**
 * [ATT-2] [ATT-4] Reads what came with the statements, then commits it just before `append`: content that nobody
 * declares is never readable, and a statement is never stored without its content.
 */
export async function withAttachments<T>(
  env: ProgressEnv,
  tenant: TenantRecord,
  declaring: Declaring,
  append: () => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const incoming = new IncomingAttachments(regional<R2Bucket>(env, 'ATTACHMENTS', tenant.region), tenant.id);
  try {
    const refusal =
      (await receiveAll(incoming, declaring)) ??
      attachmentsRefusal(declaring.statements, new Set([...incoming.hashes, ...(declaring.present ?? [])]));
    if (refusal !== undefined) return err(refusal);
    const verdicts = await verdictsOf(incoming, declaring);
    if (!(verdicts instanceof Map)) return err(verdicts);
    await incoming.commit(verdicts);
  } catch (error) {
    if (error instanceof MultipartError) return err(problem('bad_request', `The multipart body: ${error.message}.`));
    throw error;
  } finally {
    await incoming.abort();
  }
  return append();
}

async function receiveAll(
  incoming: IncomingAttachments,
  { statements, parts }: Declaring,
): Promise<Problem | undefined> {
  if (parts === undefined) return undefined;
  const declared = new Map<string, string>();
  for (const { statement } of statements) {
    for (const { attachment } of attachmentsOf(statement)) {
      declared.set(attachment.sha2.toLowerCase(), attachment.contentType);
    }
  }
  let count = 0;
  for await (const { headers, body } of parts) {
    if (++count > MAX_ATTACHMENT_PARTS) return refused(`A request may bring at most ${MAX_ATTACHMENT_PARTS} parts.`);
    const sha2 = headers.get('x-experience-api-hash')?.toLowerCase();
    const contentType = sha2 === undefined ? undefined : declared.get(sha2);
    if (sha2 === undefined) return refused(`Part ${count} of the attachments has no X-Experience-API-Hash.`);
    if (contentType === undefined) return refused(`No statement declares the attachment ${sha2}.`);
    if (incoming.hashes.has(sha2)) return refused(`The attachment ${sha2} is sent twice.`);
    if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary') {
      return refused(`The attachment ${sha2} needs the header Content-Transfer-Encoding: binary.`);
    }
    if (!(await incoming.receive(sha2, contentType, body))) return refused(`The content of ${sha2} has another hash.`);
  }
  return undefined;
}

async function verdictsOf(
  incoming: IncomingAttachments,
  { statements, version }: Declaring,
): Promise<Map<string, Verdict> | Problem> {
  const verdicts = new Map<string, Verdict>();
  for (const { statement } of statements) {
    for (const attachment of statement.attachments ?? []) {
      if (!isSignature(attachment)) continue;
      const sha2 = attachment.sha2.toLowerCase();
      const bytes = incoming.bytes(sha2);
      if (bytes === undefined) return refused(`The signature ${sha2} is too large.`);
      const checked = await checkSignature(bytes, statement, version);
      if (!checked.ok) return checked.error;
      verdicts.set(sha2, checked.value);
    }
  }
  return verdicts;
}
