import type { HeldCredential } from '../credential.ts';

/** A credential as read from its source. */
export interface SourcedCredential extends HeldCredential {
  /** When to read the source again, although the credential may still be valid. Milliseconds since 1970. */
  readonly askAgainAtMs?: number;
}

/**
 * Reads the user's credential from a source, without caching. Returns `undefined` when the source has none; throws
 * `sourceFailure` when it cannot be read or returns something else, and the signal's reason.
 */
export type ReadCredential = (signal: AbortSignal) => Promise<SourcedCredential | undefined>;
