import { TusUploadWriter } from '../../../d1/content/tus-writer.ts';
import { UploadReader, type UploadRow } from '../../../d1/content/uploads.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { packageKeys } from '../../../r2/keys.ts';
import { peek, piecesOf } from '../../shared/body.ts';
import { checkUpload, HEAD_BYTES } from '../imports/archive.ts';
import type { Place } from '../imports/receive.ts';
import { discardUpload } from '../uploads/discard.ts';
import { completeUpload } from '../uploads/uploads.ts';
import { Arrivals } from './body.ts';
import { type Checksum, RunningChecksum } from './checksum.ts';
import { Intake, Overtaken, SILENT_SECONDS, writerUntil } from './intake.ts';

/** The bytes that a PATCH brings. */
export interface Bytes {
  readonly offset: number;
  /** As announced; undefined: nobody knows. */
  readonly length: number | undefined;
  readonly body: ReadableStream<Uint8Array> | null;
  readonly checksum: Checksum | undefined;
}

/**
 * Adds bytes to an upload and returns the offset that is durable then. A line that breaks keeps what came, unless a
 * checksum was promised for the whole. The upload is complete with its last byte.
 */
export async function receiveBytes(place: Place, known: UploadRow, bytes: Bytes): Promise<Result<number, Problem>> {
  const fits = checkFit(known, bytes);
  if (!fits.ok) return fits;
  if (known.state === 'completed' || bytes.body === null) return ok(known.received);
  return inTurn(() => receive(place, known, bytes));
}

/** Each holds a part of 8 MiB and reads a tail as large: together well below the 128 MB of an isolate. */
const RECEIVING_AT_ONCE = 5;
/** How often a request that waits for its turn looks again; its sender waits with it, and nothing of it is in memory. */
const TURN_MS = 100;
let receiving = 0;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  while (receiving >= RECEIVING_AT_ONCE) await scheduler.wait(TURN_MS);
  receiving++;
  try {
    return await work();
  } finally {
    receiving--;
  }
}

async function receive(place: Place, known: UploadRow, bytes: Bytes): Promise<Result<number, Problem>> {
  const by = { id: known.id, writer: crypto.randomUUID() };
  const claim = { offset: bytes.offset, now: new Date().toISOString(), until: writerUntil() };
  const upload = await new TusUploadWriter(place.content).claim(by, claim);
  if (upload === undefined) return err(await whyNot(place, known, bytes.offset));
  try {
    return await take(place, { upload, by, bytes });
  } catch (error) {
    if (!(await new UploadReader(place.content).isAlive(upload.id))) return err(await ended(place, upload));
    if (error instanceof Overtaken) return err(problem('upload_locked', 'Another request went on with this upload.'));
    const whole = await completeAlready(place, upload);
    if (whole === undefined) throw error;
    return whole;
  } finally {
    await new TusUploadWriter(place.content).release(by);
  }
}

function checkFit(upload: UploadRow, { offset, length }: Bytes): Result<void, Problem> {
  if (offset !== upload.received) return err(elsewhere(upload, offset));
  return length === undefined || offset + length <= upload.bytes ? ok(undefined) : err(tooMany(upload));
}

const elsewhere = ({ received }: UploadRow, offset: number): Problem =>
  problem('upload_offset_mismatch', `The upload is at ${received}, not at ${offset}.`, 'Upload-Offset');

const tooMany = ({ bytes }: UploadRow): Problem =>
  problem('payload_too_large', `The upload was created for ${bytes} bytes.`, 'Upload-Length');

/** Why a request may not write: the upload has moved on meanwhile, or another one writes. */
async function whyNot({ content }: Place, { id }: UploadRow, offset: number): Promise<Problem> {
  const upload = await new UploadReader(content).byId(id);
  if (upload === undefined) return ENDED;
  return upload.received === offset
    ? problem('upload_locked', 'Another request is sending bytes of this upload.')
    : elsewhere(upload, offset);
}

const ENDED = problem('not_found', 'The upload was imported or given up meanwhile.');

/** The upload was given up while its bytes came in: what this request has stored since goes too. */
async function ended({ bucket }: Place, upload: UploadRow): Promise<Problem> {
  await bucket.delete(packageKeys(upload.tenant, upload.package).tail);
  return ENDED;
}

type Claimed = { readonly upload: UploadRow; readonly by: { id: string; writer: string }; readonly bytes: Bytes };

async function take(place: Place, { upload, by, bytes }: Claimed): Promise<Result<number, Problem>> {
  const head = await peek(piecesOf(bytes.body!), upload.received === 0 ? HEAD_BYTES : 0).catch(() => undefined);
  if (head === undefined) return ok(upload.received); // the line broke before its first bytes
  // Fewer bytes than tell a zip from anything else are looked at when the file is complete.
  const fine = head.head.length === HEAD_BYTES ? checkUpload(upload, head.head) : ok(undefined);
  if (!fine.ok) {
    await head.cancel();
    await discardUpload(place.content, place.bucket, upload);
    return fine;
  }
  const checksum = bytes.checksum && new RunningChecksum(bytes.checksum);
  const intake = await Intake.open(place, { upload, by, held: checksum !== undefined });
  const arrivals = new Arrivals(head.chunks(), SILENT_SECONDS * 1000);
  let got = await arrivals.next();
  for (; got.kind === 'bytes'; got = await arrivals.next()) {
    if (intake.offset + got.bytes.length > upload.bytes) {
      arrivals.cancel();
      return err(tooMany(upload));
    }
    await checksum?.update(got.bytes);
    await intake.write(got.bytes);
  }
  if (got.kind === 'lost') arrivals.cancel();
  if (checksum !== undefined && !(await checksum.matches())) {
    return err(problem('upload_checksum_mismatch', 'The bytes that came have another checksum.', 'Upload-Checksum'));
  }
  return finish(place, upload, intake);
}

async function finish(place: Place, upload: UploadRow, intake: Intake): Promise<Result<number, Problem>> {
  if (intake.offset < upload.bytes) {
    await intake.save();
    intake.close();
    return ok(intake.offset);
  }
  await intake.end();
  return complete(place, upload);
}

async function complete(place: Place, upload: UploadRow): Promise<Result<number, Problem>> {
  const completed = await completeUpload(place, upload);
  if (!completed.ok) return completed;
  await place.bucket.delete(packageKeys(upload.tenant, upload.package).tail);
  return ok(upload.bytes);
}

/** A request that was cut off behind its last step: the object is there, and only the database does not know. */
async function completeAlready(place: Place, upload: UploadRow): Promise<Result<number, Problem> | undefined> {
  const object = await place.bucket.head(packageKeys(upload.tenant, upload.package).original);
  return object?.size === upload.bytes ? complete(place, upload) : undefined;
}
