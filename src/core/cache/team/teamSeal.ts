import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

/** First byte of a sealed value. To be counted up with every change of the form. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

/** Encrypts bytes so that only the key opens them, and only under that name: version, nonce, AES-256-GCM, tag. */
export function sealed(key: KeyObject, name: string, bytes: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(name));
  const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, text, cipher.getAuthTag()]);
}

/** What `sealed` encrypted; `undefined` for another key, name or version, and for anything damaged. */
export function unsealed(key: KeyObject, name: string, value: Uint8Array): Uint8Array | undefined {
  if (value[0] !== VERSION || value.length < HEAD_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, value.subarray(1, HEAD_BYTES))
    .setAAD(boundTo(name))
    .setAuthTag(value.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(value.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The tag does not fit, which is all there is to know.
    return undefined;
  }
}

/** A value that is copied to another name, or given another version, does not open. */
function boundTo(name: string): Uint8Array {
  return Buffer.from(`${name}\n${VERSION}`);
}
