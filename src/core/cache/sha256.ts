import { createHash } from 'node:crypto';

/** In hex. Lone surrogates all count as one and the same character: JSON has none. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
