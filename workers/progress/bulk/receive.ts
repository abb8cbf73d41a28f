import { v7 } from 'uuid';
import { PartBuffer } from '../../../domain/bundle/parts.ts';
import { makeId } from '../../../domain/kernel/ids.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { DamagedStream, inflate } from '../../../domain/package/zip/inflate.ts';
import { INFLATE_INPUT_BYTES } from '../../../domain/package/zip/limits.ts';
import type { ImportJob, JobFacts } from '../../../domain/statement/bulk/job.ts';
import { SNIFF_BYTES, sniff } from '../../../domain/statement/bulk/sniff.ts';
import { statementImportKey } from '../../../r2/keys.ts';
import { createMultipart, type MultipartWriter, PART_BYTES } from '../../../r2/multipart-writer.ts';
import { MAX_POST_BYTES, type Peeked, peek } from '../../shared/body.ts';
import type { Principal, TenantRecord } from '../../shared/rpc.ts';
import type { ImportsStub } from '../services/bindings.ts';
import { BodyRoom } from '../xapi/room.ts';

/** What a compressed body may become. It is stored expanded, because a job goes on in the middle of it. */
const MAX_EXPANDED_BYTES = 4 * 1024 ** 3;

/** A file holds one part in memory while it comes in; an isolate has room for four of them beside everything else. */
const FILES_AT_ONCE = 4;
/** Somewhat more than the largest POST takes on 1 Mbit/s. */
const LOST_MILLIS = 15 * 60 * 1000;
export const FILE_ROOM = new BodyRoom(FILES_AT_ONCE * PART_BYTES, LOST_MILLIS);

/** Where the imports of a tenant are kept and who asks. */
export interface ImportPlace {
  readonly imports: ImportsStub;
  readonly bucket: R2Bucket;
  readonly tenant: TenantRecord;
  readonly principal: Principal;
}

export interface ImportAsked {
  readonly filename: string;
  readonly strict: boolean;
}

const tooLarge = (): Problem =>
  problem('payload_too_large', 'One request takes 95 MB. Begin an import in parts for more: `?parts=true`.', 'body');

/** Why a file that begins like this is not taken, or undefined. */
export function headRefusal(head: Uint8Array): Problem | undefined {
  switch (sniff(head)) {
    case 'empty':
      return problem('import_empty', 'The file has no bytes.', 'body');
    case 'array':
      return problem('import_not_lines', 'The file is a JSON array.', 'body');
    case 'gzip':
      return problem('import_not_lines', 'The file is compressed. Only a file of one request may be.', 'body');
    default:
      return undefined;
  }
}

/** A job whose file is about to come, and the upload that takes it. */
export async function openImport(
  { imports, bucket, tenant, principal }: ImportPlace,
  { filename, strict }: ImportAsked,
): Promise<{ job: ImportJob; upload: MultipartWriter }> {
  const id = makeId(tenant.id, 'sti', v7());
  const key = statementImportKey(tenant.id, id);
  const upload = await createMultipart(bucket, key, { contentType: 'application/octet-stream' });
  const by = { credential: principal.credential, name: principal.name };
  const facts: JobFacts = {
    id,
    tenant: tenant.id,
    region: tenant.region,
    filename,
    strict,
    by,
    authority: principal.authority,
    uploadId: upload.uploadId,
    createdAt: new Date().toISOString(),
  };
  return { job: await imports.begin(facts), upload };
}

/**
 * [BULKW-4] Takes in a file that is the body of a request, expanded when it is gzip. Of one that is refused or breaks off
 * nothing stays.
 */
export async function receiveFile(
  place: ImportPlace,
  asked: ImportAsked,
  request: Request,
): Promise<Result<ImportJob, Problem>> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_POST_BYTES) return err(tooLarge());
  FILE_ROOM.take(request, PART_BYTES);
  const sent = limited(request.body ?? [], { maxBytes: MAX_POST_BYTES, problem: tooLarge });
  try {
    const file = await expanded(await peek(sent, SNIFF_BYTES));
    const refusal = headRefusal(file.head);
    if (refusal === undefined) return ok(await store(place, asked, file));
    await file.cancel();
    return err(refusal);
  } catch (thrown) {
    if (thrown instanceof Refused) return err(thrown.problem);
    if (thrown instanceof DamagedStream) {
      return err(problem('bad_request', 'The compressed file is damaged or goes on behind its end.', 'body'));
    }
    throw thrown;
  } finally {
    FILE_ROOM.leave(request);
  }
}

/** Ends the reading of a body with a reason. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(refusal: Problem) {
    super(refusal.detail);
    this.problem = refusal;
  }
}

async function* limited(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: { readonly maxBytes: number; readonly problem: () => Problem },
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limit.maxBytes) throw new Refused(limit.problem());
    yield chunk;
  }
}

async function expanded(file: Peeked): Promise<Peeked> {
  if (sniff(file.head) !== 'gzip') return file;
  const detail = `Expanded, the file has more than ${MAX_EXPANDED_BYTES} bytes.`;
  return peek(
    limited(inflate(pieces(file.chunks()), 'gzip'), {
      maxBytes: MAX_EXPANDED_BYTES,
      problem: () => problem('payload_too_large', detail, 'body'),
    }),
    SNIFF_BYTES,
  );
}

/** Small ones, because an inflater may produce all that an input can yield before it waits. */
async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += INFLATE_INPUT_BYTES) yield chunk.subarray(at, at + INFLATE_INPUT_BYTES);
  }
}

async function store(place: ImportPlace, asked: ImportAsked, file: Peeked): Promise<ImportJob> {
  const { job, upload } = await openImport(place, asked);
  try {
    const parts = new PartBuffer(upload, [], 0);
    let bytes = 0;
    for await (const chunk of file.chunks()) {
      bytes += chunk.length;
      await parts.write(chunk);
    }
    await parts.end();
    await upload.complete(parts.parts);
    return (await place.imports.received(job.id, bytes)) ?? job;
  } catch (thrown) {
    await place.imports.discard(job.id);
    throw thrown;
  }
}
