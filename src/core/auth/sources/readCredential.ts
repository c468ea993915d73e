import type { HeldCredential } from '../credential.ts';

/** A credential as its source gives it. */
export interface SourcedCredential extends HeldCredential {
  /** From then on its source wants to be asked again, though the credential may still hold. Milliseconds since 1970. */
  readonly askAgainAtMs?: number;
}

/**
 * Asks a source for the person's credential, anew each time. `undefined` when the source holds none; throws
 * `sourceFailure` when it cannot be asked or gives something else, and the signal's reason.
 */
export type ReadCredential = (signal: AbortSignal) => Promise<SourcedCredential | undefined>;
