/** A token and its lifetime. */
export interface Token {
  readonly value: string;
  /** Total lifetime. */
  readonly lifeMs: number;
  /** Start of the lifetime by this process's monotonic clock; never later than the actual start. */
  readonly sinceMs: number;
}

/**
 * Fetches a token for one credential. Throws `credentials` when the credential is refused, any other `WenxinError` when
 * the service does not issue one now, and the signal's reason.
 *
 * @param refused the last token that the service rejected; it must not be returned again.
 */
export type FetchToken = (refused: string | undefined, signal: AbortSignal) => Promise<Token>;

/** What a token is derived from. Equal origins share a token. */
export interface TokenOrigin {
  readonly kind: 'minted' | 'access';
  /** The URL it is fetched from, without query. */
  readonly url: string;
  /** The public and the secret half of the credential. */
  readonly id: string;
  readonly secret: string;
}

/** The maximum lifetime of a token (Baidu Reference/s/rm5qdjil5); longer ones in an answer are capped. */
export const MAX_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** The fraction of its lifetime after which using a token renews it. */
const RENEWED_AFTER = 0.9;

/** Returns when a token that is still valid becomes due for renewal; monotonic. */
export function renewalOf({ sinceMs, lifeMs }: Token): number {
  return sinceMs + RENEWED_AFTER * lifeMs;
}

/** Returns when a token expires; monotonic. */
export function endOf({ sinceMs, lifeMs }: Token): number {
  return sinceMs + lifeMs;
}
