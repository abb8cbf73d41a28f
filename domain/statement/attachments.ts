import { type Problem, problem } from '../kernel/problem.ts';
import type { Attachment, Statement } from './types.ts';

/** What makes an attachment the signature of its statement (Data 2.6). */
export const SIGNATURE = 'http://adlnet.gov/expapi/attachments/signature';
export const SIGNATURE_TYPE = 'application/octet-stream';

type Declared = { readonly attachment: Attachment; readonly path: string };

/** The attachments of a statement and of its SubStatement; `path` is where the statement stands. */
export function* attachmentsOf(statement: Statement, path = '$'): Generator<Declared> {
  const { attachments = [], object } = statement;
  for (let i = 0; i < attachments.length; i++) yield { attachment: attachments[i]!, path: `${path}.attachments[${i}]` };
  if (object.objectType !== 'SubStatement') return;
  const inner = object.attachments ?? [];
  for (let i = 0; i < inner.length; i++) yield { attachment: inner[i]!, path: `${path}.object.attachments[${i}]` };
}

/** Whether there are any, without going through them. */
export const hasAttachments = ({ attachments, object }: Statement): boolean =>
  attachments !== undefined || (object.objectType === 'SubStatement' && object.attachments !== undefined);

export const isSignature = (attachment: Attachment): boolean => attachment.usageType === SIGNATURE;

/**
 * [ATT-3] [SIG-1] Whether what a request declares and what it brings belong together. `brought` are the hashes of its
 * parts. An attachment without a fileUrl needs its content, and so does a signature.
 */
export function attachmentsRefusal(
  statements: readonly { readonly statement: Statement; readonly path: string }[],
  brought: ReadonlySet<string>,
): Problem | undefined {
  for (const { statement, path } of statements) {
    for (const { attachment, path: at } of attachmentsOf(statement, path)) {
      if (brought.has(attachment.sha2.toLowerCase())) continue;
      if (attachment.fileUrl !== undefined && !isSignature(attachment)) continue;
      return problem(
        'attachments_invalid',
        `The content of the attachment with the sha2 ${attachment.sha2} is missing: send it as a part of multipart/mixed.`,
        at,
      );
    }
  }
  return undefined;
}
