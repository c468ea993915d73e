import { hash, hkdfSync } from 'node:crypto';
import type { AnswerKey } from '../answerStore.ts';

/** Shortest key that is taken, in bytes. */
const KEY_BYTES = 32;

/** SHA-256 works on blocks of so many bytes. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/** Hex digits of a MAC: 128 bits of the 256. */
const MAC_DIGITS = 32;

/** Room that is kept ready; a longer value gets its own. */
const ROOM_BYTES = 64 * 1024;

/**
 * Tells an answer that this installation has kept, under this key, from any other bytes. Whoever can write the file can
 * only take an answer away, or bring one back that was there before and has not expired.
 */
export class EntrySeal {
  /** The key for what is hashed first and last, each with room for what follows it. */
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  /** @param sealingKey the installation's own secret, from which one for this purpose is derived. */
  constructor(sealingKey: Uint8Array) {
    if (sealingKey.length < KEY_BYTES) throw new RangeError(`A sealing key of ${sealingKey.length} bytes is too short`);
    const key = new Uint8Array(hkdfSync('sha256', sealingKey, '', 'answers', KEY_BYTES));
    this.#inner = padded(key, 0x36, ROOM_BYTES);
    this.#outer = padded(key, 0x5c, DIGEST_BYTES);
  }

  /**
   * HMAC-SHA-256 (RFC 2104) of the key and all that is kept under it, cut to half its length. It is made of two hashes
   * because `createHmac` spends more on its objects than on the bytes: half as much again as reading the row.
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
