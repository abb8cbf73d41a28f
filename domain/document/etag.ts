import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * The entity tag of a document, without its quotes: SHA-1 of the bytes in hexadecimal (Communication 3.1). Synchronous,
 * because the tag of a merged document is needed within the transaction that merges.
 */
export const etagOf = (body: Uint8Array): string => bytesToHex(sha1(body));
