import { randomUUID } from 'node:crypto';
import { abortable } from '../abortable.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { WenxinError, describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { pause } from '../pause.ts';
import { KEY_BYTES, placeOf, seal, unseal } from './sealedToken.ts';
import { renewalOf, type FetchToken, type Token, type TokenOrigin } from './token.ts';
import { deleteEnded, giveLeaseBack, putToken, readTokenRow, takeLease } from './tokenRows.ts';

/** Polling interval while another window fetches the token. */
const LOOK_AGAIN_MS = 100;

/** A lease that does not change for this long is abandoned: a fetch waits at most 10 s for an answer. */
const LEASE_MS = 15_000;

/** A locked keyring may never answer; this is the longest wait for it. */
const KEY_LIMIT_MS = 5_000;

interface SharedTokensOptions {
  /** The database shared by all windows. */
  readonly database: () => Promise<Database>;
  /** 32 secret bytes shared by this user's windows only; `undefined` if there is no secure storage for them. */
  readonly sealingKey: () => Promise<Uint8Array | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Place {
  readonly database: Database;
  readonly origin: TokenOrigin;
  readonly name: string;
  readonly key: Uint8Array;
}

/**
 * Shares one token between all windows of a user: one window fetches it while the others wait; the shared database
 * stores it encrypted. If that is not possible, each window fetches its own; a failure to share never fails a fetch.
 */
export class SharedTokens {
  readonly #options: SharedTokensOptions;

  constructor(options: SharedTokensOptions) {
    this.#options = options;
  }

  /** Wraps `fetch` to run only if no window has a token other than the refused one that is not due for renewal. */
  share(origin: TokenOrigin, fetch: FetchToken): FetchToken {
    return async (refused, signal) => {
      const lease = randomUUID();
      const place = await this.#open(origin);
      const found = place && (await this.#findOrTakeTurn(place, lease, refused, signal));
      if (place === undefined || found === 'unshared') return fetch(refused, signal);
      if (found !== undefined) return found;
      try {
        const token = await fetch(refused, signal);
        this.#write(place.database, () => this.#put(place, lease, token));
        return token;
      } catch (error) {
        this.#write(place.database, () => giveLeaseBack(place.database, place.name, lease));
        throw error;
      }
    };
  }

  async #open(origin: TokenOrigin): Promise<Place | undefined> {
    try {
      const key = await this.#sealingKey();
      if (key?.length !== KEY_BYTES) return undefined;
      return { database: await this.#options.database(), origin, name: placeOf(origin), key };
    } catch (error) {
      this.#tellUnshared(error);
      return undefined;
    }
  }

  async #sealingKey(): Promise<Uint8Array | undefined> {
    const { clock, sealingKey } = this.#options;
    const limit = new AbortController();
    const cancel = clock.after(KEY_LIMIT_MS, () => {
      limit.abort(
        new WenxinError('no-credentials', 'the place for secrets does not answer', { code: 'keyring_timeout' }),
      );
    });
    try {
      return await abortable(sealingKey(), limit.signal);
    } finally {
      cancel();
    }
  }

  /** Returns another window's token; `undefined` once this window holds the lease to fetch one. */
  async #findOrTakeTurn(
    place: Place,
    lease: string,
    refused: string | undefined,
    signal: AbortSignal,
  ): Promise<Token | 'unshared' | undefined> {
    const { database, name } = place;
    const { clock } = this.#options;
    let watched: { readonly lease: string | null; readonly sinceMs: number } | undefined;
    try {
      for (;;) {
        const row = database.read(() => readTokenRow(database, name));
        const token = row.sealed && this.#usable(row.sealed, place, refused);
        if (token) return token;
        if (row.lease !== watched?.lease) watched = { lease: row.lease, sinceMs: clock.monotonicMs() };
        if (row.lease !== null && clock.monotonicMs() - watched.sinceMs < LEASE_MS) {
          await pause(clock, LOOK_AGAIN_MS, signal);
        } else if (await database.transaction(() => takeLease(database, name, row, lease), signal)) {
          return undefined;
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      this.#tellUnshared(error);
      return 'unshared';
    }
  }

  #usable(sealed: Uint8Array, { origin, key }: Place, refused: string | undefined): Token | undefined {
    const { clock } = this.#options;
    const shared = unseal(sealed, origin, key);
    if (shared === undefined || shared.value === refused) return undefined;
    // If the wall clock was set back, the token seems too young; the service then refuses it and it is replaced.
    const ageMs = Math.max(0, clock.now() - shared.sinceMs);
    const token = { value: shared.value, lifeMs: shared.lifeMs, sinceMs: clock.monotonicMs() - ageMs };
    return clock.monotonicMs() < renewalOf(token) ? token : undefined;
  }

  #put({ database, origin, name, key }: Place, lease: string, token: Token): void {
    const { clock } = this.#options;
    const bornAtMs = Math.floor(clock.now() - (clock.monotonicMs() - token.sinceMs));
    const { value, lifeMs } = token;
    deleteEnded(database, clock.now());
    putToken(database, name, lease, seal({ value, lifeMs, sinceMs: bornAtMs }, origin, key), bornAtMs + lifeMs);
  }

  /** Runs in the background; the caller already has the token. */
  #write(database: Database, write: () => void): void {
    database.transaction(write).catch((error: unknown) => this.#tellUnshared(error));
  }

  #tellUnshared(error: unknown): void {
    this.#options.logger.warn(`Windows do not share a token: ${describeError(error)}`);
  }
}
