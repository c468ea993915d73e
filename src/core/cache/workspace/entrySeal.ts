import { hash, hkdfSync } from 'node:crypto';
import type { AnswerKey } from '../answerStore.ts';

/** Minimum key length. */
const KEY_BYTES = 32;

/** Block size of SHA-256. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/** Length of a MAC in hex digits: 128 of the 256 bits. */
const MAC_DIGITS = 32;

/** Size of the reusable buffer; a longer value gets a buffer of its own. */
const ROOM_BYTES = 64 * 1024;

/**
 * Authentication of the rows of the answer file: only answers written by this installation under this key are accepted.
 * An attacker who can write the file can only delete answers or restore old ones that have not expired.
 */
export class EntrySeal {
  /** The padded keys for the inner and the outer hash, each followed by space for the hashed data. */
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  /** @param sealingKey the installation's secret, from which a key for this purpose is derived. */
  constructor(sealingKey: Uint8Array) {
    if (sealingKey.length < KEY_BYTES) throw new RangeError(`A sealing key of ${sealingKey.length} bytes is too short`);
    const key = new Uint8Array(hkdfSync('sha256', sealingKey, '', 'answers', KEY_BYTES));
    this.#inner = padded(key, 0x36, ROOM_BYTES);
    this.#outer = padded(key, 0x5c, DIGEST_BYTES);
  }

  /**
   * Returns the HMAC-SHA-256 (RFC 2104) of the key and the row, truncated to half its length. It is built from two
   * hashes because the object overhead of `createHmac` exceeds the hashing: it would add half of the time to read a
   * row.
   */
  macOf(key: AnswerKey, expiresAtMs: number, value: Uint8Array): string {
    const head = `${key} ${expiresAtMs} `;
    const length = BLOCK_BYTES + head.length + value.length;
    const inner = length <= this.#inner.length ? this.#inner : Buffer.concat([this.#inner], length);
    inner.write(head, BLOCK_BYTES, 'latin1');
    inner.set(value, BLOCK_BYTES + head.length);
    this.#outer.write(hash('sha256', inner.subarray(0, length), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', this.#outer, 'hex').slice(0, MAC_DIGITS);
  }
}

function padded(key: Uint8Array, pad: number, roomBytes: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES + roomBytes, pad).fill(0, BLOCK_BYTES);
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad;
  return block;
}
