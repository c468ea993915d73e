import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

/** First byte of a sealed value. Increase it whenever the format changes. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

/** Encrypts bytes with AES-256-GCM, bound to a name: version, nonce, ciphertext, tag. */
export function sealed(key: KeyObject, name: string, bytes: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(name));
  const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, text, cipher.getAuthTag()]);
}

/** Decrypts what `sealed` returned; `undefined` for another key, name or version, and for anything damaged. */
export function unsealed(key: KeyObject, name: string, value: Uint8Array): Uint8Array | undefined {
  if (value[0] !== VERSION || value.length < HEAD_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, value.subarray(1, HEAD_BYTES))
    .setAAD(boundTo(name))
    .setAuthTag(value.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(value.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    // Authentication failed; the cause is not known.
    return undefined;
  }
}

/** Returns the additional authenticated data, so that a value moved to another name or version cannot be decrypted. */
function boundTo(name: string): Uint8Array {
  return Buffer.from(`${name}\n${VERSION}`);
}
