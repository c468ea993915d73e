import { createHash } from 'node:crypto';
import type { Logger } from '../logger.ts';
import { WenxinError } from '../errors.ts';
import type { Credential } from './credential.ts';
import { fetchAccessToken } from './fetchAccessToken.ts';
import { mintToken, type TokenNetwork } from './mintToken.ts';
import type { FetchToken, TokenOrigin } from './token.ts';
import { tokenAddress } from './tokenFailure.ts';
import { TokenKeeper } from './tokenKeeper.ts';

/** More than any user's accounts; the oldest keeper is evicted, so replaced credentials do not accumulate. */
const MAX_KEEPERS = 32;

interface TokenKeepersOptions extends TokenNetwork {
  readonly logger: Logger;
  /** Base URLs of the token services, without path; read for each request. */
  readonly iamUrl: () => string;
  readonly oauthUrl: () => string;
  /** Wraps a fetch to share its token with other windows; tokens are not shared if missing. */
  readonly share?: (origin: TokenOrigin, fetch: FetchToken) => FetchToken;
}

/** The token keepers, one for each credential and token service. A changed credential gets a new one. */
export class TokenKeepers {
  readonly #options: TokenKeepersOptions;
  readonly #keepers = new Map<string, TokenKeeper>();
  readonly #closing = new AbortController();

  constructor(options: TokenKeepersOptions) {
    this.#options = options;
  }

  /** Returns the keeper of V2's bearer tokens. Throws `no-endpoint` if the token service must not receive secrets. */
  minted({ accessKey, secretKey }: Extract<Credential, { kind: 'iam' }>): TokenKeeper {
    const address = tokenAddress(this.#options.iamUrl(), '/v1/BCE-BEARER/token');
    const origin: TokenOrigin = { kind: 'minted', url: address.href, id: accessKey, secret: secretKey };
    return this.#keeper(origin, () => mintToken(address, { accessKey, secretKey }, this.#options));
  }

  /** Returns the keeper of V1's access tokens; see `minted`. */
  access({ apiKey, secretKey }: Extract<Credential, { kind: 'app' }>): TokenKeeper {
    const address = tokenAddress(this.#options.oauthUrl(), '/oauth/2.0/token');
    const origin: TokenOrigin = { kind: 'access', url: address.href, id: apiKey, secret: secretKey };
    return this.#keeper(origin, () => fetchAccessToken(address, { apiKey, secretKey }, this.#options));
  }

  /** Allows refused credentials to be tried again: after the user set or changed one, or asked for a check. */
  forgiveAll(): void {
    for (const keeper of this.#keepers.values()) keeper.forgive();
  }

  /** Aborts all fetches, now and in the future. */
  close(): void {
    this.#closing.abort(new WenxinError('connection-lost', 'No tokens are fetched any more'));
  }

  #keeper(origin: TokenOrigin, make: () => FetchToken): TokenKeeper {
    const key = keyOf(origin);
    let keeper = this.#keepers.get(key);
    if (keeper === undefined) {
      const { clock, logger, share } = this.#options;
      const fetch = make();
      keeper = new TokenKeeper(origin.url, share?.(origin, fetch) ?? fetch, clock, logger, this.#closing.signal);
      const [oldest] = this.#keepers.keys();
      if (this.#keepers.size >= MAX_KEEPERS && oldest !== undefined) this.#keepers.delete(oldest);
      this.#keepers.set(key, keeper);
    }
    return keeper;
  }
}

/** Returns a hash, so that replaced secrets do not stay in memory as map keys. */
function keyOf({ kind, url, id, secret }: TokenOrigin): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, url, id, secret]))
    .digest('base64');
}
