import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { TokenOrigin } from './token.ts';

/** A token as shared between windows. Times are wall-clock: monotonic clocks differ between processes. */
export interface SharedToken {
  readonly value: string;
  readonly lifeMs: number;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
}

/** Key size of AES-256. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const Shared = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    value: v.pipe(v.string(), v.nonEmpty()),
    lifeMs: v.pipe(v.number(), v.minValue(0)),
    sinceMs: v.pipe(v.number(), v.integer()),
  }),
);

/** Encrypts a token with AES-256-GCM. It can be decrypted only with the same key, credential and URL. */
export function seal(token: SharedToken, origin: TokenOrigin, key: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(origin));
  const text = Buffer.concat([cipher.update(JSON.stringify(token), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Decrypts a sealed token; returns `undefined` for another key, credential or URL, and for damaged data. */
export function unseal(sealed: Uint8Array, origin: TokenOrigin, key: Uint8Array): SharedToken | undefined {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  if (tag.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(origin)).setAuthTag(tag);
  try {
    const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    const shared = v.safeParse(Shared, text);
    return shared.success ? shared.output : undefined;
  } catch {
    // The authentication tag does not match; the cause cannot be determined.
    return undefined;
  }
}

/** Returns the row name of a token. It excludes the secret, so a changed secret reuses the row. */
export function placeOf({ kind, url, id }: TokenOrigin): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, url, id]))
    .digest('hex');
}

/** Returns the additional authenticated data (AAD); it is not stored. */
function boundTo({ kind, url, id, secret }: TokenOrigin): Uint8Array {
  return Buffer.from(JSON.stringify(['ask-wenxin token 1', kind, url, id, secret]));
}
