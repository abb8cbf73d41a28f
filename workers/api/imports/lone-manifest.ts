import { archiveOf } from '../../../domain/bundle/lone-file.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { XML_LIMITS } from '../../../domain/package/xml/parse.ts';
import { streamOf } from '../../shared/stream.ts';
import type { Incoming } from './receive.ts';

/** It is held in memory here; a larger one is refused as a manifest of an archive as well. */
const MAX_BYTES = XML_LIMITS.maxBytes;

/** A body that is a manifest alone, as the archive that it stands for. An empty one stays empty. */
export async function wrapManifest(name: string, incoming: Incoming): Promise<Result<Incoming, Problem>> {
  const tooLarge = problem('payload_too_large', `A manifest that comes alone may have ${MAX_BYTES} bytes.`, 'body');
  if ((incoming.length ?? 0) > MAX_BYTES) return err(tooLarge);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return err(tooLarge);
    chunks.push(chunk);
  }
  if (bytes === 0) return ok(incoming.body === null ? incoming : { ...incoming, body: null });
  const pieces = archiveOf(name, chunks);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return ok({ ...incoming, body: streamOf(given(pieces)), length });
}

function* given(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  yield* pieces;
}
