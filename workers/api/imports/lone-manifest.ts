import { archiveOf } from '../../../domain/bundle/lone-file.ts';
import type { Problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { streamOf } from '../../shared/stream.ts';
import { loneTooLarge, MAX_LONE_BYTES } from './archive.ts';
import type { Incoming } from './receive.ts';

/** A body that is a manifest alone, as the archive that it stands for. An empty one stays empty. */
export async function wrapManifest(name: string, incoming: Incoming): Promise<Result<Incoming, Problem>> {
  if ((incoming.length ?? 0) > MAX_LONE_BYTES) return err(loneTooLarge());
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_LONE_BYTES) return err(loneTooLarge());
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
