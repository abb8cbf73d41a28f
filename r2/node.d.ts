/** What the codec of archives takes from workerd's `node:zlib`. */
declare module 'node:zlib' {
  export function crc32(data: Uint8Array, value?: number): number;
  export function inflateRawSync(data: Uint8Array, options: { maxOutputLength: number }): Uint8Array<ArrayBuffer>;
  export function createInflateRaw(options: { chunkSize: number }): InflateRaw;

  export interface InflateRaw extends AsyncIterable<Uint8Array> {
    readonly destroyed: boolean;
    /** `taken` is called when the bytes may be reused. */
    write(bytes: Uint8Array, taken: () => void): boolean;
    end(): void;
    destroy(error?: Error): void;
    once(event: 'close', listener: () => void): void;
  }
}
/** What digests take from workerd's `node:crypto`. */
declare module 'node:crypto' {
  export function createHash(algorithm: 'sha256'): {
    update(data: Uint8Array): void;
    digest(encoding: 'hex'): string;
  };
}
