/** Something that proves who asks for a while, and how long. */
export interface Token {
  readonly value: string;
  /** From its beginning to its end. */
  readonly lifeMs: number;
  /** When its life began by this process's monotonic clock: never later than it really did. */
  readonly sinceMs: number;
}

/**
 * Gets a token for one credential. Throws `credentials` when the credential is refused, any other `WenxinError` when the
 * service gives none now, and the signal's reason.
 *
 * @param refused the last token that the service did not take. It is not wanted again.
 */
export type FetchToken = (refused: string | undefined, signal: AbortSignal) => Promise<Token>;

/** What a token is made of. Two are the same if they are made of the same. */
export interface TokenOrigin {
  readonly kind: 'minted' | 'access';
  /** The address it is fetched at, without query. */
  readonly url: string;
  /** The half of the credential that names it, and the half that proves it. */
  readonly id: string;
  readonly secret: string;
}

/** No token lives longer (Baidu Reference/s/rm5qdjil5): an answer that says more is not believed. */
export const MAX_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** A token is replaced when it is used after so much of its life. */
const RENEWED_AFTER = 0.9;

/** From when on a token is to be replaced, while it still holds; monotonic. */
export function renewalOf({ sinceMs, lifeMs }: Token): number {
  return sinceMs + RENEWED_AFTER * lifeMs;
}

/** From when on a token does not hold any more; monotonic. */
export function endOf({ sinceMs, lifeMs }: Token): number {
  return sinceMs + lifeMs;
}
