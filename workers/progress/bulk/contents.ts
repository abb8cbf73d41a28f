import { attachmentsOf, isSignature } from '../../../domain/statement/attachments.ts';
import type { Part } from '../../../domain/statement/multipart.ts';
import type { Attachment, Statement } from '../../../domain/statement/types.ts';
import type { ContentFiles } from '../../../durable-objects/statement-imports/index.ts';
import { hasAttachment, readAttachment } from '../../../r2/attachment-store.ts';
import { regional } from '../../shared/regions.ts';
import type { TenantRecord } from '../../shared/rpc.ts';
import { sixAtOnce } from '../services/store/six.ts';

/** [BULKW-3] The contents that imported statements need: from the file that brings them, or in the store already. */
export class Contents {
  readonly #bucket: R2Bucket;
  readonly #tenant: string;
  readonly #files: ContentFiles;
  /** What is known of the store. */
  readonly #there = new Map<string, boolean>();

  constructor(env: ProgressEnv, { id, region }: TenantRecord, files: ContentFiles) {
    this.#bucket = regional<R2Bucket>(env, 'ATTACHMENTS', region);
    this.#tenant = id;
    this.#files = files;
  }

  /** The first attachment whose content nobody has. */
  async missing(statement: Statement): Promise<{ attachment: Attachment; path: string } | undefined> {
    for (const declared of attachmentsOf(statement)) {
      const { attachment } = declared;
      if (attachment.fileUrl !== undefined && !isSignature(attachment)) continue;
      const sha2 = attachment.sha2.toLowerCase();
      if (!this.#files.has(sha2) && !(await this.#isThere(sha2))) return declared;
    }
    return undefined;
  }

  /** What has to be sent with the statements, and what need not be, because it is there. A signature is always looked at. */
  async bring(statements: readonly Statement[]): Promise<{ parts: AsyncIterable<Part>; present: ReadonlySet<string> }> {
    const signatures = new Map<string, boolean>();
    for (const { attachment } of statements.flatMap((statement) => [...attachmentsOf(statement)])) {
      const sha2 = attachment.sha2.toLowerCase();
      signatures.set(sha2, isSignature(attachment) || signatures.get(sha2) === true);
    }
    const hashes = [...signatures.keys()];
    const there = await sixAtOnce(hashes, (sha2) => this.#isThere(sha2));
    const present = new Set(hashes.filter((_, i) => there[i]));
    const send = hashes.filter((sha2) => signatures.get(sha2) || (this.#files.has(sha2) && !present.has(sha2)));
    return { parts: this.#parts(send), present };
  }

  async *#parts(hashes: readonly string[]): AsyncGenerator<Part> {
    for (const sha2 of hashes) {
      const headers = new Map([
        ['x-experience-api-hash', sha2],
        ['content-transfer-encoding', 'binary'],
      ]);
      yield { headers, body: this.#files.has(sha2) ? this.#files.read(sha2) : this.#stored(sha2) };
    }
  }

  async *#stored(sha2: string): AsyncGenerator<Uint8Array> {
    const content = await readAttachment(this.#bucket, this.#tenant, sha2);
    if (content !== null) yield* content.body;
  }

  async #isThere(sha2: string): Promise<boolean> {
    const known = this.#there.get(sha2);
    if (known !== undefined) return known;
    const there = await hasAttachment(this.#bucket, this.#tenant, sha2);
    this.#there.set(sha2, there);
    return there;
  }
}
