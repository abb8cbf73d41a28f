import { runningSha224 } from '../domain/statement/sha224.ts';

/** A running hash; `hex` may be asked for once. */
export interface RunningHash {
  update(bytes: Uint8Array): Promise<void>;
  hex(): Promise<string>;
}

/** By the number of hexadecimal digits, which is all that the attachment property `sha2` tells of its kind. */
const NATIVE: Readonly<Record<number, string>> = { 64: 'SHA-256', 96: 'SHA-384', 128: 'SHA-512' };

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The SHA-2 whose hashes have as many digits as this one. */
export function sha2Like(expected: string): RunningHash {
  const name = NATIVE[expected.length];
  if (name === undefined) {
    const hash = runningSha224();
    return { update: async (bytes) => hash.update(bytes), hex: async () => hexOf(hash.digest()) };
  }
  const stream = new crypto.DigestStream(name);
  const writer = stream.getWriter();
  return {
    update: (bytes) => writer.write(bytes),
    async hex() {
      await writer.close();
      return hexOf(new Uint8Array(await stream.digest));
    },
  };
}
