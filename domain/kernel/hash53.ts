/**
 * A fast hash of 53 bits (a safe integer), for index terms and for choosing partitions. It is not a cryptographic hash:
 * whoever looks something up by it must compare the real value afterwards. The result never changes between versions,
 * because it is stored.
 */
export function hash53(text: string): number {
  let high = 0x811c9dc5;
  let low = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit ^ (high >>> 15), 0x85ebca6b);
  }
  high = Math.imul(high ^ (low >>> 16), 0xc2b2ae35);
  low = Math.imul(low ^ (high >>> 13), 0x27d4eb2f);
  high ^= high >>> 15;
  low ^= low >>> 14;
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}
