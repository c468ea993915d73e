import { randomBytes } from 'node:crypto';

/** Options of a new token. */
export interface TokenOptions {
  /** Paths it may read, exactly as in the API, without `/v1/`. */
  readonly mayRead?: readonly string[];
  /** 0: it never expires, like a root token. */
  readonly ttlSeconds?: number;
  readonly renewable?: boolean;
  /** Maximum age it can be renewed to. */
  readonly maxTtlSeconds?: number;
  /** Whether it has the default policy, which allows a token to look itself up and renew itself. */
  readonly hasDefaultPolicy?: boolean;
}

/** A token as stored by Vault. Times are milliseconds since 1970. */
export interface Token extends Required<TokenOptions> {
  readonly id: string;
  readonly accessor: string;
  readonly issuedAtMs: number;
  expiresAtMs: number;
}

/** Issues tokens, finds unexpired ones, and renews them. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  create(options: TokenOptions): Token {
    const { ttlSeconds = 3600, renewable = true, maxTtlSeconds = 768 * 3600 } = options;
    const token: Token = {
      id: `hvs.${randomBytes(18).toString('base64url')}`,
      accessor: randomBytes(18).toString('base64url'),
      mayRead: options.mayRead ?? [],
      ttlSeconds,
      maxTtlSeconds,
      renewable: renewable && ttlSeconds > 0,
      hasDefaultPolicy: options.hasDefaultPolicy ?? true,
      issuedAtMs: this.#now(),
      expiresAtMs: ttlSeconds === 0 ? Infinity : this.#now() + ttlSeconds * 1000,
    };
    this.#tokens.set(token.id, token);
    return token;
  }

  find(id: string): Token | undefined {
    const token = this.#tokens.get(id);
    return token !== undefined && token.expiresAtMs > this.#now() ? token : undefined;
  }

  revoke(id: string): void {
    this.#tokens.delete(id);
  }

  /** Returns the remaining whole seconds. */
  secondsLeft({ ttlSeconds, expiresAtMs }: Token): number {
    return ttlSeconds === 0 ? 0 : Math.floor((expiresAtMs - this.#now()) / 1000);
  }

  /** Renews a token by its initial TTL or by `increment` seconds, within its maximum age. Returns its new TTL. */
  renew(token: Token, increment: number | undefined): number {
    const wantedMs = this.#now() + (increment ?? token.ttlSeconds) * 1000;
    token.expiresAtMs = Math.min(wantedMs, token.issuedAtMs + token.maxTtlSeconds * 1000);
    return this.secondsLeft(token);
  }
}
