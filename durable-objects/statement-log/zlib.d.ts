/** The two synchronous functions of workerd's `node:zlib` that a transaction needs (streams would let others in). */
declare module 'node:zlib' {
  export function gzipSync(data: Uint8Array, options?: { level?: number }): Uint8Array<ArrayBuffer>;
  export function gunzipSync(data: Uint8Array, options?: { maxOutputLength?: number }): Uint8Array<ArrayBuffer>;
}
