import { type Problem, problem } from '../../../domain/kernel/problem.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { toBase64Url } from '../../shared/base64.ts';

/** Names of tus and of WebCrypto. The protocol wants SHA-1 at least; damage on the way is what it is for. */
export const CHECKSUM_ALGORITHMS: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  md5: 'MD5',
};

/** What a request says of the bytes that it carries. */
export interface Checksum {
  readonly algorithm: string;
  /** Base64url without padding. */
  readonly digest: string;
}

/** Reads `Upload-Checksum`: name of the algorithm and Base64, separated by a space. */
export function readChecksum(header: string | undefined): Result<Checksum | undefined, Problem> {
  if (header === undefined) return ok(undefined);
  const [name = '', base64 = ''] = header.trim().split(/ +/);
  const algorithm = Object.hasOwn(CHECKSUM_ALGORITHMS, name) ? CHECKSUM_ALGORITHMS[name]! : undefined;
  if (algorithm !== undefined && /^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    return ok({ algorithm, digest: base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') });
  }
  const detail = `Checksums are ${Object.keys(CHECKSUM_ALGORITHMS).join(', ')}, each followed by Base64.`;
  return err(problem('bad_request', detail, 'Upload-Checksum'));
}

/** Computes a checksum as bytes flow. */
export class RunningChecksum {
  readonly #expected: string;
  readonly #digest: DigestStream;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;

  constructor({ algorithm, digest }: Checksum) {
    this.#expected = digest;
    this.#digest = new crypto.DigestStream(algorithm);
    this.#writer = this.#digest.getWriter();
  }

  /** The bytes may be reused once the promise resolves. */
  update(bytes: Uint8Array): Promise<void> {
    return this.#writer.write(bytes);
  }

  async matches(): Promise<boolean> {
    await this.#writer.close();
    return toBase64Url(new Uint8Array(await this.#digest.digest)) === this.#expected;
  }
}
