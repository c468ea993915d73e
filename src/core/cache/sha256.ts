import { createHash } from 'node:crypto';

/** Returns the SHA-256 in hex. All lone surrogates are hashed as the same character; JSON contains none. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
