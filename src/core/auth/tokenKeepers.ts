import { createHash } from 'node:crypto';
import type { Logger } from '../logger.ts';
import { WenxinError } from '../errors.ts';
import type { Credential } from './credential.ts';
import { fetchAccessToken } from './fetchAccessToken.ts';
import { mintToken, type TokenNetwork } from './mintToken.ts';
import type { FetchToken, TokenOrigin } from './token.ts';
import { tokenAddress } from './tokenFailure.ts';
import { TokenKeeper } from './tokenKeeper.ts';

/** More than anybody has accounts; a credential that has been replaced is forgotten some time. */
const MAX_KEEPERS = 32;

interface TokenKeepersOptions extends TokenNetwork {
  readonly logger: Logger;
  /** Bases of the token services, without path; read whenever a token is wanted. */
  readonly iamUrl: () => string;
  readonly oauthUrl: () => string;
  /** Puts the sharing with other windows around a fetch; nothing is shared where it is missing. */
  readonly share?: (origin: TokenOrigin, fetch: FetchToken) => FetchToken;
}

/** One keeper for each credential and place that it gets tokens from. A credential that was changed has a new one. */
export class TokenKeepers {
  readonly #options: TokenKeepersOptions;
  readonly #keepers = new Map<string, TokenKeeper>();
  readonly #closing = new AbortController();

  constructor(options: TokenKeepersOptions) {
    this.#options = options;
  }

  /** Of bearer tokens for V2. Throws `no-endpoint` when secrets cannot be sent to the address. */
  minted({ accessKey, secretKey }: Extract<Credential, { kind: 'iam' }>): TokenKeeper {
    const address = tokenAddress(this.#options.iamUrl(), '/v1/BCE-BEARER/token');
    const origin: TokenOrigin = { kind: 'minted', url: address.href, id: accessKey, secret: secretKey };
    return this.#keeper(origin, () => mintToken(address, { accessKey, secretKey }, this.#options));
  }

  /** Of access tokens for V1; see `minted`. */
  access({ apiKey, secretKey }: Extract<Credential, { kind: 'app' }>): TokenKeeper {
    const address = tokenAddress(this.#options.oauthUrl(), '/oauth/2.0/token');
    const origin: TokenOrigin = { kind: 'access', url: address.href, id: apiKey, secret: secretKey };
    return this.#keeper(origin, () => fetchAccessToken(address, { apiKey, secretKey }, this.#options));
  }

  /** Lets refused credentials be tried again: when a person has set or changed some, or wants to know. */
  forgiveAll(): void {
    for (const keeper of this.#keepers.values()) keeper.forgive();
  }

  /** Ends what is being fetched, for good. */
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

/** A hash, so that replaced secrets do not stay in memory as names. */
function keyOf({ kind, url, id, secret }: TokenOrigin): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, url, id, secret]))
    .digest('base64');
}
