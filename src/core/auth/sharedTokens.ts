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

/** How often a window looks whether the one that fetches is done. */
const LOOK_AGAIN_MS = 100;

/** A turn that was seen unchanged for so long is dead: no fetch waits longer than 10 s for an answer. */
const LEASE_MS = 15_000;

/** A locked keyring can hang for ever; nobody waits longer than this for it. */
const KEY_LIMIT_MS = 5_000;

interface SharedTokensOptions {
  /** The file all windows share. */
  readonly database: () => Promise<Database>;
  /** 32 bytes that this person's windows have and nobody else; `undefined` where there is no safe place for them. */
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
 * Lets all windows of a person use one token: sealed, in the file they share, and fetched by one of them while the others
 * wait. Where that is not possible each window fetches its own; sharing never makes a fetch fail.
 */
export class SharedTokens {
  readonly #options: SharedTokensOptions;

  constructor(options: SharedTokensOptions) {
    this.#options = options;
  }

  /** `fetch`, asked only when no window has a token that is better than the refused one and not due for renewal. */
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

  /** Another window's token; `undefined` when it is this window's turn to fetch one. */
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
    // A wall clock that was put back meanwhile makes a token younger than it is: it will be refused and replaced.
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

  /** Nobody waits for it: the token is there already. */
  #write(database: Database, write: () => void): void {
    database.transaction(write).catch((error: unknown) => this.#tellUnshared(error));
  }

  #tellUnshared(error: unknown): void {
    this.#options.logger.warn(`Windows do not share a token: ${describeError(error)}`);
  }
}
